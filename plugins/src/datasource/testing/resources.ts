import type { Dora, DoraDeployment, DoraFigure, DoraValue, EventSummary, Issue, Run, RunSpan } from '@summit/contracts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 5, 12, 0, second)).toISOString();

export const aRun = (change: Partial<Run> = {}): Run => ({
  id: 'github:demo/shop:1001:1',
  provider: 'github',
  repository: 'demo/shop',
  name: 'main-ci',
  title: 'Cart totals',
  number: 42,
  attempt: 1,
  event: 'push',
  status: 'completed',
  result: 'failed',
  displayStatus: 'failed',
  providerResult: 'failure',
  branch: 'main',
  commit: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
  commitMessage: 'Cart totals',
  change: null,
  actor: { name: 'dev-one' },
  queuedAt: at(0),
  startedAt: at(12),
  finishedAt: at(50),
  queueMs: 12_000,
  durationMs: 38_000,
  url: 'https://example.test/runs/1001',
  traceId: '0123456789abcdef0123456789abcdef',
  jobCounts: { total: 3, failed: 1, running: 0, queued: 0 },
  updatedAt: at(50),
  ...change,
});

export const aSpan = (change: Partial<RunSpan> = {}): RunSpan => ({
  spanId: '00000000000000aa',
  parentSpanId: null,
  traceId: '0123456789abcdef0123456789abcdef',
  kind: 'run',
  name: 'main-ci',
  service: 'demo/shop',
  status: 'failed',
  start: at(0),
  end: at(50),
  durationMs: 50_000,
  url: null,
  attributes: { 'cicd.pipeline.name': 'main-ci' },
  ...change,
});

export const anIssue = (change: Partial<Issue> = {}): Issue => ({
  id: '7',
  shortId: 'SHOP-7',
  title: "TypeError: Cannot read properties of undefined (reading 'total')",
  type: 'TypeError',
  value: "Cannot read properties of undefined (reading 'total')",
  culprit: 'computeTotals',
  level: 'error',
  status: 'unresolved',
  platform: 'javascript',
  count: 1204,
  userCount: 311,
  firstSeen: at(0),
  lastSeen: at(40),
  firstRelease: 'shop@4.18.0',
  lastRelease: 'shop@4.18.0',
  environment: 'production',
  project: { id: '1', slug: 'shop', name: 'Shop' },
  sparkline: [],
  ...change,
});

export const anEvent = (change: Partial<EventSummary> = {}): EventSummary => ({
  eventId: '0123456789abcdef0123456789abcdef',
  issueId: '7',
  timestamp: at(40),
  receivedAt: at(41),
  title: 'TypeError',
  level: 'error',
  platform: 'javascript',
  release: 'shop@4.18.0',
  environment: 'production',
  user: null,
  traceId: null,
  spanId: null,
  ...change,
});

const value = (number: number | null, n: number): DoraValue => ({ value: number, n });

const figure = (unit: DoraFigure['unit'], number: number | null): DoraFigure => ({
  value: number,
  n: 4,
  unit,
  low: null,
  high: null,
  previous: value(number, 4),
  band: null,
});

const values = {
  leadTime: value(3_600_000, 4),
  deploymentFrequency: value(2, 2),
  recoveryTime: value(null, 0),
  changeFailRate: value(0.5, 2),
  reworkRate: value(0, 2),
};

export const aDora = (change: Partial<Dora> = {}): Dora => ({
  from: '2026-01-05T00:00:00.000Z',
  to: '2026-01-06T00:00:00.000Z',
  leadTimeStart: 'first_commit',
  benchmark: '2024',
  step: 'day',
  figures: {
    leadTime: figure('ms', 3_600_000),
    deploymentFrequency: figure('per_day', 2),
    recoveryTime: figure('ms', null),
    changeFailRate: figure('ratio', 0.5),
    reworkRate: figure('ratio', 0),
  },
  series: [{ at: '2026-01-05T00:00:00.000Z', ...values }],
  groups: [{ repository: 'demo/shop', environment: 'production', ...values }],
  groupsTotal: 1,
  unrecovered: 0,
  settling: false,
  ...change,
});

export const aDoraDeployment = (change: Partial<DoraDeployment> = {}): DoraDeployment => ({
  id: 'github-77',
  repository: 'demo/shop',
  environment: 'production',
  production: true,
  commit: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
  finishedAt: at(50),
  kind: 'deploy',
  previousId: null,
  shipped: 1,
  failure: null,
  rework: null,
  approvalWaitMs: null,
  ...change,
});
