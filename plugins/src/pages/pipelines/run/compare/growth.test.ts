import { growth, signed } from './growth';

test.each([
  [130_000, 60_000, '1m 10s slower'],
  [60_000, 130_000, '1m 10s faster'],
  [500, 500, 'As long'],
  [null, 500, 'Not to be compared in length'],
  [500, null, 'Not to be compared in length'],
])('%s ms against %s ms is %s', (ms, other, words) => {
  expect(growth(ms, other)).toBe(words);
});

test.each([
  [100_000, '+1m 40s'],
  [-3000, '−3.0s'],
  [0, '±0'],
  [0.2, '±0'],
  [null, '–'],
])('%s is %s', (ms, words) => {
  expect(signed(ms)).toBe(words);
});
