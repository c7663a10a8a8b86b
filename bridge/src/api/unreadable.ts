import type { z } from 'zod';
import { readEach } from '../store/readEach';
import type { ApiLog } from './deps';

export interface StoredRow {
  kind: string;
  tenant: string;
  id: string;
}

/** Told of a stored row that does not keep its contract and is left out of what is answered. */
export type Unreadable = (row: StoredRow, error: unknown) => void;

/**
 * The resources of those rows that keep their contract. One that does not (written by another version, or by hand) would take a whole page
 * with it, here or at whoever reads the answer.
 */
export function readableRows<Row extends { tenant: string; id: string }, Resource>(
  rows: readonly Row[],
  as: { kind: string; schema: z.ZodType<Resource>; read: (row: Row) => Resource },
  unreadable: Unreadable,
): Resource[] {
  return readEach(
    rows,
    (row) => as.schema.parse(as.read(row)),
    ({ tenant, id }, error) => unreadable({ kind: as.kind, tenant, id }, error),
  );
}

/** For a detail: without the row there is nothing to answer. */
export const mustBeReadable: Unreadable = (_row, error) => {
  throw error;
};

/** Rows that are remembered, so that each is told once; a database that is broken throughout must not fill the memory. */
const remembered = 10_000;

/** Logs and counts each unreadable row once, however often it is met. */
export function tellOnce(log: ApiLog, count: (kind: string) => void): Unreadable {
  const told = new Set<string>();
  return ({ kind, tenant, id }, error) => {
    const key = JSON.stringify([kind, tenant, id]);
    if (told.has(key) || told.size >= remembered) return;
    told.add(key);
    log.error({ err: error, kind, tenant, id }, `${kind} ${id} breaks its contract and is left out of lists`);
    count(kind);
  };
}
