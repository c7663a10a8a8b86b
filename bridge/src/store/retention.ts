import { sql } from 'kysely';
import type { Database } from './database';
import { daysAhead, dropOldPartitions, ensurePartitions } from './partitions';

export interface RetentionOptions {
  retentionDays: number;
  seenDays: number;
  deadLetterDays: number;
  changeFeedHours: number;
  testDays: number;
}

const chunk = 10_000;

/** One round of housekeeping: partitions of the next days are made, what is past its time goes, in small pieces. */
export async function keepHouse(db: Database, now: Date, options: RetentionOptions): Promise<void> {
  await ensurePartitions(db, daysAhead(now, 2));
  await dropOldPartitions(db, now, options.retentionDays);
  const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  await deleteOlder(db, 'build_log', 'received_at', before(options.retentionDays * 24));
  await deleteOlder(db, 'declared_job', 'told_at', before(options.retentionDays * 24));
  await deleteOlder(db, 'jenkins_span', 'received_at', before(options.seenDays * 24));
  await deleteOlder(db, 'seen', 'seen_at', before(options.seenDays * 24));
  await deleteOlder(db, 'delivery', 'received_at', before(options.seenDays * 24));
  await deleteOlder(db, 'dead_letter', 'failed_at', before(options.deadLetterDays * 24));
  await deleteOlder(db, 'change_feed', 'at', before(options.changeFeedHours));
  await deleteOlder(db, 'test_result', 'at', before(options.testDays * 24));
  await deleteOlder(db, 'test_flake', 'at', before(options.testDays * 24));
  await deleteOlder(db, 'coverage_file', 'at', before(options.testDays * 24));
  await deleteOlder(db, 'run_coverage', 'at', before(options.testDays * 24));
  await deleteOlder(db, 'test_line', 'last_at', before(options.testDays * 24));
  await deleteOlder(db, 'build_profile', 'at', before(options.testDays * 24));
  await deleteOlder(db, 'run_command', 'at', before(options.testDays * 24));
  await deleteOlder(db, 'artifact', 'at', before(options.testDays * 24));
  await deleteOlder(db, 'report', 'received_at', before(options.testDays * 24));
  await deleteOlder(db, 'test', 'last_seen', before(options.testDays * 24));
}

/** Deletes in chunks, so that no transaction is long; SKIP LOCKED lets several bridges do it at once. */
async function deleteOlder(db: Database, table: string, column: string, limit: Date): Promise<void> {
  for (;;) {
    const result = await sql`DELETE FROM ${sql.table(table)} WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM ${sql.table(table)} WHERE ${sql.ref(column)} < ${limit} LIMIT ${chunk} FOR UPDATE SKIP LOCKED))`.execute(
      db,
    );
    if (Number(result.numAffectedRows ?? 0) < chunk) return;
  }
}
