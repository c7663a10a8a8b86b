import type { LogGroup } from '@summit/contracts';

/** Rows of the screen and lines of the log (counted from 1), while the lines of folded groups are away. */
export interface Folding {
  readonly rowCount: number;
  readonly lineOf: (row: number) => number;
  /** The row of a line; that of the head of its group where it is folded away. */
  readonly rowOf: (line: number) => number;
  readonly isHidden: (line: number) => boolean;
}

/** What names a group while the log grows: its head and its depth. */
export const groupKey = ({ from, depth }: LogGroup): string => `${from}/${depth}`;

/** Greatest index whose value is at most `wanted`, or -1. */
const lastAtMost = (values: readonly number[], wanted: number): number => {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? Infinity) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

/** Folds groups: the head of each stays, what is under it goes. Groups may lie in each other; `total` is how many lines the log has. */
export function foldLines(total: number, groups: readonly LogGroup[], folded: ReadonlySet<string>): Folding {
  // Lines that are away, as ranges that do not touch the next one's head.
  const starts: number[] = [];
  const ends: number[] = [];
  /** Lines away before each range. */
  const before: number[] = [];
  /** The row of the head of each range. */
  const heads: number[] = [];
  let hidden = 0;
  for (const group of [...groups].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const to = Math.min(group.to, total);
    const last = ends.at(-1) ?? 0;
    if (!folded.has(groupKey(group)) || to <= group.from || to <= last) continue;
    // A head that is away itself is folded by the group around it; what sticks out of that one goes with it.
    const from = Math.max(group.from + 1, last + 1);
    if (group.from <= last) {
      hidden += to - last;
      ends[ends.length - 1] = to;
      continue;
    }
    starts.push(from);
    ends.push(to);
    before.push(hidden);
    heads.push(from - 2 - hidden);
    hidden += to - from + 1;
  }
  const hiddenThrough = (range: number): number =>
    range < 0 ? 0 : (before[range] ?? 0) + (ends[range] ?? 0) - (starts[range] ?? 0) + 1;
  return {
    rowCount: total - hidden,
    lineOf: (row) => {
      const range = lastAtMost(heads, row - 1);
      return row + 1 + hiddenThrough(range);
    },
    rowOf: (line) => {
      const range = lastAtMost(starts, line);
      return range >= 0 && line <= (ends[range] ?? 0) ? (heads[range] ?? 0) : line - 1 - hiddenThrough(range);
    },
    isHidden: (line) => {
      const range = lastAtMost(starts, line);
      return range >= 0 && line <= (ends[range] ?? 0);
    },
  };
}
