import type { FailingBranch, Home, OpenChange, Run, SuspectedIssue } from '@summit/contracts';
import { needs } from './verdict';

const nothing: Home = { running: [], failing: [], tests: [], changes: [], issues: [], shipped: [], known: true };
const run = (displayStatus: Run['displayStatus']): Run => ({
  id: 'r',
  provider: 'github',
  repository: 'demo/shop',
  name: 'ci',
  title: null,
  number: 1,
  attempt: 1,
  event: null,
  status: 'completed',
  result: null,
  displayStatus,
  providerResult: null,
  branch: 'main',
  commit: null,
  commitMessage: null,
  change: null,
  actor: null,
  queuedAt: '2026-10-01T00:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  queueMs: null,
  durationMs: null,
  url: '',
  traceId: 'a'.repeat(32),
  jobCounts: { total: 0, failed: 0, running: 0, queued: 0 },
  updatedAt: '2026-10-01T00:00:00.000Z',
});
const failing = (mine: boolean | null): FailingBranch => ({
  run: run('failed'),
  since: mine === null ? null : { id: 'r', number: 1, at: '2026-10-01T00:00:00.000Z', mine },
});
const change = (status: Run['displayStatus'] | null): OpenChange => ({
  repository: 'demo/shop',
  number: 1,
  title: null,
  url: null,
  createdAt: null,
  run: status && run(status),
});
const issue: SuspectedIssue = {
  issue: {
    id: '1',
    shortId: 'SHOP-1',
    title: 'TypeError',
    type: null,
    value: null,
    culprit: null,
    level: 'error',
    status: 'unresolved',
    platform: 'node',
    count: 1,
    userCount: 0,
    firstSeen: '2026-10-01T00:00:00.000Z',
    lastSeen: '2026-10-01T00:00:00.000Z',
    firstRelease: null,
    lastRelease: null,
    environment: null,
    project: { id: '1', slug: 'shop', name: 'Shop' },
    sparkline: [],
  },
  change: { deploymentId: 'd', number: 1, title: 'Cart' },
  among: 0,
};

describe('what needs a person', () => {
  test.each<[string, Partial<Home>, string[]]>([
    ['nothing', {}, []],
    ['an error', { issues: [issue] }, ['1 error began with what you shipped']],
    ['branches of theirs', { failing: [failing(true), failing(true)] }, ['2 branches fail since a run of yours']],
    [
      'what others broke, or nobody knows who',
      { failing: [failing(false), failing(null)] },
      ['2 runs of yours failed'],
    ],
    ['pull requests', { changes: [change('failed'), change('success'), change(null)] }, ['1 pull request is red']],
    [
      'all of it, the most urgent first',
      { issues: [issue, issue], failing: [failing(true), failing(false)] },
      ['2 errors began with what you shipped', '1 branch fails since a run of yours', '1 run of yours failed'],
    ],
  ])('is %s', (_what, some, expected) => {
    expect(needs({ ...nothing, ...some })).toEqual(expected);
  });
});
