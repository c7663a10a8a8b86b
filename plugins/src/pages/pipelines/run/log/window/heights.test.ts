import fc from 'fast-check';
import { fixedHeights, measuredHeights } from './heights';

test('rows of one height', () => {
  const heights = fixedHeights(1_000_000, 18);
  expect(heights.totalPx).toBe(18_000_000);
  expect(heights.rowAt(heights.top(777_777))).toBe(777_777);
  expect(heights.rowAt(-5)).toBe(0);
  expect(heights.rowAt(1e12)).toBe(999_999);
  expect(fixedHeights(0, 18).rowAt(40)).toBe(0);
});

test('a measured row moves those below it', () => {
  const heights = measuredHeights(10, 18);
  expect(heights.measure(2, 54)).toBe(true);
  expect(heights.measure(2, 54)).toBe(false);
  expect([heights.top(2), heights.top(3), heights.totalPx]).toEqual([36, 90, 216]);
  expect([heights.rowAt(35), heights.rowAt(89), heights.rowAt(90)]).toEqual([1, 2, 3]);
  expect(heights.measure(10, 54)).toBe(false);
});

test('agrees with adding up, whatever was measured and in which order', () => {
  const sizes = fc.array(fc.tuple(fc.nat(49), fc.integer({ min: 18, max: 400 })), { maxLength: 120 });
  fc.assert(
    fc.property(sizes, fc.nat(20_000), (measured, px) => {
      const heights = measuredHeights(50, 18);
      const plain = Array.from({ length: 50 }, () => 18);
      for (const [row, size] of measured) {
        heights.measure(row, size);
        plain[row] = size;
      }
      let sum = 0;
      let at = 49;
      plain.forEach((size, row) => {
        expect(heights.top(row)).toBeCloseTo(sum);
        if (px >= sum && px < sum + size) at = row;
        sum += size;
      });
      expect(heights.totalPx).toBeCloseTo(sum);
      expect(heights.rowAt(px)).toBe(at);
    }),
  );
});

test('what was measured before is taken over', () => {
  expect(measuredHeights(3, 18, [[1, 36]]).totalPx).toBe(72);
});
