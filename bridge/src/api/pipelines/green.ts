import type { Pipeline } from '@summit/contracts';
import { sql } from 'kysely';
import type { Database } from '../../store/database';
import type { Period } from '../paging/period';
import { type PipelineKey, placesOf, withDefaultBranch } from './places';

/** How far back the success is looked for that a breakage followed. */
const LOOKBACK_DAYS = 30;

interface GreenRow {
  place: number;
  now_ms: number | null;
  now_n: number;
  before_ms: number | null;
}

/**
 * How long the default branch of pipelines stayed broken, of breakages that ended in the period and in the one before: from the end of the first run that failed after one
 * that succeeded, to the end of the next that succeeded. Null of those without any.
 */
export async function greenOf(
  db: Database,
  tenant: string,
  pipelines: readonly PipelineKey[],
  { previous, from, to }: Period,
): Promise<Pipeline['timeToGreen'][]> {
  const start = new Date(previous.getTime() - LOOKBACK_DAYS * 86_400_000);
  // An episode is what lies between two runs that succeeded, with the second of them; what is before the first nobody knows the beginning of.
  const { rows } = await sql<GreenRow>`
    SELECT p.place, g.*
    FROM ${placesOf(pipelines)}
    ${withDefaultBranch(tenant)}
    CROSS JOIN LATERAL (
      SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE green_at >= ${from}) AS now_ms,
        (count(*) FILTER (WHERE green_at >= ${from}))::int AS now_n,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE green_at < ${from}) AS before_ms
      FROM (
        SELECT max(at) FILTER (WHERE ok) AS green_at,
          greatest(extract(epoch FROM max(at) FILTER (WHERE ok) - (array_agg(at ORDER BY queued_at, id) FILTER (WHERE NOT ok))[1])::float8 * 1000, 0) AS ms
        FROM (
          SELECT id, queued_at, at, ok,
            count(*) FILTER (WHERE ok) OVER (ORDER BY queued_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS episode
          FROM (
            SELECT r.id, r.queued_at, coalesce(r.finished_at, r.queued_at) AS at, r.display_status = 'success' AS ok
            FROM run r
            WHERE r.tenant = ${tenant} AND r.repository = p.repository AND r.name = p.name AND r.system = p.system AND r.branch = d.name
              AND r.display_status IN ('success', 'failed', 'timed_out') AND r.queued_at >= ${start} AND r.queued_at < ${to}) told) numbered
        WHERE episode > 0 GROUP BY episode HAVING bool_or(ok) AND bool_or(NOT ok)) episodes
      WHERE green_at >= ${previous} AND green_at < ${to}) g
    ORDER BY p.place`.execute(db);
  return rows.map((row) =>
    row.now_ms === null ? null : { medianMs: row.now_ms, breakages: row.now_n, beforeMs: row.before_ms },
  );
}
