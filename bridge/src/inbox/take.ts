import { rawQuery, type Database, type Tx } from '../store/database';

/** An inbox row as the digest works on it. */
export interface InboxRow {
  id: string;
  tenant: string;
  source: string;
  project_id: string | null;
  hook_id: string | null;
  received_at: Date;
  encoding: string;
  meta: Record<string, unknown>;
  attempts: number;
  body: Buffer;
}

export interface Claim {
  id: string;
  rowIds: string[];
}

/**
 * Names the next rows to work on, bounded in rows and bytes, and commits that: after a crash the claim says which rows were under way.
 * Rows in claims of others are left to them. The claim is no lock; `lockRows` locks.
 */
export async function claimRows(
  db: Database,
  worker: string,
  maxRows: number,
  maxBytes: number,
): Promise<Claim | null> {
  const rows = await rawQuery<{ claim: string; ids: string[] }>(
    db,
    `WITH due AS (
       SELECT id, octet_length(body) AS bytes FROM inbox
       WHERE (not_before IS NULL OR not_before <= now())
         AND NOT EXISTS (SELECT 1 FROM inbox_claim c WHERE inbox.id = ANY(c.row_ids))
       ORDER BY id LIMIT $2
     ), bounded AS (
       SELECT id FROM (SELECT id, sum(bytes) OVER (ORDER BY id) - bytes AS before FROM due) AS b WHERE before < $3
     ), ids AS (
       SELECT array_agg(id ORDER BY id) AS ids FROM bounded
     )
     INSERT INTO inbox_claim (worker, row_ids) SELECT $1, ids FROM ids WHERE ids IS NOT NULL
     RETURNING id AS claim, row_ids AS ids`,
    [worker, maxRows, maxBytes],
  );
  const row = rows[0];
  return row ? { id: row.claim, rowIds: row.ids } : null;
}

/** The server ends a transaction that asks for nothing for so long: a bridge that went away without a word must not keep its locks. */
export const ABANDONED_MS = 30_000;

/** Locks and reads rows; those that another worker holds or has finished are not returned. */
export async function lockRows(
  tx: Tx,
  ids: readonly string[],
  abandonedMs: number = ABANDONED_MS,
): Promise<InboxRow[]> {
  await rawQuery(tx, `SELECT set_config('idle_in_transaction_session_timeout', $1, true)`, [`${abandonedMs}ms`]);
  const rows = await rawQuery<Omit<InboxRow, 'body'> & { body: string }>(
    tx,
    `SELECT id, tenant, source, project_id, hook_id, received_at, encoding, meta, attempts, encode(body, 'base64') AS body
     FROM inbox WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE SKIP LOCKED`,
    [ids],
  );
  // Base64 is two thirds of the hexadecimal that pg would be sent, and read several times as fast.
  return rows.map((row) => ({ ...row, body: Buffer.from(row.body, 'base64') }));
}

/** Leaves rows where they are until their time. */
export async function postponeRows(tx: Tx, until: ReadonlyMap<string, Date>): Promise<void> {
  if (until.size === 0) return;
  await rawQuery(
    tx,
    `UPDATE inbox SET not_before = due.at FROM unnest($1::bigint[], $2::timestamptz[]) AS due(id, at) WHERE inbox.id = due.id`,
    [[...until.keys()], [...until.values()].map((at) => at.toISOString())],
  );
}

/** Ends the work on rows: part of the transaction that applied their effects. */
export async function deleteRows(tx: Tx, ids: readonly string[]): Promise<void> {
  await rawQuery(tx, `DELETE FROM inbox WHERE id = ANY($1::bigint[])`, [ids]);
}

export async function releaseClaim(db: Database | Tx, claimId: string): Promise<void> {
  await rawQuery(db, `DELETE FROM inbox_claim WHERE id = $1`, [claimId]);
}

/**
 * Takes over a claim whose worker is gone (no connection carries its name any more), as work to be retried row by row. Returns null when
 * there is none.
 */
export async function adoptClaim(db: Database, worker: string): Promise<Claim | null> {
  const rows = await rawQuery<{ id: string; row_ids: string[] }>(
    db,
    `UPDATE inbox_claim SET worker = $1, claimed_at = now()
     WHERE id = (
       SELECT id FROM inbox_claim
       WHERE worker <> $1 AND worker NOT IN (SELECT application_name FROM pg_stat_activity WHERE datname = current_database())
       ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, row_ids`,
    [worker],
  );
  const row = rows[0];
  return row ? { id: row.id, rowIds: row.row_ids } : null;
}

/** Counts a try of a row before it is made, so that a row that kills the process is counted too. Returns the tries so far, or null. */
export async function countAttempt(db: Database, id: string): Promise<number | null> {
  const rows = await rawQuery<{ attempts: number }>(
    db,
    `UPDATE inbox SET attempts = attempts + 1
     WHERE id = (SELECT id FROM inbox WHERE id = $1 FOR UPDATE SKIP LOCKED) RETURNING attempts`,
    [id],
  );
  return rows[0]?.attempts ?? null;
}

export async function postpone(db: Database, id: string, seconds: number): Promise<void> {
  await rawQuery(db, `UPDATE inbox SET not_before = now() + make_interval(secs => $2) WHERE id = $1`, [id, seconds]);
}

/**
 * How much waits: rows (counted up to `limit`) and the age of the oldest in seconds. What was put off for hours waits for something else than
 * the digest, which would not be faster for closed doors: reports of runs that nobody told of must not close them for everybody.
 */
export async function inboxDepth(db: Database, limit: number): Promise<{ rows: number; oldestSeconds: number }> {
  const rows = await rawQuery<{ rows: number; oldest: number | null }>(
    db,
    `SELECT (SELECT count(*)::int FROM (
         SELECT 1 FROM inbox WHERE not_before IS NULL OR not_before < now() + interval '1 hour' LIMIT $1) AS waiting) AS rows,
       (SELECT extract(epoch FROM now() - received_at)::float8 FROM inbox
         WHERE not_before IS NULL OR not_before < now() + interval '1 hour' ORDER BY id LIMIT 1) AS oldest`,
    [limit],
  );
  return { rows: rows[0]?.rows ?? 0, oldestSeconds: rows[0]?.oldest ?? 0 };
}

/** The days, in UTC, on which rows were received. */
export async function daysOfRows(db: Database, ids: readonly string[]): Promise<string[]> {
  const rows = await rawQuery<{ day: string }>(
    db,
    `SELECT DISTINCT to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM inbox WHERE id = ANY($1::bigint[])`,
    [ids],
  );
  return rows.map((row) => row.day);
}
