import { FLAG } from './columns';
import type { RawSpans } from './rawSpans';
import { f64, i32, textAt, u8 } from './typed';

/** A parent for each span (-1 for a root) without rings, and what was wrong with the source. */
export interface Parents {
  readonly parent: Int32Array;
  readonly flags: Uint8Array;
  /** The source's ids, with a number after those that repeat, so that each names one span. */
  readonly ids: readonly string[];
  readonly byId: ReadonlyMap<string, number>;
}

/** Some exporters write a root's parent as zeros rather than nothing. */
const NO_PARENT = /^0*$/;

const ON_PATH = 1;
const DONE = 2;

/** Finds each span's parent. Orphans become roots, rings are cut at their earliest member; both are marked. */
export const findParents = (raw: RawSpans): Parents => {
  const flags = new Uint8Array(raw.count);
  const byId = new Map<string, number>();
  // Backwards, so that the first of several with one id stays.
  for (let row = raw.count - 1; row >= 0; row--) {
    byId.set(textAt(raw.id, row), row);
  }
  const ids = byId.size < raw.count ? uniqueIds(raw, byId, flags) : raw.id;
  const parent = new Int32Array(raw.count).fill(-1);
  // Siblings mostly follow one another, and parents mostly come before their children: both save most of the work.
  let lastId = '';
  let found: number | undefined;
  let inOrder = true;
  for (let row = 0; row < raw.count; row++) {
    const id = textAt(raw.parentId, row);
    if (id !== lastId) {
      lastId = id;
      found = byId.get(id);
    }
    if (found !== undefined && id !== '') {
      parent[row] = found;
      inOrder = inOrder && found < row;
    } else if (!NO_PARENT.test(id)) {
      flags[row] = u8(flags, row) | FLAG.orphan;
    }
  }
  if (!inOrder) {
    cutRings(raw, parent, flags);
  }
  return { parent, flags, ids, byId };
};

/** Gives spans that repeat an id one of their own, and marks them. */
const uniqueIds = (raw: RawSpans, byId: Map<string, number>, flags: Uint8Array): string[] => {
  const ids = raw.id.slice(0, raw.count);
  const copies = new Map<string, number>();
  for (let row = 0; row < raw.count; row++) {
    const id = textAt(ids, row);
    if (byId.get(id) !== row) {
      flags[row] = FLAG.duplicate;
      const own = freeId(id, byId, copies);
      ids[row] = own;
      byId.set(own, row);
    }
  }
  return ids;
};

const freeId = (id: string, taken: ReadonlyMap<string, number>, copies: Map<string, number>): string => {
  let copy = (copies.get(id) ?? 1) + 1;
  while (taken.has(`${id}#${copy}`)) {
    copy++;
  }
  copies.set(id, copy);
  return `${id}#${copy}`;
};

const cutRings = (raw: RawSpans, parent: Int32Array, flags: Uint8Array): void => {
  const state = new Uint8Array(raw.count);
  const path: number[] = [];
  for (let row = 0; row < raw.count; row++) {
    let span = row;
    while (span >= 0 && u8(state, span) === 0) {
      state[span] = ON_PATH;
      path.push(span);
      span = i32(parent, span);
    }
    if (span >= 0 && u8(state, span) === ON_PATH) {
      const root = earliest(raw, path.slice(path.indexOf(span)));
      parent[root] = -1;
      flags[root] = u8(flags, root) | FLAG.cycle;
    }
    for (const visited of path) {
      state[visited] = DONE;
    }
    path.length = 0;
  }
};

const earliest = (raw: RawSpans, ring: readonly number[]): number =>
  ring.reduce((best, span) => {
    const earlier = f64(raw.start, span) < f64(raw.start, best);
    const tied = !(f64(raw.start, best) < f64(raw.start, span)) && span < best;
    return earlier || tied ? span : best;
  });
