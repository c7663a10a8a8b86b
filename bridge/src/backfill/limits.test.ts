import fc from 'fast-check';
import { backoffMs, isLimit, limitedUntil } from './limits';

const NOW = Date.UTC(2026, 1, 1, 9);
const answer = (status: number, headers: Record<string, string> = {}, body: unknown = {}) => ({
  status,
  headers: new Headers(headers),
  body,
});
const inSeconds = (seconds: number) => NOW + seconds * 1000;
const reset = String(NOW / 1000 + 600);

test.each([
  ['429 with seconds', answer(429, { 'retry-after': '30' }), true, inSeconds(30)],
  ['429 with a date', answer(429, { 'retry-after': 'Sun, 01 Feb 2026 09:02:00 GMT' }), true, inSeconds(120)],
  ['429 without a word', answer(429), true, inSeconds(60)],
  [
    'GitHub, nothing left',
    answer(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }),
    true,
    inSeconds(601),
  ],
  ['GitHub, secondary', answer(403, {}, { message: 'You have exceeded a secondary rate limit.' }), true, inSeconds(60)],
  ['GitHub, secondary with seconds', answer(403, { 'retry-after': '90' }), true, inSeconds(90)],
  ['403 for another reason', answer(403, { 'x-ratelimit-remaining': '4000' }, { message: 'Forbidden' }), false, null],
  ['GitLab, nothing left', answer(429, { 'ratelimit-remaining': '0', 'ratelimit-reset': reset }), true, inSeconds(601)],
  [
    'a good answer, the last but few',
    answer(200, { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '20', 'x-ratelimit-reset': reset }),
    false,
    inSeconds(601),
  ],
  [
    'a good answer of a small allowance',
    answer(200, { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '20', 'x-ratelimit-reset': reset }),
    false,
    null,
  ],
  ['a good answer without an allowance', answer(200), false, null],
  ['503 for maintenance', answer(503, { 'retry-after': '300' }), false, inSeconds(300)],
  ['a reset that is over', answer(429, { 'ratelimit-remaining': '0', 'ratelimit-reset': '1000' }), true, null],
])('%s', (_what, given, limit, until) => {
  expect(isLimit(given)).toBe(limit);
  expect(limitedUntil(given, NOW)).toBe(until);
});

test('whatever the headers say, no wait is longer than a day and some', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.constantFrom(200, 403, 429, 503), (after, at, status) => {
      const headers: Record<string, string> = { 'x-ratelimit-remaining': '0' };
      const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '').trim();
      headers['retry-after'] = printable(after);
      headers['x-ratelimit-reset'] = printable(at);
      const until = limitedUntil(answer(status, headers), NOW);
      expect(until === null || (until > NOW && until <= NOW + 26 * 3_600_000)).toBe(true);
    }),
  );
  expect(limitedUntil(answer(429, { 'retry-after': '999999999' }), NOW)).toBe(NOW + 26 * 3_600_000);
});

test('each failure waits longer than the one before, up to five minutes, never the same for all', () => {
  expect([1, 2, 3, 8, 20, 1000].map((failures) => backoffMs(failures, 1))).toEqual([
    1_000, 2_000, 4_000, 128_000, 300_000, 300_000,
  ]);
  expect(backoffMs(3, 0)).toBe(2_000);
});
