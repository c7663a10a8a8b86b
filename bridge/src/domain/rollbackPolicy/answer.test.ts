import { outcomeOf, secondsToWait, wordsOf, type Outcome } from './answer';

const of = (status: number, retryAfter?: string, rateLeft?: string): Outcome =>
  outcomeOf({ status, retryAfter, rateLeft });

test.each<[Outcome, Parameters<typeof of>]>([
  ['taken', [200]],
  ['taken', [204]],
  ['refused', [302]],
  ['refused', [401]],
  ['refused', [403]],
  ['refused', [403, undefined, '12']],
  ['refused', [422]],
  ['not_received', [425]],
  ['not_received', [429]],
  ['not_received', [503, '30']],
  ['not_received', [403, '60']],
  ['not_received', [403, undefined, '0']],
  ['unclear', [408]],
  ['unclear', [500]],
  ['unclear', [502, '30']],
  ['unclear', [503]],
])('%s: %j', (outcome, given) => {
  expect(of(...given)).toBe(outcome);
});

test.each([
  [undefined, 0],
  ['30', 30],
  ['Sun, 10 May 2026 12:00:20 GMT', 20],
  ['Sun, 10 May 2026 11:00:00 GMT', 0],
  ['soon', 0],
])('Retry-After %s is %d seconds', (given, seconds) => {
  expect(secondsToWait(given, new Date('2026-05-10T12:00:00Z'))).toBe(seconds);
});

test.each([
  [
    '{"message":"Unexpected inputs provided: [\\"decision\\"]","status":"422"}',
    'Unexpected inputs provided: ["decision"]',
  ],
  ['{"message":{"base":["Reference not found"]}}', '{"base":["Reference not found"]}'],
  ['{"error":"invalid_token"}', 'invalid_token'],
  ['{"id":61,"status":"pending"}', 'pipeline 61'],
  ['{"message":"no\\nsuch token t0ps3cret"}', 'no such token …'],
  ['{}', ''],
  ['[1]', ''],
  ['<html>', ''],
  ['', ''],
])('%s says: %s', (body, words) => {
  expect(wordsOf(body, 't0ps3cret')).toBe(words);
});

test('only so much is kept', () => {
  expect(wordsOf(JSON.stringify({ message: 'x'.repeat(9999) }), 's')).toHaveLength(300);
});
