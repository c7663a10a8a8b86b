import { delta, duration } from './format';

test.each([
  [null, '–'],
  [0, '0ms'],
  [999, '999ms'],
  [1500, '1.5s'],
  [59_999, '1m'],
  [72_000, '1m 12s'],
  [760_000, '12m 40s'],
  [3_600_000, '1h'],
  [3_660_000, '1h 1m'],
  [90_000_000, '1d 1h'],
  [Number.NaN, '–'],
])('duration(%p) is %p', (ms, text) => expect(duration(ms)).toBe(text));

test('a delta has its sign and says nothing without something to compare with', () => {
  expect(delta(138, 100)).toBe('+38%');
  expect(delta(50, 100)).toBe('−50%');
  expect(delta(100, 100)).toBe('±0%');
  expect(delta(null, 100)).toBe('');
  expect(delta(5, 0)).toBe('');
});
