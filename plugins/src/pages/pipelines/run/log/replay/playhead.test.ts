import { advance, clampTo, createPlayhead, sliderStepMs, usualSpeed } from './playhead';

const span = { startMs: 1000, endMs: 61_000 };

test('tells where it is and who moved it, and nothing where it stays', () => {
  const playhead = createPlayhead(1000);
  const heard: [number, string][] = [];
  const stop = playhead.subscribe((at, mover) => heard.push([at, mover]));
  playhead.set(2000, 'log');
  playhead.set(2000, 'slider');
  stop();
  playhead.set(3000, 'play');
  expect(heard).toEqual([[2000, 'log']]);
  expect(playhead.at()).toBe(3000);
});

test.each([
  [500, 1000],
  [5000, 5000],
  [99_000, 61_000],
  [NaN, 1000],
])('%p is held within the run at %p', (at, held) => expect(clampTo(span, at)).toBe(held));

test('a run that has no length holds everything at its start', () => {
  expect(clampTo({ startMs: 5, endMs: 1 }, 9)).toBe(5);
});

test('plays by its speed and stops at the end', () => {
  expect(advance(1000, 16, 10, span)).toEqual({ at: 1160, ended: false });
  expect(advance(60_900, 16, 10, span)).toEqual({ at: 61_000, ended: true });
  expect(advance(1000, -5, 10, span)).toEqual({ at: 1000, ended: false });
});

test.each([
  [20_000, 1],
  [60_000, 2],
  [760_000, 50],
  [36_000_000, 100],
])('a run of %p ms plays at %p× from the first', (lengthMs, speed) =>
  expect(usualSpeed({ startMs: 0, endMs: lengthMs })).toBe(speed),
);

test.each([
  [1000, 100],
  [60_000, 600],
  [760_000, 7600],
])('an arrow moves in a run of %p ms by %p', (lengthMs, step) =>
  expect(sliderStepMs({ startMs: 0, endMs: lengthMs })).toBe(step),
);
