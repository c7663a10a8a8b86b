import type { DoraStep, LeadTimeStart } from '@summit/contracts';
import { sql, type RawBuilder } from 'kysely';
import { medianRanks } from '../../domain/statistics/interval';
import type { Database } from '../../store/database';
import type { Period } from '../paging/period';
import type { Member } from '../teams/members';

/** What is counted over deployments; a redeploy changes nothing that runs, and is not one of them. */
export interface DeploymentSums {
  deployments: number;
  /** Changes that they were the first to bring. */
  shipped: number;
  failed: number;
  rework: number;
  recovered: number;
  unrecovered: number;
  recoveryMs: number | null;
}

export interface ChangeSums {
  changes: number;
  leadMs: number | null;
}

export interface Bounds {
  low: number | null;
  high: number | null;
}

export interface Median extends Bounds {
  median: number | null;
}

const deploymentSums = sql`
  (count(*) FILTER (WHERE kind <> 'redeploy'))::float8 AS deployments,
  coalesce(sum(shipped), 0)::float8 AS shipped,
  (count(*) FILTER (WHERE kind <> 'redeploy' AND failure IS NOT NULL))::float8 AS failed,
  (count(*) FILTER (WHERE kind <> 'redeploy' AND rework IS NOT NULL))::float8 AS rework,
  count(recovery_ms)::float8 AS recovered,
  (count(*) FILTER (WHERE failure IS NOT NULL AND recovery_ms IS NULL))::float8 AS unrecovered,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY recovery_ms) AS "recoveryMs"`;

const leadColumn: Readonly<Record<LeadTimeStart, string>> = {
  first_commit: 'first_commit_ms',
  opened: 'opened_ms',
  merged: 'merged_ms',
};

const changeSums = (start: LeadTimeStart): RawBuilder<unknown> => sql`
  count(*)::float8 AS changes, percentile_cont(0.5) WITHIN GROUP (ORDER BY ${sql.ref(leadColumn[start])}) AS "leadMs"`;

interface Source {
  table: 'dora_deployment' | 'dora_change';
  at: 'finished_at' | 'deployed_at';
  sums: RawBuilder<unknown>;
  where: RawBuilder<boolean>;
}

export const deploymentSource = (where: RawBuilder<boolean>): Source => ({
  table: 'dora_deployment',
  at: 'finished_at',
  sums: deploymentSums,
  where,
});
export const changeSource = (where: RawBuilder<boolean>, start: LeadTimeStart): Source => ({
  table: 'dora_change',
  at: 'deployed_at',
  sums: changeSums(start),
  where,
});

/** One row over all of a time. */
export async function total<Sums>(
  db: Database,
  { table, at, sums, where }: Source,
  { from, to }: Period,
): Promise<Sums> {
  const { rows } = await sql<Sums>`
    SELECT ${sums} FROM ${sql.table(table)} WHERE ${where} AND ${sql.ref(at)} >= ${from} AND ${sql.ref(at)} < ${to}`.execute(
    db,
  );
  const [row] = rows;
  if (!row) throw new Error('an aggregate without a row');
  return row;
}

/**
 * By step of the series. Each step is summed by itself, out of the index of times: finding a row's step and sorting all rows by it costs half as
 * much again. The first and the last step are cut to the period.
 */
export async function bySteps<Sums>(
  db: Database,
  { table, at, sums, where }: Source,
  { from, to }: Period,
  steps: readonly Step[],
): Promise<(Sums & { step: number })[]> {
  const { rows } = await sql<Sums & { step: number }>`
    SELECT s.step - 1 AS step, x.*
    FROM unnest(${steps.map((step) => iso(Math.max(step.at.getTime(), from.getTime())))}::timestamptz[],
      ${steps.map((step) => iso(Math.min(step.until.getTime(), to.getTime())))}::timestamptz[]) WITH ORDINALITY AS s(at, until, step)
    CROSS JOIN LATERAL (
      SELECT ${sums} FROM ${sql.table(table)} WHERE ${where} AND ${sql.ref(at)} >= s.at AND ${sql.ref(at)} < s.until) AS x`.execute(
    db,
  );
  return rows.map((row) => ({ ...row, step: Number(row.step) }));
}

const iso = (ms: number): string => new Date(ms).toISOString();

export async function byGroups<Sums>(
  db: Database,
  { table, at, sums, where }: Source,
  { from, to }: Period,
): Promise<(Sums & { repository: string; environment: string })[]> {
  const { rows } = await sql<Sums & { repository: string; environment: string }>`
    SELECT repository, environment, ${sums} FROM ${sql.table(table)}
    WHERE ${where} AND ${sql.ref(at)} >= ${from} AND ${sql.ref(at)} < ${to} GROUP BY 1, 2`.execute(db);
  return rows;
}

/** By team, each with all of its repositories. */
export async function byTeams<Sums>(
  db: Database,
  { table, at, sums, where }: Source,
  { from, to }: Period,
  members: readonly Member[],
): Promise<(Sums & { team: string })[]> {
  const [teams, repositories] = [members.map(({ team }) => team), members.map(({ repository }) => repository)];
  const { rows } = await sql<Sums & { team: string }>`
    SELECT m.team, ${sums} FROM ${sql.table(table)} JOIN unnest(${teams}::text[], ${repositories}::text[]) AS m(team, repository) USING (repository)
    WHERE ${where} AND ${sql.ref(at)} >= ${from} AND ${sql.ref(at)} < ${to} GROUP BY 1`.execute(db);
  return rows;
}

/** The median of `n` observations of a period, and those that bound it; nulls where they are too few. */
export async function medianOf(
  db: Database,
  { table, at, where }: Source,
  column: string,
  n: number,
  { from, to }: Period,
): Promise<Median> {
  if (n === 0) return { median: null, low: null, high: null };
  const ranks = medianRanks(n);
  // The r-th of n is the first that r / n of them are not above; half a rank less keeps rounding from taking its neighbour.
  const fractions = ranks ? [(ranks.low - 0.5) / n, (ranks.high - 0.5) / n] : [];
  const value = sql.ref(column);
  const { rows } = await sql<{ median: number | null; bounds: number[] | null }>`
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ${value}::float8) AS median,
      percentile_disc(${fractions}::float8[]) WITHIN GROUP (ORDER BY ${value}::float8) AS bounds
    FROM ${sql.table(table)} WHERE ${where} AND ${sql.ref(at)} >= ${from} AND ${sql.ref(at)} < ${to} AND ${value} IS NOT NULL`.execute(
    db,
  );
  const [low, high] = rows[0]?.bounds ?? [];
  return { median: rows[0]?.median ?? null, low: low ?? null, high: high ?? null };
}

export const leadTimeColumn = (start: LeadTimeStart): string => leadColumn[start];

export interface Step {
  at: Date;
  until: Date;
}

/** All steps of a period, whole: the first may begin before it, the last end after it. */
export async function stepsOf(db: Database, { from, to }: Period, step: DoraStep, timeZone: string): Promise<Step[]> {
  const { rows } = await sql<Step>`
    SELECT at AT TIME ZONE ${timeZone} AS at, (at + ${`1 ${step}`}::interval) AT TIME ZONE ${timeZone} AS until FROM generate_series(
      date_trunc(${step}, ${from}::timestamptz AT TIME ZONE ${timeZone}),
      (${to}::timestamptz - interval '1 millisecond') AT TIME ZONE ${timeZone},
      ${`1 ${step}`}::interval) AS at ORDER BY 1`.execute(db);
  return rows;
}
