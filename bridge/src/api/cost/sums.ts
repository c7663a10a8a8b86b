import { type CostSums, Use } from '@summit/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../store/database';

/** What a sum is over: jobs that ended in a time. */
export interface Scope {
  tenant: string;
  from: Date;
  to: Date;
  where: RawBuilder<boolean>;
  /** Prices of kinds of runners, see `pricedKinds`. */
  kinds: string;
}

/** A row of sums: of each use its time and money, as `useful_ms`, `useful_money`, … */
export type SumsRow = Readonly<Record<string, unknown>>;

/** Columns of `job_time` that jobs are added up by, and one that is worked out for that. */
interface Keys {
  columns: readonly string[];
  step?: RawBuilder<unknown>;
}

/**
 * Jobs added up by keys, and what they cost. A failure is looked up among what succeeded later only where there is one to look for, and also beyond the
 * period: what failed at its end was cleared after it. Prices are those of kinds of runners, so that they are looked up once jobs are added up. Sums
 * are of doubles: those of bigint would be of numeric, which takes several times as long.
 */
const costed = ({ tenant, from, to, where, kinds }: Scope, { columns: by, step }: Keys): RawBuilder<unknown> => {
  const names = [...new Set([...by, ...(step ? ['step'] : []), 'system', 'runner', 'use'])];
  const keys = sql.join(names.map((name) => sql.ref(name)));
  const wanted = sql`tenant = ${tenant} AND at >= ${from} AND at < ${to} AND ${where}`;
  return sql`
  priced AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(${kinds}::jsonb) AS p(system text, runner text, per_minute float8, whole boolean)
  ), failed AS MATERIALIZED (
    SELECT DISTINCT same FROM job_time WHERE ${wanted} AND outcome IN ('failed', 'timed_out') AND same IS NOT NULL
  ), passed AS MATERIALIZED (
    SELECT t.same AS passed, max(t.at) AS passed_at FROM job_time t JOIN failed USING (same)
    WHERE t.tenant = ${tenant} AND t.outcome = 'success' AND t.at >= ${from} GROUP BY t.same
  ), ended AS (
    SELECT ${keys}, count(*)::float8 AS jobs, sum(worked_ms::float8) AS worked_ms, sum(queue_ms::float8) AS queue_ms,
      sum(greatest(1, ceil(worked_ms / 60000.0::float8))) AS minutes
    FROM (
      SELECT job_time.*, ${step ?? sql`0`} AS step, CASE outcome WHEN 'success' THEN 'useful' WHEN 'cancelled' THEN 'cancelled'
          WHEN 'failed' THEN CASE WHEN passed_at > at THEN 'flaky' ELSE 'failed' END
          WHEN 'timed_out' THEN CASE WHEN passed_at > at THEN 'flaky' ELSE 'failed' END ELSE 'unknown' END AS use
      FROM job_time LEFT JOIN passed ON passed = same AND outcome IN ('failed', 'timed_out') WHERE ${wanted}
    ) AS used GROUP BY ${keys}
  ), costed AS (
    SELECT e.*, p.per_minute * CASE WHEN p.whole THEN e.minutes ELSE e.worked_ms / 60000 END AS money
    FROM ended e LEFT JOIN priced p ON p.system = e.system AND p.runner = e.runner
  )`;
};

const columns = sql`
  coalesce(sum(jobs), 0) AS jobs, coalesce(sum(worked_ms), 0) AS worked_ms, coalesce(sum(money), 0) AS money,
  coalesce(sum(worked_ms) FILTER (WHERE money IS NULL), 0) AS unpriced_ms, coalesce(sum(queue_ms), 0) AS queue_ms,
  ${sql.join(
    Use.options.map(
      (use) => sql`coalesce(sum(worked_ms) FILTER (WHERE use = ${use}), 0) AS ${sql.ref(`${use}_ms`)},
      coalesce(sum(money) FILTER (WHERE use = ${use}), 0) AS ${sql.ref(`${use}_money`)}`,
    ),
  )}`;

/** The sums of a time, by the beginnings of its steps; steps in which nothing ended are missing. */
export async function sumsBySteps(
  db: Database,
  scope: Scope,
  steps: readonly Date[],
): Promise<(SumsRow & { step: number })[]> {
  const { rows } = await sql<SumsRow & { step: number }>`
    WITH ${costed(scope, { columns: [], step: sql`width_bucket(at, ${steps.map((at) => at.toISOString())}::timestamptz[]) - 1` })}
    SELECT step, ${columns} FROM costed GROUP BY step`.execute(db);
  return rows;
}

