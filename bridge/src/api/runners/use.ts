import type { RunnerUse } from '@summit/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../store/database';
import { labelsOfKind } from '../cost/prices';

interface UseRow {
  system: string;
  runner: string;
  jobs: number;
  worked_ms: number;
  waited_ms: number;
  waits: number[];
  waiting_most: number;
  busy_most: number;
  runners: number;
  named_jobs: number;
  named_worked_ms: number;
  named_span_ms: number;
  first_at: Date;
}

/** Jobs whose figures one answer is made of, and kinds of runners in it. */
export const MOST_JOBS = 50_000;
const MOST_KINDS = 50;
/** A runner made for one job is busy all its life. */
const LEAST_JOBS_EACH = 3;

/**
 * The newest jobs of a period by kind of runner. Levels are sums over what begins and ends, all of one moment together: a job that takes the place of another at once
 * does not stand beside it, and one that did not wait never waited.
 */
export async function usesOf(
  db: Database,
  where: RawBuilder<boolean>,
  { from, to, total }: { from: Date; to: Date; total: number },
): Promise<RunnerUse[]> {
  const { rows } = await sql<UseRow>`
    WITH jobs AS MATERIALIZED (
      SELECT tenant, run_id, job_id, system, runner, at, worked_ms, queue_ms, at - worked_ms * interval '1 millisecond' AS start
      FROM job_time WHERE ${where} ORDER BY at DESC LIMIT ${MOST_JOBS}
    ), kinds AS MATERIALIZED (
      SELECT system, runner, count(*)::float8 AS jobs, sum(worked_ms)::float8 AS worked_ms, sum(queue_ms)::float8 AS waited_ms,
        percentile_cont('{0.5,0.95}'::float8[]) WITHIN GROUP (ORDER BY queue_ms::float8) AS waits
      FROM jobs GROUP BY system, runner ORDER BY sum(queue_ms) DESC LIMIT ${MOST_KINDS}
    ), moments AS (
      SELECT system, runner, start - queue_ms * interval '1 millisecond' AS t, 1 AS waiting, 0 AS busy FROM jobs
      UNION ALL SELECT system, runner, start, -1, 1 FROM jobs
      UNION ALL SELECT system, runner, at, 0, -1 FROM jobs
    ), levels AS (
      SELECT system, runner, sum(waiting) OVER w AS waiting, sum(busy) OVER w AS busy FROM moments
      WINDOW w AS (PARTITION BY system, runner ORDER BY t RANGE UNBOUNDED PRECEDING)
    ), most AS (
      SELECT system, runner, max(waiting)::float8 AS waiting_most, max(busy)::float8 AS busy_most FROM levels GROUP BY system, runner
    ), named AS (
      SELECT t.system, t.runner, j.runner ->> 'name' AS name, count(*) AS jobs, sum(t.worked_ms) AS worked_ms, extract(epoch FROM max(t.at) - min(t.start)) * 1000 AS span_ms
      FROM jobs t JOIN job j ON j.tenant = t.tenant AND j.run_id = t.run_id AND j.id = t.job_id
      WHERE j.runner ->> 'name' IS NOT NULL GROUP BY 1, 2, 3
    ), pools AS (
      SELECT system, runner, count(*)::float8 AS runners, sum(jobs)::float8 AS named_jobs, sum(worked_ms)::float8 AS named_worked_ms, sum(span_ms)::float8 AS named_span_ms
      FROM named GROUP BY system, runner
    )
    SELECT k.*, m.waiting_most, m.busy_most, coalesce(p.runners, 0) AS runners, coalesce(p.named_jobs, 0) AS named_jobs,
      coalesce(p.named_worked_ms, 0) AS named_worked_ms, coalesce(p.named_span_ms, 0) AS named_span_ms,
      (SELECT min(at) FROM jobs) AS first_at
    FROM kinds k JOIN most m USING (system, runner) LEFT JOIN pools p USING (system, runner)
    ORDER BY k.waited_ms DESC, k.jobs DESC, k.system, k.runner`.execute(db);
  // Averages are over the time that the jobs are of.
  const since = total > MOST_JOBS ? (rows[0]?.first_at ?? from) : from;
  const lengthMs = Math.max(1, to.getTime() - since.getTime());
  return rows.map((row) => ({
    system: row.system,
    labels: labelsOfKind(row.runner),
    jobs: row.jobs,
    workedMs: row.worked_ms,
    waitedMs: row.waited_ms,
    queueP50Ms: row.waits[0] ?? 0,
    queueP95Ms: row.waits[1] ?? 0,
    waitingMean: row.waited_ms / lengthMs,
    waitingMost: row.waiting_most,
    busyMean: row.worked_ms / lengthMs,
    busyMost: row.busy_most,
    runners: row.runners === 0 ? null : row.runners,
    utilisation: utilisationOf(row),
  }));
}

function utilisationOf(row: UseRow): number | null {
  const { runners, busy_most: busyMost, named_jobs: jobs, named_worked_ms: workedMs, named_span_ms: spanMs } = row;
  if (runners === 0 || jobs < LEAST_JOBS_EACH * runners || spanMs <= 0) return null;
  const ratio = workedMs / spanMs;
  // More at once than there are names, or more than all the time: several machines have one name.
  return busyMost > runners || ratio > 1 ? null : ratio;
}
