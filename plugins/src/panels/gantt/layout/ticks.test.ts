import fc from 'fast-check';

import { niceStep, placeLabel, timeTicks } from './ticks';

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

describe('the label of a tick', () => {
  it.each([
    ['right of its tick', 100, 40, 60, 104],
    ['left of the last tick', 600, 40, 500, 556],
    ['left of a tick whose label would be cut', 580, 40, 500, 536],
    ['right of its tick when it just fits', 556, 40, 500, 560],
    ['nowhere when the label before it is in the way', 600, 40, 555, undefined],
  ])('is %s', (_, tick, width, freeFrom, at) => {
    expect(placeLabel(tick, width, freeFrom, 600)).toBe(at);
  });

  it('is never cut and never over another', () => {
    const width = fc.integer({ min: 1, max: 120 });
    fc.assert(
      fc.property(
        fc.array(width, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 1000 }),
        (widths, end) => {
          let freeFrom = 0;
          widths.forEach((one, index) => {
            const at = placeLabel((index * end) / widths.length, one, freeFrom, end);
            if (at === undefined) {
              return;
            }
            expect(at + one).toBeLessThanOrEqual(end);
            freeFrom = at + one;
          });
        },
      ),
    );
  });
});
