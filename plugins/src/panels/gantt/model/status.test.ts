import { STATUSES, STATUS_WORD, parseStatus, rankOf, statusCode, statusOf, statusOfRank } from './status';

it.each([
  ['success', 'success'],
  ['Passed', 'success'],
  ['failure', 'failed'],
  ['STATUS_CODE_ERROR', 'failed'],
  ['startup_failure', 'failed'],
  ['timed_out', 'timed_out'],
  ['timeout', 'timed_out'],
  ['Timed out', 'timed_out'],
  ['cancellation', 'cancelled'],
  ['canceled', 'cancelled'],
  ['skip', 'skipped'],
  ['in-progress', 'running'],
  ['pending', 'queued'],
  [1, 'success'],
  [2, 'failed'],
  [0, 'unknown'],
  ['something else', 'unknown'],
  [null, 'unknown'],
  [{}, 'unknown'],
])('reads %p as %s', (value, status) => {
  expect(parseStatus(value)).toBe(status);
});

it('has a code, a word and a rank of its own for every status', () => {
  expect(STATUSES.map((status) => statusOf(statusCode(status)))).toEqual([...STATUSES]);
  expect(new Set(Object.values(STATUS_WORD)).size).toBe(STATUSES.length);
  expect(STATUSES.map((status) => statusOfRank(rankOf(statusCode(status))))).toEqual([...STATUSES]);
});

it('ranks a failure above all else', () => {
  const highest = Math.max(...STATUSES.map((status) => rankOf(statusCode(status))));
  expect(rankOf(statusCode('failed'))).toBe(highest);
});
