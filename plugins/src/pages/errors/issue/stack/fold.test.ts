import type { Frame } from '@summit/contracts';
import { firstFrame, foldStack, libraryName, place, sourceLines } from './fold';

const own = (name: string): Frame => ({ function: name, inApp: true });
const library = (path: string): Frame => ({ absPath: path, inApp: false });

const shape = (frames: Frame[]) =>
  foldStack(frames).map((row) => (row.kind === 'frame' ? row.placed.index : row.frames.map(({ index }) => index)));

test('the innermost frame comes first and library frames between fold into one row', () => {
  const frames = [library('a'), own('main'), library('b'), library('c'), own('crash')];
  expect(shape(frames)).toEqual([4, [3, 2], 1, [0]]);
  expect(firstFrame(frames)).toBe(4);
});

test('a crash inside a library opens the own frame that called it', () => {
  const frames = [own('main'), library('b')];
  expect(shape(frames)).toEqual([[1], 0]);
  expect(firstFrame(frames)).toBe(0);
});

test('a stack of libraries alone is not folded away', () => {
  expect(shape([library('a'), library('b')])).toEqual([1, 0]);
  expect(firstFrame([library('a'), library('b')])).toBe(1);
});

test('no frames are no rows', () => {
  expect(foldStack([])).toEqual([]);
  expect(firstFrame([])).toBe(-1);
});

test.each([
  [['/app/node_modules/express/lib/router.js', '/app/node_modules/express/index.js'], 'express'],
  [['/app/node_modules/@demo/kit/a.js', '/usr/lib/python3/site-packages/django/core.py'], '@demo/kit and django'],
  [['node_modules/a/x', 'node_modules/b/x', 'node_modules/c/x'], 'a, b and 1 more'],
  [['<anonymous>'], 'libraries'],
])('%p come from %p', (paths, name) =>
  expect(libraryName(paths.map((path, index) => ({ frame: library(path), index })))).toBe(name),
);

test('source lines are numbered from the line that was running', () => {
  const frame: Frame = { inApp: true, lineno: 42, contextLine: 'b', preContext: ['', 'a'], postContext: ['c'] };
  expect(sourceLines(frame)).toEqual([
    { number: 40, text: '', current: false },
    { number: 41, text: 'a', current: false },
    { number: 42, text: 'b', current: true },
    { number: 43, text: 'c', current: false },
  ]);
  expect(sourceLines({ inApp: true, lineno: 1 })).toEqual([]);
});

test.each<[Partial<Frame>, string]>([
  [{ filename: 'a.ts', lineno: 4, colno: 2 }, 'a.ts:4:2'],
  [{ filename: 'a.ts', colno: 2 }, 'a.ts'],
  [{ module: 'shop.cart', lineno: 1 }, 'shop.cart:1'],
  [{}, '<unknown>'],
])('%p is at %p', (frame, text) => expect(place({ inApp: true, ...frame })).toBe(text));
