import type { RunCommand, RunCommands } from '@summit/contracts';
import { sql } from 'kysely';
import type { Database } from '../../store/database';
import { numberOf } from '../rows';
import { findRun } from '../runs/detail';

const MOST = 500;

/** The commands of a run that `summit run` told of. */
export async function commandsOfRun(db: Database, tenant: string, id: string): Promise<RunCommands> {
  const run = await findRun(db, tenant, id);
  const rows = await db
    .selectFrom('run_command')
    .selectAll()
    .select(sql<number>`count(*) OVER ()::int`.as('total'))
    .where('tenant', '=', tenant)
    .where('run_id', '=', run.id)
    .orderBy('started_at')
    .orderBy('report_id')
    .orderBy('place')
    .limit(MOST)
    .execute();
  const items = rows.map((row): RunCommand => ({
    id: `${row.report_id}-${row.place}`,
    job: row.job,
    name: row.name,
    startedAt: row.started_at.toISOString(),
    wallMs: row.wall_ms,
    userMs: row.user_ms,
    systemMs: row.system_ms,
    cores: coresOf(row.wall_ms, row.user_ms, row.system_ms),
    maxRssBytes: numberOf(row.max_rss_bytes),
    exitCode: row.exit_code,
    signal: row.signal,
  }));
  return { items, total: rows[0]?.total ?? 0 };
}

function coresOf(wallMs: number, userMs: number | null, systemMs: number | null): number | null {
  return wallMs === 0 || userMs === null || systemMs === null ? null : (userMs + systemMs) / wallMs;
}
