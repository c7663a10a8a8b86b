import fc from 'fast-check';
import { niceDuration, niceTop, stretches } from './scale';

test.each([
  [0, 1],
  [0.03, 0.05],
  [1, 1],
  [1.1, 2],
  [7, 10],
  [240, 250],
  [NaN, 1],
])('the top over %p is %p', (max, top) => expect(niceTop(max)).toBeCloseTo(top));

test('the top is never below what it has to hold, nor more than two and a half times as high', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (max) => {
      expect(niceTop(max)).toBeGreaterThanOrEqual(max * (1 - 1e-6));
      expect(niceTop(max)).toBeLessThanOrEqual(max * 2.5);
    }),
  );
});

test.each([
  [0, 60_000],
  [640_000, 15 * 60_000],
  [3_190_000, 3_600_000],
  [25 * 3_600_000, 2 * 86_400_000],
  [200 * 86_400_000, 200 * 86_400_000],
])('an axis that holds %p ms ends at %p', (max, top) => expect(niceDuration(max)).toBe(top));

test('a line breaks where nothing is known', () => {
  expect(stretches([1, 2, null, 3, null, null, 4])).toEqual([[0, 1], [3], [6]]);
  expect(stretches([null])).toEqual([]);
});
