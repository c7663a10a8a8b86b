import type { LogGroup } from '@summit/contracts';
import fc from 'fast-check';
import { foldLines, groupKey } from './folding';

const group = (from: number, to: number, depth = 0): LogGroup => ({ from, to, name: `${from}`, depth, step: null });
const shown = (total: number, groups: readonly LogGroup[], folded: readonly LogGroup[]): number[] => {
  const folding = foldLines(total, groups, new Set(folded.map(groupKey)));
  return Array.from({ length: folding.rowCount }, (_, row) => folding.lineOf(row));
};

const [outer, inner, later] = [group(2, 6), group(3, 5, 1), group(8, 9)];
const all = [outer, inner, later];

test.each<[string, LogGroup[], number[]]>([
  ['nothing', [], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ['an outer group and all in it', [outer], [1, 2, 7, 8, 9, 10]],
  ['an inner group', [inner], [1, 2, 3, 6, 7, 8, 9, 10]],
  ['both', [outer, inner], [1, 2, 7, 8, 9, 10]],
  ['all', all, [1, 2, 7, 8, 10]],
])('folds %s', (_, folded, lines) => expect(shown(10, all, folded)).toEqual(lines));

test('a line that is away is found at the head of its group', () => {
  const folding = foldLines(10, all, new Set([groupKey(outer)]));
  expect(folding.rowOf(4)).toBe(1);
  expect(folding.isHidden(4)).toBe(true);
  expect(folding.isHidden(2)).toBe(false);
  expect(folding.rowOf(7)).toBe(2);
});

test('a group at the end of a log that is still growing ends with it', () => {
  expect(shown(4, [group(2, 99)], [group(2, 99)])).toEqual([1, 2]);
});

test('every row is a line that is seen, and every line has its row', () => {
  const groups = fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.nat(30), fc.nat(3))
      .map(([from, more, depth]) => group(from, from + more, depth)),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(groups, fc.integer({ min: 1, max: 60 }), fc.infiniteStream(fc.boolean()), (list, total, flips) => {
      const folded = new Set(list.filter(() => flips.next().value).map(groupKey));
      const folding = foldLines(total, list, folded);
      // The plain definition: a line is away where a folded group whose head is before it holds it.
      const lines = Array.from({ length: total }, (_, index) => index + 1);
      const away = (line: number) => list.some((one) => folded.has(groupKey(one)) && one.from < line && line <= one.to);
      const seen = lines.filter((line) => !away(line));
      expect(Array.from({ length: folding.rowCount }, (_, row) => folding.lineOf(row))).toEqual(seen);
      for (const line of lines) {
        expect(folding.isHidden(line)).toBe(away(line));
        const head = seen.filter((one) => one <= line).length - 1;
        expect(folding.rowOf(line)).toBe(head);
      }
    }),
  );
});

test('folds ten thousand groups of a million lines at once', () => {
  const groups = Array.from({ length: 10_000 }, (_, n) => group(n * 100 + 1, n * 100 + 100));
  const folding = foldLines(1_000_000, groups, new Set(groups.map(groupKey)));
  expect(folding.rowCount).toBe(10_000);
  expect(folding.lineOf(9_999)).toBe(999_901);
});
