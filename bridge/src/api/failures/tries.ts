import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../store/database';
import { exactTime } from '../paging/keyset';

/** A job that failed, or a run that failed without one. */
export interface TryRow {
  cursor_key: string;
  cursor_id: string;
  at: Date;
  worked_ms: number;
  result: string;
  provider_result: string | null;
  job: string | null;
  provider_job_id: string | null;
  span_id: string | null;
  retried: boolean;
  run_id: string;
  number: string;
  attempt: number;
  repository: string;
  pipeline: string;
  system: string;
  branch: string | null;
  sha: string | null;
  jobs_failed: number;
  later_run: string | null;
  later_number: string | null;
  later_attempt: number | null;
  log_id: string | null;
  log_lines: number | null;
}

/** Which failures are meant: conditions on a run, called `r`, and on the time `at` and the id `cursor_id` of what failed. */
export interface TryScope {
  tenant: string;
  ofRun: RawBuilder<boolean>;
  ofTry: RawBuilder<boolean>;
}

const broke = sql`status = 'completed' AND result IN ('failed', 'timed_out')`;

/** Failed jobs, and failed runs none of whose jobs is known to have failed. Both are read backwards from an index of what failed. */
const failed = ({ tenant, ofRun, ofTry }: TryScope): RawBuilder<unknown> => sql`
  SELECT j.at, j.cursor_id, j.started_at, j.result, j.provider_result, j.name AS job, j.provider_job_id, j.span_id, j.retried,
    r.id AS run_id, r.number, r.attempt, r.repository, r.name AS pipeline, r.system, r.branch, r.sha, r.jobs_failed
  FROM (SELECT *, finished_at AS at, md5(run_id || ' ' || id) AS cursor_id FROM job WHERE tenant = ${tenant} AND ${broke}) j
    JOIN run r ON r.tenant = ${tenant} AND r.id = j.run_id
  WHERE ${ofTry} AND ${ofRun}
  UNION ALL
  SELECT r.at, r.cursor_id, r.started_at, r.result, r.provider_result, NULL, NULL, NULL, false,
    r.id, r.number, r.attempt, r.repository, r.name, r.system, r.branch, r.sha, r.jobs_failed
  FROM (SELECT *, finished_at AS at, md5(id) AS cursor_id FROM run WHERE tenant = ${tenant} AND ${broke}) r
  WHERE ${ofTry} AND ${ofRun} AND NOT EXISTS (SELECT FROM job j WHERE j.tenant = ${tenant} AND j.run_id = r.id AND ${broke})`;

export async function countTries(db: Database, scope: TryScope): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::float8 AS n FROM (${failed(scope)}) f`.execute(db);
  return rows[0]?.n ?? 0;
}

/**
 * What failed, newest first, each with the run in which it passed at the same commit afterwards, and its log. A log that was sent by the job's name is of its latest try.
 */
export async function selectTries(db: Database, scope: TryScope, limit: number): Promise<TryRow[]> {
  const { tenant } = scope;
  const { rows } = await sql<TryRow>`
    WITH page AS MATERIALIZED (SELECT * FROM (${failed(scope)}) f ORDER BY at DESC, cursor_id DESC LIMIT ${limit})
    SELECT ${exactTime('p.at')} AS cursor_key, p.*, greatest(0, extract(epoch FROM p.at - p.started_at) * 1000)::float8 AS worked_ms,
      later.id AS later_run, later.number AS later_number, later.attempt AS later_attempt, l.id AS log_id, l.lines AS log_lines
    FROM page p
    LEFT JOIN LATERAL (
      SELECT k.id, k.number, k.attempt FROM (
        (SELECT t.run_id FROM job_time t
         WHERE p.job IS NOT NULL AND t.tenant = ${tenant} AND t.outcome = 'success' AND t.at > p.at
           AND t.same = same_job(p.repository, p.pipeline, p.sha, p.job)
         ORDER BY t.at LIMIT 1)
        UNION ALL
        (SELECT s.id FROM run s
         WHERE p.job IS NULL AND s.tenant = ${tenant} AND s.sha = p.sha AND s.repository = p.repository AND s.name = p.pipeline AND s.result = 'success' AND s.finished_at > p.at
         ORDER BY s.finished_at LIMIT 1)) t(run_id)
      JOIN run k ON k.tenant = ${tenant} AND k.id = t.run_id LIMIT 1) later ON true
    LEFT JOIN LATERAL (
      SELECT b.id, b.lines FROM build_log b
      WHERE b.tenant = ${tenant} AND b.run_id = p.run_id
        AND (b.job = coalesce(p.provider_job_id, '') OR (b.job = p.job AND NOT p.retried AND 1 = (
          SELECT count(*) FROM job n WHERE n.tenant = ${tenant} AND n.run_id = p.run_id AND n.name = p.job AND NOT n.retried)))
      ORDER BY b.job = p.provider_job_id DESC LIMIT 1) l ON true
    ORDER BY p.at DESC, p.cursor_id DESC`.execute(db);
  return rows;
}
