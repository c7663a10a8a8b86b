import { BuildKind, BuildUnit, type CacheUse, type RunProfile, type RunProfiles } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../store/database';
import { isoOf } from '../rows';
import { findRun } from '../runs/detail';

/** More on one page are not compared by anybody. */
const MOST = 20;
/** Runs in which the profile before is looked for. */
const LOOK_BACK = 50;

interface Row {
  id: string;
  job: string;
  name: string;
  format: string;
  tool: string;
  duration_ms: number | null;
  started_at: Date | null;
  cache_hits: number | null;
  cache_misses: number | null;
  kinds: unknown;
  units: unknown;
  unit_count: number;
  received_at: Date;
  total: number;
  before_run_id: string | null;
  before_ms: number | null;
  before_hits: number | null;
  before_misses: number | null;
}

/** The profiles of a run, each beside that of an earlier run of the same pipeline and branch. */
export async function profilesOfRun(db: Database, tenant: string, id: string): Promise<RunProfiles> {
  const run = await findRun(db, tenant, id);
  const { rows } = await sql<Row>`
    WITH mine AS (
      SELECT b.*, r.name, r.format, r.received_at, count(*) OVER ()::int AS total
      FROM build_profile b JOIN report r ON r.id = b.report_id
      WHERE b.tenant = ${tenant} AND b.run_id = ${run.id}
      ORDER BY b.duration_ms DESC NULLS LAST, b.report_id LIMIT ${MOST}
    ), earlier AS MATERIALIZED (
      SELECT p.run_id, p.job, p.tool, p.duration_ms, p.cache_hits, p.cache_misses, e.queued_at, p.report_id
      FROM (
        SELECT id, queued_at FROM run
        WHERE tenant = ${tenant} AND repository = ${run.repository} AND name = ${run.name} AND branch = ${run.branch}
          AND (queued_at, id) < (${run.queued_at}, ${run.id})
        ORDER BY queued_at DESC LIMIT ${LOOK_BACK}
      ) e JOIN build_profile p ON p.tenant = ${tenant} AND p.run_id = e.id
    )
    SELECT m.report_id AS id, m.job, m.name, m.format, m.tool, m.duration_ms, m.started_at, m.cache_hits, m.cache_misses, m.kinds, m.units,
      m.unit_count, m.received_at, m.total,
      b.run_id AS before_run_id, b.duration_ms AS before_ms, b.cache_hits AS before_hits, b.cache_misses AS before_misses
    FROM mine m LEFT JOIN LATERAL (
      SELECT * FROM earlier e WHERE e.job = m.job AND e.tool = m.tool ORDER BY e.queued_at DESC, e.report_id DESC LIMIT 1
    ) b ON true
    ORDER BY m.duration_ms DESC NULLS LAST, m.report_id`.execute(db);
  return { items: rows.map(toProfile), total: rows[0]?.total ?? 0 };
}

const cacheOf = (hits: number | null, misses: number | null): CacheUse | null =>
  hits === null || misses === null ? null : { hits, misses };

const toProfile = (row: Row): RunProfile => ({
  id: row.id,
  job: row.job,
  name: row.name,
  format: row.format,
  tool: row.tool,
  durationMs: row.duration_ms,
  startedAt: isoOf(row.started_at),
  cache: cacheOf(row.cache_hits, row.cache_misses),
  before:
    row.before_run_id === null
      ? null
      : {
          runId: row.before_run_id,
          durationMs: row.before_ms,
          cache: cacheOf(row.before_hits, row.before_misses),
        },
  kinds: z.array(BuildKind).catch([]).parse(row.kinds),
  units: z.array(BuildUnit).catch([]).parse(row.units),
  unitCount: row.unit_count,
  receivedAt: row.received_at.toISOString(),
});
