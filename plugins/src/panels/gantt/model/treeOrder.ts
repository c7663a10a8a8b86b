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
  const order: TreeOrder = {
    source: new Int32Array(count),
    position: new Int32Array(count),
    parent: new Int32Array(count).fill(-1),
    depth: new Int32Array(count),
    last: new Int32Array(count),
  };
  const byStart = (a: number, b: number): number => f64(start, a) - f64(start, b) || a - b;
  const stack: number[] = [];
  const pushChildren = (slot: number, parentStart: number): void => {
    const list = children.subarray(i32(offset, slot), i32(offset, slot + 1));
    for (const child of list) {
      if (Number.isNaN(f64(start, child))) {
        start[child] = parentStart;
      }
    }
    sortUnlessSorted(list, byStart);
    for (let i = list.length - 1; i >= 0; i--) {
      stack.push(i32(list, i));
    }
  };

  pushChildren(0, fallbackStart);
  for (let position = 0; position < count; position++) {
    const row = stack.pop() ?? 0;
    order.source[position] = row;
    order.position[row] = position;
    const above = i32(parent, row);
    if (above >= 0) {
      const parentPosition = i32(order.position, above);
      order.parent[position] = parentPosition;
      order.depth[position] = i32(order.depth, parentPosition) + 1;
    }
    pushChildren(row + 1, f64(start, row));
  }
  for (let position = count - 1; position >= 0; position--) {
    order.last[position] = Math.max(i32(order.last, position), position + 1);
    const above = i32(order.parent, position);
    if (above >= 0) {
      order.last[above] = Math.max(i32(order.last, above), i32(order.last, position));
    }
  }
  return order;
};

/** Children of every row in one array: those of row `r` at `offset[r + 1]`, the roots at `offset[0]`. */
const childLists = (parent: Int32Array): { offset: Int32Array; children: Int32Array } => {
  const count = parent.length;
  const offset = new Int32Array(count + 2);
  for (const above of parent) {
    offset[above + 2] = i32(offset, above + 2) + 1;
  }
  for (let slot = 1; slot < offset.length; slot++) {
    offset[slot] = i32(offset, slot) + i32(offset, slot - 1);
  }
  const next = offset.slice();
  const children = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const slot = i32(parent, row) + 1;
    children[i32(next, slot)] = row;
    next[slot] = i32(next, slot) + 1;
  }
  return { offset, children };
};

/** Most sources are in time order already; finding that out is much cheaper than sorting. */
const sortUnlessSorted = (list: Int32Array, compare: (a: number, b: number) => number): void => {
  for (let i = 1; i < list.length; i++) {
    if (compare(i32(list, i - 1), i32(list, i)) > 0) {
      list.sort(compare);
      return;
    }
  }
};
