import { sql, type RawBuilder } from 'kysely';

/**
 * A time column with all its microseconds, as text: a JavaScript Date keeps milliseconds only, and a cursor made of one would skip or
 * repeat rows of the same millisecond.
 */
export const exactTime = (column: string): RawBuilder<string> =>
  sql<string>`to_char(${sql.ref(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Rows that come after the cursor in descending order; the row comparison is what an index on (…, key DESC, id DESC) can seek to. */
export const before = (
  key: string,
  id: string,
  cursor: { key: string; id: string },
  types: { key: 'timestamptz' | 'bigint'; id: 'bigint' | 'text' | 'uuid' },
): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(key)}, ${sql.ref(id)}) < (${cursor.key}::${sql.raw(types.key)}, ${cursor.id}::${sql.raw(types.id)})`;
