import fc from 'fast-check';

import {
  clampWindow,
  lengthOf,
  panWindow,
  pinchWindow,
  revealInWindow,
  windowAround,
  zoomWindow,
  type TimeWindow,
} from './timeWindow';

const extent: TimeWindow = { start: 0, end: 1000 };

const anyWindow = fc
  .tuple(fc.double({ min: 0, max: 999, noNaN: true }), fc.double({ min: 0.01, max: 1000, noNaN: true }))
  .map(([start, length]) => clampWindow({ start, end: start + length }, extent));

const inside = ({ start, end }: TimeWindow): boolean => start >= 0 && end <= 1000 + 1e-9 && end > start;

it('never leaves the extent, whatever is zoomed and panned', () => {
  fc.assert(
    fc.property(
      anyWindow,
      fc.array(fc.tuple(fc.constantFrom('zoom', 'pan'), fc.double({ noNaN: true, min: -2000, max: 2000 })), {
        maxLength: 30,
      }),
      (window, moves) => {
        for (const [type, by] of moves) {
          window = type === 'pan' ? panWindow(window, extent, by) : zoomWindow(window, extent, Math.exp(by / 500), by);
          expect(inside(window)).toBe(true);
        }
      },
    ),
  );
});

it('keeps the time under the pointer where it is when zooming in', () => {
  fc.assert(
    fc.property(
      anyWindow,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.2, max: 1, noNaN: true }),
      (window, share, factor) => {
        const pivot = window.start + share * lengthOf(window);
        const zoomed = zoomWindow(window, extent, factor, pivot);
        expect((pivot - zoomed.start) / lengthOf(zoomed)).toBeCloseTo(share, 4);
      },
    ),
  );
});

it('stops a pan at the ends without changing the length', () => {
  const window = { start: 100, end: 300 };
  expect(panWindow(window, extent, -500)).toEqual({ start: 0, end: 200 });
  expect(panWindow(window, extent, 5000)).toEqual({ start: 800, end: 1000 });
});

it.each([
  { start: NaN, end: 5 },
  { start: 5, end: 5 },
  { start: 9, end: 2 },
  { start: -Infinity, end: Infinity },
])('shows everything for a window that is none: %p', (window) => {
  expect(clampWindow(window, extent)).toEqual(extent);
});

it('shows a selected stretch with air on both sides', () => {
  const { start, end } = windowAround(400, 600, extent);
  expect([start, end]).toEqual([390, 610]);
});

it('shows an instant without dividing by nothing', () => {
  expect(lengthOf(windowAround(400, 400, extent))).toBeGreaterThan(0);
});

describe('revealing a span', () => {
  const window = { start: 100, end: 200 };
  it('does not move when a part of it shows', () => {
    expect(revealInWindow(window, extent, 190, 900)).toBe(window);
  });
  it('moves what is outside to the middle, keeping the zoom', () => {
    expect(revealInWindow(window, extent, 500, 520)).toEqual({ start: 460, end: 560 });
  });
  it('shows the start of what is longer than the window', () => {
    expect(revealInWindow(window, extent, 500, 900).start).toBe(490);
  });
});

it('puts the times that were under two fingers under them again', () => {
  const zoomed = pinchWindow(300, 400, 0.25, 0.75, extent);
  expect(zoomed).toEqual({ start: 250, end: 450 });
  expect(pinchWindow(300, 400, 0.5, 0.5, extent)).toEqual(extent);
});
