/**
 * Rows by their id. An open-addressing table of row numbers, since ids come a hundred thousand at a time and a `Map` of so many texts costs
 * several times as much to fill as the rest of reading them.
 */
export interface IdIndex {
  /** The row kept for the id, or -1. */
  readonly find: (id: string) => number;
  /** Keeps `row` for its id, unless the id is there already; the row that is kept. */
  readonly add: (id: string, row: number) => number;
}

/** An index with room for `capacity` ids, of which `ids[row]` is the text. */
export const idIndex = (ids: readonly string[], capacity: number): IdIndex => {
  // At most half full, so that a search ends within a few slots.
  const size = 2 ** Math.ceil(Math.log2(Math.max(4, capacity * 2)));
  const mask = size - 1;
  /** Row + 1, so that 0 is an empty slot. */
  const rows = new Int32Array(size);
  /** The hash in each slot: texts are compared only where these are equal. */
  const hashes = new Int32Array(size);
  const slotOf = (id: string, hash: number): number => {
    let slot = hash & mask;
    for (let row = rows[slot] ?? 0; row !== 0; row = rows[slot] ?? 0) {
      if (hashes[slot] === hash && ids[row - 1] === id) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  return {
    find: (id) => (rows[slotOf(id, hashOf(id))] ?? 0) - 1,
    add: (id, row) => {
      const hash = hashOf(id);
      const slot = slotOf(id, hash);
      const kept = rows[slot] ?? 0;
      if (kept !== 0) {
        return kept - 1;
      }
      rows[slot] = row + 1;
      hashes[slot] = hash;
      return row;
    },
  };
};

/** FNV-1a over UTF-16 units, with MurmurHash3's last step, which spreads the difference of ids that only count up. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
};
