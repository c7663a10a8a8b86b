import fc from 'fast-check';
import { lineAt, timeAround } from './lineAt';

/** Times of lines 1, 2, 3, … */
const from = (times: readonly (number | null | undefined)[]) => (line: number) => times[line - 1];

test.each<[number, number, number | undefined]>([
  [25, 1, 2],
  [25, 5, 2],
  [30, 2, 3],
  [5, 3, 1],
  [99, 2, 5],
])('at %p, looked for near line %p, it is line %p', (at, near, line) =>
  expect(lineAt(at, near, 5, from([10, 20, 30, 40, 50]))).toBe(line),
);

test('a line without a time belongs to the one before it', () => {
  const times = from([10, null, null, 40]);
  expect(lineAt(15, 1, 4, times)).toBe(3);
  expect(lineAt(15, 4, 4, times)).toBe(3);
  expect(timeAround(3, times)).toBe(10);
});

test('says nothing where what is loaded does not', () => {
  expect(lineAt(99, 2, 5, from([10, 20, 30]))).toBeUndefined();
  expect(lineAt(15, 4, 5, from([undefined, undefined, undefined, 40, 50]))).toBeUndefined();
  expect(lineAt(15, 1, 3, from([null, null, null]))).toBeUndefined();
  expect(timeAround(2, from([undefined, null]))).toBeUndefined();
});

test('agrees with looking through all lines', () => {
  const logs = fc.array(fc.option(fc.nat(100)), { minLength: 1, maxLength: 40 }).map((list) => {
    const times = list.filter((time) => time !== null).sort((a, b) => a - b);
    return list.map((time) => (time === null ? null : (times.shift() ?? null)));
  });
  fc.assert(
    fc.property(logs, fc.nat(110), fc.nat(45), (times, at, near) => {
      if (times[0] === null) return;
      const first = times.findIndex((time) => time !== null && time > at);
      const expected = Math.max(1, first === -1 ? times.length : first);
      expect(lineAt(at, near, times.length, from(times))).toBe(expected);
    }),
  );
});
