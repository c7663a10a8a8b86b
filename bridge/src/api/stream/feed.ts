import { sql } from 'kysely';
import type { Database } from '../../store/database';
import type { Position } from './position';

export interface FeedRow extends Position {
  tenant: string;
  kind: 'run' | 'issue' | 'incident';
  entityId: string;
}

interface RawRow {
  xid: string;
  seq: string;
  tenant: string;
  kind: 'run' | 'issue' | 'incident';
  entity_id: string;
}

/**
 * Rows after `after` up to `upTo`, in order. Only transactions below the oldest one still running are read: nothing can commit before
 * them any more, so that a position never passes a row that shows up later.
 */
export async function readFeed(
  db: Database,
  after: Position,
  limit: number,
  within: { tenant?: string; upTo?: Position } = {},
): Promise<FeedRow[]> {
  const { tenant, upTo } = within;
  const { rows } = await sql<RawRow>`
    SELECT xid::text AS xid, seq::text AS seq, tenant, kind, entity_id
    FROM change_feed
    WHERE (xid, seq) > (${String(after.xid)}::xid8, ${String(after.seq)}::bigint)
      AND xid < pg_snapshot_xmin(pg_current_snapshot())
      AND ${tenant === undefined ? sql`true` : sql`tenant = ${tenant}`}
      AND ${upTo === undefined ? sql`true` : sql`(xid, seq) <= (${String(upTo.xid)}::xid8, ${String(upTo.seq)}::bigint)`}
    ORDER BY xid, seq
    LIMIT ${limit}`.execute(db);
  return rows.map((row) => ({
    xid: BigInt(row.xid),
    seq: BigInt(row.seq),
    tenant: row.tenant,
    kind: row.kind,
    entityId: row.entity_id,
  }));
}

/** Where the feed ends now: everything committed is at or before it or will be read after it. */
export async function feedEnd(db: Database): Promise<Position> {
  const { rows } = await sql<{ xmin: string }>`SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin`.execute(
    db,
  );
  return { xid: BigInt(rows[0]?.xmin ?? '0'), seq: 0n };
}

/** True for a position that may have missed rows: trimmed away since, or of another database (a restored one counts from elsewhere). */
export async function isExpired(db: Database, position: Position): Promise<boolean> {
  const { rows } = await sql<{ expired: boolean }>`
    SELECT ${String(position.xid)}::xid8 <= h.xid OR ${String(position.xid)}::xid8 > pg_snapshot_xmax(pg_current_snapshot()) AS expired
    FROM change_feed_horizon h`.execute(db);
  return rows[0]?.expired ?? true;
}
