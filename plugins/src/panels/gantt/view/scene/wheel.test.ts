import { wheelChange, type WheelMove } from './wheel';

const move = (parts: Partial<WheelMove>): WheelMove => ({
  deltaX: 0,
  deltaY: 0,
  deltaMode: 0,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...parts,
});
const window = { start: 200, end: 400 };
const extent = { start: 0, end: 1000 };
const after = (parts: Partial<WheelMove>) => wheelChange(move(parts), 300, 100)?.(window, extent);

it('scrolls the rows with the plain wheel', () => {
  expect(after({ deltaY: 100 })).toBeUndefined();
  expect(after({ deltaY: 100, deltaX: 20 })).toBeUndefined();
});

it.each(['ctrlKey', 'metaKey'] as const)('zooms about the pointer with %s', (key) => {
  const zoomedIn = after({ deltaY: -100, [key]: true });
  expect(zoomedIn && zoomedIn.end - zoomedIn.start).toBeLessThan(200);
  expect(zoomedIn && (zoomedIn.start + zoomedIn.end) / 2).toBeCloseTo(300);
  const zoomedOut = after({ deltaY: 100, [key]: true });
  expect(zoomedOut && zoomedOut.end - zoomedOut.start).toBeGreaterThan(200);
});

it('pans with Shift, however the system reports it, and sideways', () => {
  expect(after({ deltaY: 10, shiftKey: true })).toEqual({ start: 220, end: 420 });
  expect(after({ deltaX: 10, shiftKey: true })).toEqual({ start: 220, end: 420 });
  expect(after({ deltaX: -10 })).toEqual({ start: 180, end: 380 });
});

it('counts lines and pages as pixels', () => {
  expect(after({ deltaX: 1, deltaMode: 1 })).toEqual({ start: 232, end: 432 });
  expect(after({ deltaX: 1, deltaMode: 2 })).toEqual({ start: 800, end: 1000 });
});
