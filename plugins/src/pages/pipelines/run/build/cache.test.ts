import { hitRate, rateChange } from './cache';

test('the rate of hits', () => {
  expect(hitRate({ hits: 1, misses: 3 })).toBe(0.25);
  expect(hitRate({ hits: 0, misses: 0 })).toBeNull();
  expect(hitRate(null)).toBeNull();
});

test.each([
  [0.5, 0.8, '30 points lower than before'],
  [0.8, 0.79, '1 point higher than before'],
  [0.5, 0.501, 'as before'],
  [0.5, null, ''],
  [null, 0.5, ''],
])('%p after %p', (now, before, words) => {
  expect(rateChange(now, before)).toBe(words);
});
