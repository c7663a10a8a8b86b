import fc from 'fast-check';
import { approvalWaitMs, type Said } from './index';

const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 31, 9, minute));
const said = (decision: Said['decision'], minute: number, gate: Said['gate'] = 'review'): Said => ({
  gate,
  decision,
  at: at(minute),
});
const MINUTE = 60_000;

test.each<[string, Said[], number | null]>([
  ['nobody was asked', [], null],
  ['nobody answered yet', [said('requested', 1)], null],
  ['it was rejected', [said('requested', 1), said('rejected', 5)], null],
  ['from the request to the approval', [said('requested', 1), said('approved', 13)], 12],
  ['the last of several who must approve', [said('requested', 1), said('approved', 3), said('approved', 9)], 8],
  ['without a request, from its own beginning', [said('approved', 4)], 4],
  ['an approval from before it was known of', [said('approved', -5)], null],
  ['a program is no one to wait for', [said('requested', 1, 'rule'), said('approved', 4, 'rule')], null],
  ['an approval after the end', [said('requested', 1), said('approved', 40)], null],
])('%s', (_, all, minutes) => {
  expect(approvalWaitMs(all, at(0), at(30))).toBe(minutes === null ? null : minutes * MINUTE);
});

test('the order in which it is told does not matter', () => {
  const all = [said('requested', 1), said('requested', 2), said('approved', 7), said('rejected', 3)];
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
      expect(approvalWaitMs(shuffled, at(0), null)).toBe(6 * MINUTE);
    }),
  );
});
