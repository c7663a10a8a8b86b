import type { RollbackDecision } from '@summit/contracts';
import { actionWords, answerWords, conditionWords, decisionWords, modeOf } from './words';

const decision = (more: Partial<RollbackDecision>): RollbackDecision => ({
  id: '1',
  deploymentId: 'github-2',
  commit: null,
  decidedAt: '2026-05-10T12:00:00Z',
  reasons: [],
  evidence: {
    verdict: null,
    ratio: null,
    low: null,
    high: null,
    before: null,
    after: null,
    newIssues: [],
    latency: null,
    burn: null,
  },
  previousId: 'github-1',
  state: 'dry_run',
  attempts: 0,
  endedAt: null,
  lastAnswer: null,
  ...more,
});

test('conditions are said in their order', () => {
  const others = { worseRatio: null, newIssueEvents: null, slower: null, burn: null };
  expect(
    conditionWords({
      ...{ newFatalIssue: true, worseRatio: 2, newIssueEvents: { events: 5, minutes: 10 } },
      slower: { service: 'shop', ratio: 1.5 },
      burn: { service: 'shop', objective: 99.9, rate: 14.4, minutes: 60 },
    }),
  ).toEqual([
    'a new fatal issue',
    'errors worse, at least 2 times as many',
    '5 events of new issues within 10 minutes',
    'shop slower, p95 at least 1.5 times as long',
    'error budget of shop (99.9 %) burns 14.4 times as fast, 60 minutes',
  ]);
  expect(conditionWords({ newFatalIssue: true, ...others })).toEqual(['a new fatal issue']);
});

test.each([
  [decision({}), 'would have rolled back', 'dry run: nobody was called'],
  [decision({ state: 'pending' }), 'is rolling back', 'no answer yet'],
  [
    decision({ state: 'failed', attempts: 8, lastAnswer: 'answered 500' }),
    'could not ask to roll back',
    'answered 500, 8 tries',
  ],
  [
    decision({ state: 'unclear', attempts: 1, lastAnswer: 'socket hang up' }),
    'may have asked to roll back',
    'socket hang up; look at the provider: it is not asked again',
  ],
  [decision({ state: 'delivered', attempts: 1, lastAnswer: 'answered 200' }), 'asked to roll back', 'answered 200'],
])('a decision is told', (given, what, answer) => {
  expect([decisionWords(given), answerWords(given)]).toEqual([what, answer]);
});

test('a policy is off, dry, or acts', () => {
  expect(modeOf({ enabled: false, dryRun: false })).toBe('off');
  expect(modeOf({ enabled: true, dryRun: true })).toBe('dry run');
  expect(modeOf({ enabled: true, dryRun: false })).toBe('acts');
});

test('whom it asks is said without what is secret', () => {
  const target = 'api.github.com';
  expect(actionWords({ action: { kind: 'webhook' }, target: 'deploy.example.org' })).toBe('calls deploy.example.org');
  const github = { kind: 'github', api: 'https://api.github.com', repository: 'demo/deploy' } as const;
  expect(actionWords({ action: { ...github, workflow: 'back.yml', ref: 'main' }, target })).toBe(
    'starts back.yml of demo/deploy at main, api.github.com',
  );
});
