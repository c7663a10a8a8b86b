import { durationMs, timeOf } from './numbers';

test.each([
  ['0.25', 250],
  ['1', 1000],
  ['1.5e-3', 1.5],
  ['1,234.5', 1_234_500],
  ['1.234,5', 1_234_500],
  ['1,234,567.5', 1_234_567_500],
  ['0,005', 5],
  ['250 ms', 250],
  ['250ms', 250],
  ['1.5s', 1500],
  ['2 min', 120_000],
  ['00:00:01.5', 1500],
  ['1.02:00:00', 93_600_000],
  ['12:00', undefined],
  ['', undefined],
  ['  ', undefined],
  ['-1', undefined],
  ['NaN', undefined],
  ['Infinity', undefined],
  ['1e400', undefined],
  ['9e99', undefined],
  ['.', undefined],
  ['1.2.3', undefined],
  ['5 parsecs', undefined],
  ['9'.repeat(100_000), undefined],
])('a duration of %p is %p ms', (text, expected) => {
  expect(durationMs(text)).toBe(expected);
});

test('no duration is none', () => {
  expect(durationMs(undefined)).toBeUndefined();
});

test.each([
  ['2026-11-21T18:59:15', '2026-11-21T18:59:15.000Z'],
  ['2026-11-21 18:59:15Z', '2026-11-21T18:59:15.000Z'],
  ['2026-11-21 18:59:15 UTC', '2026-11-21T18:59:15.000Z'],
  ['2026-11-21T19:59:15.1234567+01:00', '2026-11-21T18:59:15.123Z'],
  ['2026-11-21T18:59:15,5+0000', '2026-11-21T18:59:15.500Z'],
  ['2026-13-41T18:59:15', undefined],
  ['yesterday', undefined],
])('the time %p is %p', (text, expected) => {
  expect(timeOf(text)).toBe(expected);
});
