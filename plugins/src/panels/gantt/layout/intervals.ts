import type { SpanColumns } from '../model/columns';
import { rankOf } from '../model/status';
import { f64, i32, u8 } from '../model/typed';
import type { TimeWindow } from './timeWindow';

/**
 * Spans of one row sorted by start, with a tree of maxima over them, so that "what is between these two times" and "how bad is the
 * worst of it" take O(log n) however many there are.
 */
export interface IntervalIndex {
  readonly spans: Int32Array;
  readonly start: Float64Array;
  /** Leaves from `leaves` on; each node above holds the later end and the worse status of its two children. */
  readonly leaves: number;
  readonly maxEnd: Float64Array;
  readonly worst: Uint8Array;
}

/** Indexes some spans (their numbers, in any order). */
export const indexIntervals = (spans: SpanColumns, members: ArrayLike<number>): IntervalIndex => {
  const sorted = Int32Array.from(members).sort((a, b) => f64(spans.start, a) - f64(spans.start, b) || a - b);
  let leaves = 1;
  while (leaves < sorted.length) {
    leaves *= 2;
  }
  const maxEnd = new Float64Array(2 * leaves).fill(-Infinity);
  const worst = new Uint8Array(2 * leaves);
  const start = new Float64Array(sorted.length);
  for (let i = 0; i < sorted.length; i++) {
    const span = i32(sorted, i);
    start[i] = f64(spans.start, span);
    maxEnd[leaves + i] = f64(spans.end, span);
    worst[leaves + i] = rankOf(u8(spans.status, span));
  }
  for (let node = leaves - 1; node > 0; node--) {
    maxEnd[node] = Math.max(f64(maxEnd, 2 * node), f64(maxEnd, 2 * node + 1));
    worst[node] = Math.max(u8(worst, 2 * node), u8(worst, 2 * node + 1));
  }
  return { spans: sorted, start, leaves, maxEnd, worst };
};

/** Number of members that start before `time`. */
export const startedBefore = (index: IntervalIndex, time: number): number => {
  let low = 0;
  let high = index.start.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (f64(index.start, middle) < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
};

/** The first member at `from` or later that ends at `time` or after it, or the number of members. */
export const firstEndingFrom = (index: IntervalIndex, from: number, time: number): number => {
  const count = index.start.length;
  if (from >= count) {
    return count;
  }
  let node = index.leaves + from;
  while (f64(index.maxEnd, node) < time) {
    // Up while this is a right child, then over to the right neighbour.
    while (node & 1) {
      node >>= 1;
    }
    if (node === 0) {
      return count;
    }
    node++;
  }
  while (node < index.leaves) {
    node = f64(index.maxEnd, 2 * node) >= time ? 2 * node : 2 * node + 1;
  }
  return Math.min(node - index.leaves, count);
};

/** The latest end and the highest status rank among members `from … to - 1`. */
export const maxima = (index: IntervalIndex, from: number, to: number): { end: number; rank: number } => {
  let end = -Infinity;
  let rank = 0;
  const take = (node: number): void => {
    end = Math.max(end, f64(index.maxEnd, node));
    rank = Math.max(rank, u8(index.worst, node));
  };
  for (let a = index.leaves + from, b = index.leaves + to; a < b; a >>= 1, b >>= 1) {
    if (a & 1) {
      take(a++);
    }
    if (b & 1) {
      take(--b);
    }
  }
  return { end, rank };
};

/** A stretch of pixels to draw with one status rank. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly rank: number;
}

/** A pixel that hundreds of spans run through is not made truer by looking at all of them. */
const MOST_LOOKS = 512;

/**
 * What to draw of a row in a window `widthPx` wide, in the order to draw it. Of the members that start in one pixel the longest is
 * drawn with its own rank; where another of them is worse, a mark of one pixel says so. Costs O(pixels · log n), not O(n).
 */
export const runsInWindow = (index: IntervalIndex, window: TimeWindow, widthPx: number): Run[] => {
  const perPixel = (window.end - window.start) / widthPx;
  const x = (time: number): number => Math.min(Math.max((time - window.start) / perPixel, 0), widthPx);
  const past = startedBefore(index, window.end);
  const begun = Math.min(startedBefore(index, window.start), past);
  const runs: Run[] = [];
  const add = (from: number, to: number, rank: number): void => {
    const { end } = maxima(index, from, to);
    const longest = u8(index.worst, index.leaves + firstEndingFrom(index, from, end));
    const start = x(f64(index.start, from));
    runs.push({ from: start, to: x(end), rank: longest });
    if (rank > longest) {
      runs.push({ from: start, to: Math.min(start + 1, widthPx), rank });
    }
  };
  const running = rankOfRunning(index, begun, window.start);
  if (running >= 0) {
    add(firstEndingFrom(index, 0, window.start), begun, running);
  }
  for (let member = begun; member < past;) {
    const pixelEnd = window.start + (Math.floor(x(f64(index.start, member))) + 1) * perPixel;
    const next = Math.min(Math.max(member + 1, startedBefore(index, pixelEnd)), past);
    add(member, next, maxima(index, member, next).rank);
    member = next;
  }
  return runs;
};

/** The highest rank among the first `count` members that have not ended before `time`; -1 when all have. */
const rankOfRunning = (index: IntervalIndex, count: number, time: number): number => {
  let rank = -1;
  let looks = 0;
  for (
    let i = firstEndingFrom(index, 0, time);
    i < count && looks < MOST_LOOKS;
    i = firstEndingFrom(index, i + 1, time)
  ) {
    rank = Math.max(rank, u8(index.worst, index.leaves + i));
    looks++;
  }
  return rank;
};
