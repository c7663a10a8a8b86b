import type { Approval } from '@summit/contracts';
import { approvalSteps, oneOf } from './steps';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 31, 9, minute)).toISOString();
const now = Date.parse(at(40));
const MINUTE = 60_000;
const said = (decision: Approval['decision'], minute: number, more: Partial<Approval> = {}): Approval => ({
  gate: 'review',
  decision,
  actor: { name: decision === 'requested' ? 'ada' : 'grace' },
  asked: ['release managers'],
  comment: null,
  at: at(minute),
  url: null,
  ...more,
});
const told = (approvals: Approval[], state: string, finished: number | null) =>
  approvalSteps({ approvals, state, finishedAt: finished === null ? null : at(finished) }, now).map(
    ({ kind, text, afterMs }) => [kind, text, afterMs === null ? null : afterMs / MINUTE],
  );

test('asked, approved and deployed, each with what it took', () => {
  expect(told([said('requested', 1), said('approved', 13)], 'success', 20)).toEqual([
    ['asked', 'release managers was asked by ada', null],
    ['approved', 'Approved by grace', 12],
    ['deployed', 'Deployed', 7],
  ]);
});

test('nobody answered yet', () => {
  const [, waiting] = told([said('requested', 10)], 'queued', null);
  expect(waiting).toEqual(['waiting', 'Waiting for release managers', 30]);
});

test('rejected, and so failed', () => {
  expect(told([said('requested', 1), said('rejected', 4)], 'failure', 5)).toEqual([
    ['asked', 'release managers was asked by ada', null],
    ['rejected', 'Rejected by grace', 3],
    ['failed', 'Failed', null],
  ]);
});

test('an approval that nobody is known to have asked for', () => {
  expect(told([said('approved', 4, { actor: null, asked: [] })], 'in_progress', null)).toEqual([
    ['approved', 'Approved', null],
  ]);
});

test('a rule is asked, and nobody waits for its answer', () => {
  const rule = said('requested', 1, { gate: 'rule', actor: null, asked: [] });
  expect(told([rule], 'in_progress', null)).toEqual([['rule', 'A protection rule was asked', null]]);
});

test('without approvals there is no chain', () => {
  expect(told([], 'success', 20)).toEqual([]);
});

test.each([
  [['grace'], 'grace'],
  [['grace', 'ops'], 'grace or ops'],
  [['a', 'b', 'c'], 'a, b or c'],
])('%j is %s', (names, words) => {
  expect(oneOf(names)).toBe(words);
});
