import { f64, i32 } from './typed';

/** Source rows in tree order, each with its depth and parent's position. */
export interface TreeOrder {
  /** Position → source row. */
  readonly source: Int32Array;
  /** Source row → position. */
  readonly position: Int32Array;
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  readonly last: Int32Array;
}

/**
 * Walks the forest parents first, siblings by start and then by source order.
 *
 * @param parent parent's row of each row, -1 for roots; must be free of rings
 * @param start start of each row; a `NaN` is replaced, in place, by the parent's start, a root's by `fallbackStart`
 */
export const treeOrder = (parent: Int32Array, start: Float64Array, fallbackStart: number): TreeOrder => {
  const count = parent.length;
  const { offset, children } = childLists(parent);
  const source = new Int32Array(count);
  const position = new Int32Array(count);
  const parentAt = new Int32Array(count).fill(-1);
  const depth = new Int32Array(count);
  const last = new Int32Array(count);
  const stack = new Int32Array(count);
  let height = 0;
  /** The children of a slot onto the stack, the first on top. */
  const pushChildren = (from: number, to: number, parentStart: number): void => {
    sortUnlessSorted(children, from, to, start, parentStart);
    for (let at = to - 1; at >= from; at--) {
      stack[height++] = children[at] ?? 0;
    }
  };

  pushChildren(0, i32(offset, 1), fallbackStart);
  for (let at = 0; at < count; at++) {
    const row = stack[--height] ?? 0;
    source[at] = row;
    position[row] = at;
    const above = i32(parent, row);
    if (above >= 0) {
      const parentPosition = i32(position, above);
      parentAt[at] = parentPosition;
      depth[at] = i32(depth, parentPosition) + 1;
    }
    const from = i32(offset, row + 1);
    const to = i32(offset, row + 2);
    if (to > from) {
      pushChildren(from, to, f64(start, row));
    }
  }
  for (let at = count - 1; at >= 0; at--) {
    const past = Math.max(i32(last, at), at + 1);
    last[at] = past;
    const above = i32(parentAt, at);
    if (above >= 0 && past > i32(last, above)) {
      last[above] = past;
    }
  }
  return { source, position, parent: parentAt, depth, last };
};

/** Children of every row in one array: those of row `r` at `offset[r + 1]`, the roots at `offset[0]`. */
const childLists = (parent: Int32Array): { offset: Int32Array; children: Int32Array } => {
  const count = parent.length;
  const offset = new Int32Array(count + 2);
  for (let row = 0; row < count; row++) {
    const slot = (parent[row] ?? -1) + 2;
    offset[slot] = (offset[slot] ?? 0) + 1;
  }
  for (let slot = 1; slot < offset.length; slot++) {
    offset[slot] = (offset[slot] ?? 0) + (offset[slot - 1] ?? 0);
  }
  const next = offset.slice();
  const children = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const slot = (parent[row] ?? -1) + 1;
    const at = next[slot] ?? 0;
    children[at] = row;
    next[slot] = at + 1;
  }
  return { offset, children };
};

/**
 * Sorts `children[from … to - 1]` by start and then by row, after replacing starts that are `NaN` by the parent's. Most sources are in time order
 * already; finding that out is much cheaper than sorting.
 */
const sortUnlessSorted = (
  children: Int32Array,
  from: number,
  to: number,
  start: Float64Array,
  parentStart: number,
): void => {
  let sorted = true;
  let before = -Infinity;
  for (let at = from; at < to; at++) {
    const child = children[at] ?? 0;
    let own = start[child] ?? NaN;
    if (Number.isNaN(own)) {
      own = parentStart;
      start[child] = own;
    }
    sorted = sorted && before <= own;
    before = own;
  }
  if (!sorted) {
    children.subarray(from, to).sort((a, b) => f64(start, a) - f64(start, b) || a - b);
  }
};
