import { sql } from 'kysely';
import type { Database } from './database';

const dayMs = 86_400_000;
const partitioned = ['event', 'blob'] as const;

/** `2026-11-20` of a moment, in UTC. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function partitionName(table: string, day: string): string {
  return `${table}_${day.replaceAll('-', '')}`;
}

/**
 * Makes the day partitions of events and blobs that are missing. `PARTITION OF` locks the parent, so it happens ahead of time and,
 * for rows that come from another day than expected, before the transaction that needs them; never inside it.
 */
export async function ensurePartitions(db: Database, days: readonly string[]): Promise<void> {
  const wanted = [...new Set(days)].sort();
  const names = wanted.flatMap((day) => partitioned.map((table) => partitionName(table, day)));
  const existing = await sql<{ relname: string }>`
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY(${names})`.execute(db);
  const have = new Set(existing.rows.map((row) => row.relname));
  for (const day of wanted) {
    const next = dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + dayMs));
    for (const table of partitioned) {
      const name = partitionName(table, day);
      if (have.has(name)) continue;
      await db.transaction().execute(async (tx) => {
        await sql`SELECT pg_advisory_xact_lock(hashtext('summit.partitions'))`.execute(tx);
        await sql`CREATE TABLE IF NOT EXISTS ${sql.table(name)} PARTITION OF ${sql.table(table)}
          FOR VALUES FROM (${sql.lit(`${day} 00:00:00+00`)}) TO (${sql.lit(`${next} 00:00:00+00`)})`.execute(tx);
      });
    }
  }
}

/** Today and the days after it, so that midnight finds its partition there. */
export function daysAhead(now: Date, count: number): string[] {
  return Array.from({ length: count + 1 }, (_, i) => dayOf(new Date(now.getTime() + i * dayMs)));
}

/** Drops whole days that ended before `now - retentionDays`; returns the names dropped. */
export async function dropOldPartitions(db: Database, now: Date, retentionDays: number): Promise<string[]> {
  const limit = dayOf(new Date(now.getTime() - retentionDays * dayMs)).replaceAll('-', '');
  const rows = await sql<{ relname: string }>`
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
    WHERE p.relname = ANY(${[...partitioned]})`.execute(db);
  const old = rows.rows.map((row) => row.relname).filter((name) => /_\d{8}$/.test(name) && name.slice(-8) < limit);
  for (const name of old.sort()) await sql`DROP TABLE IF EXISTS ${sql.table(name)}`.execute(db);
  return old;
}
