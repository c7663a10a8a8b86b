import { sql, type RawBuilder } from 'kysely';
import type { FailedTries, JobHistory, OvertakenRun, Queued } from '../../domain/recommendations';
import type { Database } from '../../store/database';
import type { Period } from '../paging/period';
import type { PricePerMs } from './samples';

/** What jobs of a period are read by: rows of `job_time`. */
export interface JobScope {
  where: RawBuilder<boolean>;
  period: Period;
  /** Prices of kinds of runners, see `pricedKinds`. */
  kinds: string;
}

const MOST = 200;

const inPeriod = ({ where, period }: JobScope): RawBuilder<boolean> =>
  sql<boolean>`${where} AND at >= ${period.from} AND at < ${period.to}`;

/** Jobs by what they cost, rounded as each is billed; null where one of them has no price. */
const priced = (scope: JobScope): RawBuilder<unknown> => sql`
  SELECT t.*, p.per_minute * CASE WHEN p.whole THEN greatest(1, ceil(t.worked_ms / 60000.0::float8)) ELSE t.worked_ms / 60000.0::float8 END AS money
  FROM (SELECT * FROM job_time WHERE ${inPeriod(scope)}) AS t
  LEFT JOIN jsonb_to_recordset(${scope.kinds}::jsonb) AS p(system text, runner text, per_minute float8, whole boolean)
    ON p.system = t.system AND p.runner = t.runner`;

/** Jobs that never failed in the period, longest first. */
export async function neverFailed(db: Database, scope: JobScope): Promise<JobHistory[]> {
  const { rows } = await sql<JobHistory>`
    SELECT repository, pipeline, job, count(*)::float8 AS n, 0::float8 AS failures,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY worked_ms::float8) AS "medianMs", sum(worked_ms)::float8 AS "totalMs",
      CASE WHEN bool_and(money IS NOT NULL) THEN sum(money) END AS money
    FROM (${priced(scope)}) AS t WHERE outcome IN ('success', 'failed', 'timed_out')
    GROUP BY repository, pipeline, job HAVING bool_and(outcome = 'success')
    ORDER BY sum(worked_ms) DESC LIMIT ${MOST}`.execute(db);
  return rows;
}

/** Jobs whose failures passed at the same commit later. */
export async function failedTries(db: Database, scope: JobScope): Promise<FailedTries[]> {
  const { rows } = await sql<FailedTries>`
    WITH failed AS MATERIALIZED (
      SELECT * FROM (${priced(scope)}) AS t WHERE outcome IN ('failed', 'timed_out')
    ), tried AS (
      SELECT f.*, EXISTS (SELECT FROM job_time s WHERE s.tenant = f.tenant AND s.same = f.same AND s.outcome = 'success' AND s.at > f.at) AS passed FROM failed f
    )
    SELECT repository, pipeline, job, count(*)::float8 AS failures, (count(*) FILTER (WHERE passed))::float8 AS flaky,
      coalesce(sum(worked_ms) FILTER (WHERE passed), 0)::float8 AS "flakyMs",
      CASE WHEN bool_and(money IS NOT NULL) FILTER (WHERE passed) THEN sum(money) FILTER (WHERE passed) END AS "flakyMoney",
      (array_agg(run_id ORDER BY at DESC) FILTER (WHERE passed))[1:3] AS "runIds"
    FROM tried GROUP BY repository, pipeline, job HAVING bool_or(passed) ORDER BY 6 DESC LIMIT ${MOST}`.execute(db);
  return rows;
}

const OVERTAKEN = 5_000;

interface OvertakenRow {
  id: string;
  repository: string;
  name: string;
  overtaken_at: Date;
  job_started: Date[] | null;
  job_ended: Date[] | null;
  job_system: string[] | null;
  job_runner: string[] | null;
}

/** The newest runs that a newer commit of their branch overtook, the default branch left out. */
export async function overtakenRuns(
  db: Database,
  where: RawBuilder<boolean>,
  period: Period,
  price: PricePerMs,
): Promise<OvertakenRun[]> {
  const { rows } = await sql<OvertakenRow>`
    WITH queued AS (
      SELECT tenant, id, repository, name, branch, sha, queued_at, finished_at,
        lead(queued_at) OVER w AS next_at, lead(sha) OVER w AS next_sha
      FROM run WHERE ${where} AND queued_at >= ${period.from} AND queued_at < ${period.to} AND branch IS NOT NULL AND sha IS NOT NULL
      WINDOW w AS (PARTITION BY repository, name, branch ORDER BY queued_at, id)
    ), overtaken AS (
      SELECT q.* FROM queued q
      WHERE q.next_at < q.finished_at AND q.next_sha <> q.sha
        -- Where nobody said which branch is the default one, none is known not to be.
        AND EXISTS (SELECT FROM repository k WHERE k.tenant = q.tenant AND k.full_name = q.repository AND k.default_branch IS NOT NULL)
        AND NOT EXISTS (SELECT FROM repository k WHERE k.tenant = q.tenant AND k.full_name = q.repository AND k.default_branch = q.branch)
      ORDER BY q.queued_at DESC LIMIT ${OVERTAKEN}
    )
    SELECT o.id, o.repository, o.name, o.next_at AS overtaken_at, array_agg(t.at - make_interval(secs => t.worked_ms / 1000.0::float8)) AS job_started,
      array_agg(t.at) AS job_ended, array_agg(t.system) AS job_system, array_agg(t.runner) AS job_runner
    FROM overtaken o JOIN job_time t ON t.tenant = o.tenant AND t.run_id = o.id AND t.at > o.next_at
    GROUP BY 1, 2, 3, 4`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    repository: row.repository,
    pipeline: row.name,
    overtakenAt: row.overtaken_at.getTime(),
    jobs: (row.job_started ?? []).map((start, n) => ({
      start: start.getTime(),
      end: row.job_ended?.[n]?.getTime() ?? start.getTime(),
      pricePerMs: price(row.job_system?.[n] ?? '', row.job_runner?.[n] ?? ''),
    })),
  }));
}

const KINDS = 20;
const QUEUED = 20_000;

/** The newest jobs of the kinds of runners that most jobs waited for. */
export async function queuedByKind(
  db: Database,
  scope: JobScope,
): Promise<{ system: string; runner: string; jobs: Queued[] }[]> {
  const { rows: kinds } = await sql<{ system: string; runner: string }>`
    SELECT system, runner FROM job_time WHERE ${inPeriod(scope)} GROUP BY system, runner ORDER BY sum(queue_ms) DESC LIMIT ${KINDS}`.execute(
    db,
  );
  const found = [];
  for (const { system, runner } of kinds) {
    const { rows } = await sql<{ ended: number; worked: number; waited: number }>`
      SELECT (extract(epoch FROM at) * 1000)::float8 AS ended, worked_ms::float8 AS worked, queue_ms::float8 AS waited FROM job_time
      WHERE ${inPeriod(scope)} AND system = ${system} AND runner = ${runner} ORDER BY at DESC LIMIT ${QUEUED}`.execute(
      db,
    );
    const jobs = rows.map(({ ended, worked, waited }) => ({
      ready: ended - worked - waited,
      start: ended - worked,
      end: ended,
    }));
    found.push({ system, runner, jobs });
  }
  return found;
}
