import type { RollbackConditions } from '@summit/contracts';
import { burnRate, burnWindows, leftAlone, reasonsToRollBack, stretchMs, type Counted, type Watched } from './index';

const MINUTE = 60_000;
const deployed: Watched = { finishedAt: 0, kind: 'deploy', task: null, previousId: 'before' };

test.each<[string | null, Partial<Watched>, number]>([
  [null, {}, 0],
  [null, {}, 60 * MINUTE],
  ['its window is over', {}, 60 * MINUTE + 1],
  ['it is a rollback itself', { kind: 'rollback' }, 1],
  ['it is a rollback itself', { task: 'Roll-back to 1.3' }, 1],
  ['it is a rollback itself', { kind: null, task: 'rollback' }, 1],
  ['what it was is being worked out', { kind: null }, 1],
  ['it brought nothing new', { kind: 'redeploy' }, 1],
  ['there is nothing to go back to', { previousId: null }, 1],
])('left alone: %s', (reason, more, now) => {
  expect(leftAlone({ ...deployed, ...more }, 60, now)).toBe(reason);
});

test.each([
  [0, null],
  [4.99, null],
  [5, 5],
  [9.9, 5],
  [10, 10],
  [39, 20],
  [60, 40],
  [1440, 1280],
])('after %d minutes a verdict is made of %s', (since, minutes) => {
  expect(stretchMs(since * MINUTE)).toBe(minutes === null ? null : minutes * MINUTE);
});

const none: RollbackConditions = {
  newFatalIssue: false,
  worseRatio: null,
  newIssueEvents: null,
  slower: null,
  burn: null,
};
const quiet: Counted = {
  ...{ verdict: 'no_difference', ratio: 1, low: 0.5, high: 2, before: 10, after: 10 },
  ...{ newIssues: [], latency: null, burn: null },
  recentNewEvents: null,
};
const issue = (level: 'fatal' | 'error', events: number) => ({
  id: '1',
  shortId: 'SHOP-1',
  title: 'Boom',
  level,
  events,
});

const latency = (verdict: 'worse' | 'no_difference', p95: number): Counted['latency'] => ({
  ...{ service: 'shop', verdict, slower: 0.6, low: 0.55, high: 0.65 },
  before: { requests: 900, p50: 0.05, p95: 0.12 },
  after: { requests: 900, p50: 0.05, p95 },
});
const burn = (long: number | null, short: number | null, more = {}): Counted['burn'] => ({
  service: 'shop',
  long: { minutes: 60, requests: 900, failed: 20, rate: long, ...more },
  short: { minutes: 5, requests: 75, failed: 2, rate: short },
});
const budget = { service: 'shop', objective: 99.9, rate: 14.4, minutes: 60 };

test.each<[string, Partial<RollbackConditions>, Partial<Counted>, string[]]>([
  [
    'nothing asked, everything broken',
    {},
    { verdict: 'worse', ratio: 9, newIssues: [issue('fatal', 9)], recentNewEvents: 99 },
    [],
  ],
  [
    'all asked, nothing broken',
    { newFatalIssue: true, worseRatio: 1, newIssueEvents: { events: 1, minutes: 5 } },
    {},
    [],
  ],
  ['a new fatal issue', { newFatalIssue: true }, { newIssues: [issue('fatal', 1)] }, ['new fatal issue SHOP-1: Boom']],
  ['a new issue that is not fatal', { newFatalIssue: true }, { newIssues: [issue('error', 1)] }, []],
  [
    'worse enough',
    { worseRatio: 2 },
    { verdict: 'worse', ratio: 2, before: 10, after: 20 },
    ['errors are worse: 20 after it, 10 in as long before, 2 times as many'],
  ],
  ['worse, but not enough', { worseRatio: 2 }, { verdict: 'worse', ratio: 1.99 }, []],
  ['many times as many, but not shown to be worse', { worseRatio: 2 }, { verdict: 'too_little_data', ratio: 5 }, []],
  [
    'from none to some',
    { worseRatio: 50 },
    { verdict: 'worse', ratio: null, before: 0, after: 12 },
    ['errors are worse: 12 after it, 0 in as long before'],
  ],
  ['better', { worseRatio: 1 }, { verdict: 'better', ratio: 0.2 }, []],
  [
    'events of new issues',
    { newIssueEvents: { events: 5, minutes: 10 } },
    { recentNewEvents: 5 },
    ['5 events of new issues within 10 minutes'],
  ],
  [
    'slower enough',
    { slower: { service: 'shop', ratio: 2 } },
    { latency: latency('worse', 0.25) },
    ['shop is slower: p95 250 ms after it, 120 ms in as long before, 2.1 times as long'],
  ],
  ['slower, but not enough', { slower: { service: 'shop', ratio: 2 } }, { latency: latency('worse', 0.2) }, []],
  ['slower, not shown', { slower: { service: 'shop', ratio: 2 } }, { latency: latency('no_difference', 9) }, []],
  ['latency that nobody knows', { slower: { service: 'shop', ratio: 1 } }, {}, []],
  [
    'a budget that burns in both windows',
    { burn: budget },
    { burn: burn(22.2, 26.7) },
    ['shop burns the error budget of 99.9 % 22.2 times as fast as it lasts over 60 min, 26.7 times over 5 min'],
  ],
  ['a budget that burned, and burns no more', { burn: budget }, { burn: burn(22.2, 3) }, []],
  ['a budget that burns just now', { burn: budget }, { burn: burn(3, 26.7) }, []],
  ['a budget of few requests', { burn: budget }, { burn: burn(40, 40, { requests: 49 }) }, []],
  ['a budget of few failures', { burn: budget }, { burn: burn(40, 40, { failed: 4 }) }, []],
  ['a budget without requests', { burn: budget }, { burn: burn(null, null) }, []],
  ['too few of them', { newIssueEvents: { events: 5, minutes: 10 } }, { recentNewEvents: 4 }, []],
  [
    'two at once',
    { newFatalIssue: true, newIssueEvents: { events: 1, minutes: 1 } },
    { newIssues: [issue('fatal', 1)], recentNewEvents: 1 },
    ['new fatal issue SHOP-1: Boom', '1 events of new issues within 1 minutes'],
  ],
])('%s', (_name, conditions, counted, reasons) => {
  expect(reasonsToRollBack({ ...none, ...conditions }, { ...quiet, ...counted })).toEqual(reasons);
});

test.each([
  [4.9, 60, null],
  [6, 60, { long: 360, short: 60 }],
  [30, 60, { long: 1800, short: 150 }],
  [90, 60, { long: 3600, short: 300 }],
])('%d minutes after it began, a budget of %d minutes is looked at over %j seconds', (since, minutes, windows) => {
  expect(burnWindows(since * MINUTE, minutes)).toEqual(windows);
});

test('a budget burns at one where as many fail as the objective allows', () => {
  expect(burnRate({ requests: 1000, failed: 1 }, 99.9)).toBeCloseTo(1, 10);
  expect(burnRate({ requests: 100, failed: 2 }, 99)).toBeCloseTo(2, 10);
  expect(burnRate({ requests: 0, failed: 0 }, 99)).toBeNull();
});
