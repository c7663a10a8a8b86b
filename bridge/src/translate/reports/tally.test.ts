import fc from 'fast-check';
import { keyOf, tally } from './tally';

test('counts what a map would count', () => {
  const told = fc.array(fc.tuple(fc.oneof(fc.nat(5), fc.nat(2 ** 31 - 1)), fc.boolean()));
  fc.assert(
    fc.property(told, (tellings) => {
      const counts = tally();
      const map = new Map<number, boolean>();
      for (const [key, isCovered] of tellings) {
        counts.add(key, isCovered);
        map.set(key, isCovered || map.get(key) === true);
      }
      const covered = [...map.values()].filter(Boolean).length;
      expect(counts.counted()).toEqual({ covered, total: map.size });
    }),
  );
});

test('keys of texts are whole numbers below 2^52, and a hundred thousand like ones differ', () => {
  const keys = new Set(Array.from({ length: 100_000 }, (_, i) => keyOf(`${i % 1000},${Math.floor(i / 1000)},0`)));
  expect(keys.size).toBe(100_000);
  for (const key of keys) if (!Number.isSafeInteger(key) || key < 0 || key >= 2 ** 52) throw new Error(`${key}`);
});
