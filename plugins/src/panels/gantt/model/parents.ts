import { FLAG } from './columns';
import { idIndex, type IdIndex } from './idIndex';
import type { RawSpans } from './rawSpans';
import { f64, i32, textAt, u8 } from './typed';

/** A parent for each span (-1 for a root) without rings, and what was wrong with the source. */
export interface Parents {
  readonly parent: Int32Array;
  readonly flags: Uint8Array;
  /** The source's ids, with a number after those that repeat, so that each names one span. */
  readonly ids: readonly string[];
  /** The row of an id, or -1. */
  readonly rowOf: (id: string) => number;
}

/** Some exporters write a root's parent as zeros rather than nothing. */
const NO_PARENT = /^0*$/;

const ON_PATH = 1;
const DONE = 2;

/** Finds each span's parent. Orphans become roots, rings are cut at their earliest member; both are marked. */
export const findParents = (raw: RawSpans): Parents => {
  const flags = new Uint8Array(raw.count);
  const { ids, index } = indexIds(raw, flags);
  const parent = new Int32Array(raw.count).fill(-1);
  const { parentId } = raw;
  // Siblings mostly follow one another, and parents mostly come before their children: both save most of the work.
  let lastId = '';
  let found = -1;
  let inOrder = true;
  for (let row = 0; row < raw.count; row++) {
    const id = parentId[row] ?? '';
    if (id !== lastId) {
      lastId = id;
      found = id === '' ? -1 : index.find(id);
    }
    if (found >= 0) {
      parent[row] = found;
      inOrder = inOrder && found < row;
    } else if (!NO_PARENT.test(id)) {
      flags[row] = u8(flags, row) | FLAG.orphan;
    }
  }
  if (!inOrder) {
    cutRings(raw, parent, flags);
  }
  return { parent, flags, ids, rowOf: index.find };
};

/** Indexes the spans by id; those that repeat one get one of their own, and are marked. */
const indexIds = (raw: RawSpans, flags: Uint8Array): { ids: readonly string[]; index: IdIndex } => {
  const index = idIndex(raw.id, raw.count);
  const repeated: number[] = [];
  for (let row = 0; row < raw.count; row++) {
    if (index.add(raw.id[row] ?? '', row) !== row) {
      repeated.push(row);
    }
  }
  if (repeated.length === 0) {
    return { ids: raw.id, index };
  }
  const ids = raw.id.slice(0, raw.count);
  const all = idIndex(ids, raw.count);
  // First those that keep their id, so that no made one takes it.
  const own = new Set(repeated);
  for (let row = 0; row < raw.count; row++) {
    if (!own.has(row)) {
      all.add(textAt(ids, row), row);
    }
  }
  const copies = new Map<string, number>();
  for (const row of repeated) {
    flags[row] = FLAG.duplicate;
    const made = freeId(textAt(ids, row), all, copies);
    ids[row] = made;
    all.add(made, row);
  }
  return { ids, index: all };
};

const freeId = (id: string, taken: IdIndex, copies: Map<string, number>): string => {
  let copy = (copies.get(id) ?? 1) + 1;
  while (taken.find(`${id}#${copy}`) >= 0) {
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
