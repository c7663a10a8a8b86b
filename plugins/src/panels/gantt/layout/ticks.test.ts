import fc from 'fast-check';

import { niceStep, timeTicks } from './ticks';

it.each([
  [0.0003, 0.0005],
  [0.2, 0.2],
  [3, 5],
  [70, 100],
  [400, 500],
  [501, 1000],
  [1200, 2000],
  [7000, 10_000],
  [20_000, 30_000],
  [31_000, 60_000],
  [3 * 60_000, 5 * 60_000],
  [31 * 60_000, 3_600_000],
  [13 * 3_600_000, 86_400_000],
  [400 * 86_400_000, 730 * 86_400_000],
])('rounds a step of %d ms up to %d', (atLeast, step) => {
  expect(niceStep(atLeast)).toBeCloseTo(step, 9);
});

it.each([0, -1, NaN])('has a step even for %d', (atLeast) => {
  expect(niceStep(atLeast)).toBeGreaterThan(0);
});

it('counts from the origin', () => {
  expect(timeTicks({ start: 0, end: 12 * 60_000 }, 600, 100).at).toEqual(
    [0, 2, 4, 6, 8, 10, 12].map((m) => m * 60_000),
  );
});

it('falls on round clock times when told where the origin lies', () => {
  const origin = 90_000;
  const { at, stepMs } = timeTicks({ start: 0, end: 600_000 }, 600, 60, origin);
  expect(at.every((time) => (time + origin) % stepMs === 0)).toBe(true);
});

it('draws nothing on an axis without width', () => {
  expect(timeTicks({ start: 0, end: 1 }, 0, 80).at).toEqual([]);
});

it('keeps ticks inside the window, evenly spaced and apart, and not too few', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e8, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
      fc.integer({ min: 100, max: 4000 }),
      (start, length, width) => {
        const { at, stepMs } = timeTicks({ start, end: start + length }, width, 80);
        expect((stepMs / length) * width).toBeGreaterThanOrEqual(80 * (1 - 1e-6));
        expect(at.length).toBeLessThanOrEqual(width / 80 + 2);
        const slack = stepMs * 1e-6 + start * 1e-9;
        expect(at.every((time) => time >= start - slack && time <= start + length + slack)).toBe(true);
      },
    ),
  );
});
