import { rawQuery, type Tx } from '../../store/database';

/**
 * One statement for many rows: the rows go as one JSON parameter and come out as a table `x` with the given columns. The rows keep their
 * order, so that callers who sort by key also lock by key. No rows, no statement.
 */
export async function bulk<R = never>(
  tx: Tx,
  rows: readonly object[],
  columns: string,
  statement: (x: string) => string,
): Promise<R[]> {
  if (rows.length === 0) return [];
  return rawQuery<R>(tx, statement(`jsonb_to_recordset($1::jsonb) AS x(${columns})`), [JSON.stringify(rows)]);
}

/** Rows by the text of `key`, sorted by it; of rows with one key, `merge` makes one. */
export function byKey<T>(rows: readonly T[], key: (row: T) => string, merge: (a: T, b: T) => T): Map<string, T> {
  const merged = new Map<string, T>();
  for (const row of rows) {
    const id = key(row);
    const known = merged.get(id);
    merged.set(id, known === undefined ? row : merge(known, row));
  }
  return new Map([...merged.entries()].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Parts of a key as one text; no part can hold a NUL. */
export const keyOf = (...parts: readonly (string | number)[]): string => parts.join('\u0000');
