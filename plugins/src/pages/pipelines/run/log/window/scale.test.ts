import { pointAt, scaleOf, topForPoint } from './scale';

test('a log that a browser can hold scrolls pixel by pixel', () => {
  const scale = scaleOf(180_000, 500);
  expect(scale).toMatchObject({ isScaled: false, spacerPx: 180_000, most: 179_500 });
  expect(scale.topOf(1234)).toBe(1234);
});

test('a million lines lie behind a shorter bar, and its ends are theirs', () => {
  const scale = scaleOf(18_000_000, 500);
  expect(scale.isScaled).toBe(true);
  expect(scale.spacerPx).toBeLessThan(10_000_000);
  expect(scale.topOf(0)).toBe(0);
  expect(scale.topOf(scale.spacerPx - 500)).toBe(17_999_500);
  expect(scale.topOf(scale.scrollTopOf(9_000_018))).toBeCloseTo(9_000_018, 3);
  expect(scale.clamp(1e9)).toBe(17_999_500);
});

test('what is shorter than its view does not scroll', () => {
  const scale = scaleOf(100, 500);
  expect([scale.most, scale.clamp(40), scale.topOf(0)]).toEqual([0, 0, 0]);
});

test.each([0, 1, 333, 5000, 9499, 9500])('a position of %p and what it is about lead to each other', (top) =>
  expect(topForPoint(pointAt(top, 10_000, 500), 10_000, 500)).toBeCloseTo(top),
);

test('is about the first line at the top and the last at the end', () => {
  expect(pointAt(0, 10_000, 500)).toBe(0);
  expect(pointAt(9500, 10_000, 500)).toBe(10_000);
  expect(pointAt(0, 100, 500)).toBe(0);
  expect(topForPoint(50, 100, 500)).toBe(0);
});