export async function total(db: Database, scope: Scope): Promise<SumsRow> {
  const { rows } = await sql<SumsRow>`WITH ${costed(scope, { columns: [] })} SELECT ${columns} FROM costed`.execute(db);
  return rows[0] ?? {};
}

/** The groups that took most, dearest first, and how many there are. */
export async function sumsByGroups(
  db: Database,
  scope: Scope,
  by: readonly string[],
  limit: number,
): Promise<(SumsRow & { groups: number })[]> {
  const keys = sql.join(by.map((column) => sql.ref(column)));
  const { rows } = await sql<SumsRow & { groups: number }>`
    WITH ${costed(scope, { columns: by })}
    SELECT ${keys}, ${columns}, (count(*) OVER ())::float8 AS groups FROM costed GROUP BY ${keys}
    ORDER BY sum(money) DESC NULLS LAST, sum(worked_ms) DESC, ${keys} LIMIT ${limit}`.execute(db);
  return rows;
}

/**
 * The runs that took most, dearest first, and how many there are. There are as many sums by runs and uses as jobs: these are made of the first runs
 * alone, once it is known which they are.
 */
export async function sumsByRuns(db: Database, scope: Scope, limit: number): Promise<(SumsRow & { groups: number })[]> {
  const { tenant, from, to, where, kinds } = scope;
  const { rows } = await sql<{ run_id: string; groups: number }>`
    SELECT run_id, (count(*) OVER ())::float8 AS groups
    FROM (
      SELECT run_id, worked_ms::float8 AS worked_ms,
        per_minute * CASE WHEN whole THEN greatest(1, ceil(worked_ms / 60000.0::float8)) ELSE worked_ms / 60000.0::float8 END AS money
      FROM job_time LEFT JOIN jsonb_to_recordset(${kinds}::jsonb) AS p(system text, runner text, per_minute float8, whole boolean) USING (system, runner)
      WHERE tenant = ${tenant} AND at >= ${from} AND at < ${to} AND ${where}
    ) AS priced
    GROUP BY run_id ORDER BY sum(money) DESC NULLS LAST, sum(worked_ms) DESC, run_id LIMIT ${limit}`.execute(db);
  const first = rows.map(({ run_id }) => run_id);
  const of = sql<boolean>`(${where} AND run_id = ANY(${first}::text[]))`;
  const found = await sumsByGroups(db, { ...scope, where: of }, ['repository', 'pipeline', 'run_id'], limit);
  return found.map((row) => ({ ...row, groups: rows[0]?.groups ?? 0 }));
}

const numberIn = (row: SumsRow, column: string): number => {
  const value = row[column];
  return typeof value === 'number' ? value : 0;
};

export function toSums(row: SumsRow): CostSums {
  const spent = (use: Use) => ({ workedMs: numberIn(row, `${use}_ms`), money: numberIn(row, `${use}_money`) });
  return {
    jobs: numberIn(row, 'jobs'),
    workedMs: numberIn(row, 'worked_ms'),
    money: numberIn(row, 'money'),
    unpricedMs: numberIn(row, 'unpriced_ms'),
    queueMs: numberIn(row, 'queue_ms'),
    uses: {
      useful: spent('useful'),
      flaky: spent('flaky'),
      failed: spent('failed'),
      cancelled: spent('cancelled'),
      unknown: spent('unknown'),
    },
  };
}

/** Sums of several times as one. */
export function addUp(all: readonly CostSums[]): CostSums {
  const add = (pick: (sums: CostSums) => number): number => all.reduce((sum, one) => sum + pick(one), 0);
  const spent = (use: Use) => ({
    workedMs: add(({ uses }) => uses[use].workedMs),
    money: add(({ uses }) => uses[use].money),
  });
  return {
    jobs: add(({ jobs }) => jobs),
    workedMs: add(({ workedMs }) => workedMs),
    money: add(({ money }) => money),
    unpricedMs: add(({ unpricedMs }) => unpricedMs),
    queueMs: add(({ queueMs }) => queueMs),
    uses: {
      useful: spent('useful'),
      flaky: spent('flaky'),
      failed: spent('failed'),
      cancelled: spent('cancelled'),
      unknown: spent('unknown'),
    },
  };
}
