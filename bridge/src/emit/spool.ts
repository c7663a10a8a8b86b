import { rawQuery, type Database, type Tx } from '../store/database';
import type { Signal } from './model';

/** A row of the outbox, leased to this sender. */
export interface SpooledRequest {
  id: string;
  tenant: string;
  signal: Signal;
  items: number;
  attempts: number;
  payload: Buffer;
}

/**
 * Leases due rows, in the order in which they came due: what failed comes after what was not tried. A lease is a time in `not_before`, not an open transaction: one that waited for a slow Collector would
 * hold back vacuum and the change feed. Who dies holding a lease gives the rows free when it ends.
 */
export async function lease(db: Database, rows: number, leaseMs: number): Promise<SpooledRequest[]> {
  const leased = await rawQuery<SpooledRequest>(
    db,
    `WITH due AS (
       SELECT id FROM outbox WHERE not_before <= now() ORDER BY not_before, id LIMIT $1 FOR UPDATE SKIP LOCKED
     )
     UPDATE outbox o SET not_before = now() + $2 * interval '1 millisecond', attempts = o.attempts + 1
     FROM due WHERE o.id = due.id
     RETURNING o.id, o.tenant, o.signal, o.items, o.attempts, o.payload`,
    [rows, leaseMs],
  );
  return leased.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

export async function finish(db: Database, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await rawQuery(db, 'DELETE FROM outbox WHERE id = ANY($1::bigint[])', [ids]);
}

/** Gives leased rows back untried, to the place where they were. */
export async function giveBack(db: Database, ids: readonly string[]): Promise<void> {
  await rawQuery(
    db,
    'UPDATE outbox SET not_before = least(created_at, now()), attempts = attempts - 1 WHERE id = ANY($1::bigint[])',
    [ids],
  );
}

export async function postpone(db: Database, ids: readonly string[], delayMs: number, error: string): Promise<void> {
  await rawQuery(
    db,
    `UPDATE outbox SET not_before = now() + $2 * interval '1 millisecond', last_error = $3 WHERE id = ANY($1::bigint[])`,
    [ids, delayMs, error.slice(0, 500)],
  );
}

export interface Rejection {
  tenant: string;
  signal: Signal;
  reason: string;
  items: number;
}

/** Removes rows that will never be taken and counts their items, in one transaction; counts of partial refusals come the same way. */
export async function reject(db: Database, ids: readonly string[], rejections: readonly Rejection[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await countRejections(tx, rejections);
    if (ids.length > 0) await rawQuery(tx, 'DELETE FROM outbox WHERE id = ANY($1::bigint[])', [ids]);
  });
}

/** Adds to what was not exported, in an order that is the same in every transaction. */
export async function countRejections(tx: Tx, rejections: readonly Rejection[]): Promise<void> {
  for (const { tenant, signal, reason, items } of [...rejections].sort((a, b) => (key(a) < key(b) ? -1 : 1)))
    await rawQuery(
      tx,
      `INSERT INTO export_rejection AS r (tenant, signal, reason, quantity) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant, signal, reason) DO UPDATE SET quantity = r.quantity + excluded.quantity, last_at = now()`,
      [tenant, signal, reason.slice(0, 100), items],
    );
}

function key(rejection: Rejection): string {
  return `${rejection.tenant}/${rejection.signal}/${rejection.reason}`;
}

/** Bytes that wait; cheap, for the length of a stored value is known without reading it. */
export async function spooledBytes(db: Database): Promise<number> {
  const [row] = await rawQuery<{ bytes: string }>(
    db,
    'SELECT coalesce(sum(octet_length(payload)), 0) AS bytes FROM outbox',
    [],
  );
  return Number(row?.bytes ?? 0);
}

/**
 * Drops the oldest rows beyond the ceiling: Loki, Mimir and Tempo would refuse them first, and errors and runs themselves stay in the
 * bridge. Counted as rejections of the reason `spool_full`; returns how many items went.
 */
export async function trim(db: Database, maxBytes: number): Promise<number> {
  const excess = (await spooledBytes(db)) - maxBytes;
  if (excess <= 0) return 0;
  const [row] = await rawQuery<{ items: string }>(
    db,
    `WITH sized AS (
       SELECT id, sum(octet_length(payload)) OVER (ORDER BY id) - octet_length(payload) AS before FROM outbox
     ), dropped AS (
       DELETE FROM outbox WHERE id IN (SELECT o.id FROM outbox o JOIN sized USING (id) WHERE sized.before < $1 ORDER BY o.id FOR UPDATE OF o SKIP LOCKED)
       RETURNING tenant, signal, items
     ), counted AS (
       INSERT INTO export_rejection AS r (tenant, signal, reason, quantity)
       SELECT tenant, signal, 'spool_full', sum(items) FROM dropped GROUP BY tenant, signal ORDER BY tenant, signal
       ON CONFLICT (tenant, signal, reason) DO UPDATE SET quantity = r.quantity + excluded.quantity, last_at = now()
     ) SELECT coalesce(sum(items), 0) AS items FROM dropped`,
    [excess],
  );
  return Number(row?.items ?? 0);
}
