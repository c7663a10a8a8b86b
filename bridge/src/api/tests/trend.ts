import type { ChangesCoverage, CoverageChange, CoverageTrend } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../store/database';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import { badRequest } from '../errors';
import { text, timeRange } from '../paging/parameters';
import { findRun } from '../runs/detail';
import { runOfResult, type RunColumns } from './rows';

const MAX_POINTS = 500;
const MAX_CHANGES = 50;
const MAX_LOST = 10;

export const TrendFilters = z.object({
  repository: text(300).meta({ description: '`owner/name`.' }),
  branch: text(300).optional().meta({ description: "Without it the repository's default branch." }),
  pipeline: text(300).optional().meta({ description: 'Only runs of this pipeline.' }),
  ...timeRange,
});
export const ChangesFilters = z.object({ repository: text(300).meta({ description: '`owner/name`.' }) });

interface CoveredRow extends RunColumns {
  lines_covered: string;
  lines_total: string;
  branches_covered: string | null;
  branches_total: string | null;
}
type Covered = CoverageTrend['items'][number];

const covered = sql`r.id AS run_id, r.queued_at AS at, r.name AS run_name, r.number AS run_number, r.sha, r.branch,
  c.lines_covered, c.lines_total, c.branches_covered, c.branches_total`;

const toCovered = (row: CoveredRow): Covered => ({
  run: runOfResult(row),
  lines: { covered: Number(row.lines_covered), total: Number(row.lines_total) },
  branches:
    row.branches_covered === null || row.branches_total === null
      ? null
      : { covered: Number(row.branches_covered), total: Number(row.branches_total) },
});

async function defaultBranch(db: Database, tenant: string, repository: string): Promise<string | null> {
  const known = await db
    .selectFrom('repository')
    .select('default_branch')
    .where('tenant', '=', tenant)
    .where('full_name', '=', repository)
    .where('default_branch', 'is not', null)
    .orderBy('provider')
    .executeTakeFirst();
  return known?.default_branch ?? null;
}

/** The coverage of a branch, run by run. Throws 400 where neither the call nor the repository says which branch. */
export async function coverageTrend(
  deps: ApiDeps,
  { tenant }: Caller,
  { repository, branch: asked, pipeline, from, to }: z.output<typeof TrendFilters>,
): Promise<CoverageTrend> {
  const branch = asked ?? (await defaultBranch(deps.db, tenant, repository));
  if (branch === null)
    throw badRequest('A parameter is wrong.', ['branch: the default branch of this repository is not known; name one']);
  const { rows } = await sql<CoveredRow>`
    SELECT ${covered} FROM run r JOIN run_coverage c ON c.tenant = r.tenant AND c.run_id = r.id
    WHERE r.tenant = ${tenant} AND r.repository = ${repository} AND r.branch = ${branch}
      AND ${pipeline === undefined ? sql`true` : sql`r.name = ${pipeline}`}
      AND ${from === undefined ? sql`true` : sql`r.queued_at >= ${from}`} AND ${to === undefined ? sql`true` : sql`r.queued_at < ${to}`}
    ORDER BY r.queued_at DESC, r.id DESC LIMIT ${MAX_POINTS + 1}`.execute(deps.db);
  return {
    repository,
    branch,
    items: rows.slice(0, MAX_POINTS).map(toCovered).reverse(),
    cut: rows.length > MAX_POINTS,
  };
}

/** The latest run before one, of its pipeline, with coverage, on the branch `base`: what its own is compared with. */
const baseOf = (base: ReturnType<typeof sql.ref>) => sql`
  SELECT ${covered} FROM run r JOIN run_coverage c ON c.tenant = r.tenant AND c.run_id = r.id
  WHERE r.tenant = h.tenant AND r.repository = h.repository AND r.name = h.name AND r.branch = ${base}
    AND r.queued_at < h.queued_at AND r.sha IS DISTINCT FROM h.sha
  ORDER BY r.queued_at DESC LIMIT 1`;

/** How a run's coverage differs from that of the branch its change goes to: in all, and the files that lost most. */
export async function coverageChange(deps: ApiDeps, { tenant }: Caller, id: string): Promise<CoverageChange> {
  const run = await findRun(deps.db, tenant, id);
  const target = await sql<{ base_branch: string | null }>`
    SELECT base_branch FROM change WHERE tenant = ${tenant} AND repository = ${run.repository} AND number = ${run.change_number}
      AND base_branch IS NOT NULL LIMIT 1`.execute(deps.db);
  const branch = target.rows[0]?.base_branch ?? (await defaultBranch(deps.db, tenant, run.repository));
  const [sums, base] = await Promise.all([
    sql<CoveredRow>`SELECT ${covered} FROM run r JOIN run_coverage c ON c.tenant = r.tenant AND c.run_id = r.id
      WHERE r.tenant = ${tenant} AND r.id = ${run.id}`.execute(deps.db),
    sql<CoveredRow>`SELECT b.* FROM (SELECT *, ${branch}::text AS base_branch FROM run WHERE tenant = ${tenant} AND id = ${run.id}) h
      CROSS JOIN LATERAL (${baseOf(sql.ref('h.base_branch'))}) b`.execute(deps.db),
  ]);
  const [now, then] = [sums.rows.map(toCovered)[0], base.rows.map(toCovered)[0] ?? null];
  if (!now || !then) return { base: null, branch, ratio: null, lost: [], changedFiles: 0 };
  const files = await changedFiles(deps.db, tenant, { before: then.run.id, after: run.id });
  return { base: then, branch, ratio: ratioOf(now.lines, then.lines), ...files };
}

type Counted = Covered['lines'];
const ratioOf = (now: Counted, then: Counted): number | null =>
  now.total === 0 || then.total === 0 ? null : now.covered / now.total - then.covered / then.total;

interface FileRow {
  path: string;
  before_covered: number | null;
  before_total: number | null;
  after_covered: number | null;
  after_total: number | null;
  lost: number;
  changed: number;
}

/**
 * Files whose lines are covered otherwise than before. What a file lost is how many more of its lines are not covered; one that is gone has
 * lost nothing, and all that a new one leaves uncovered.
 */
async function changedFiles(
  db: Database,
  tenant: string,
  { before, after }: { before: string; after: string },
): Promise<Pick<CoverageChange, 'lost' | 'changedFiles'>> {
  const { rows } = await sql<FileRow>`
    WITH both_runs AS (
      SELECT coalesce(a.path, b.path) AS path, b.lines_covered AS before_covered, b.lines_total AS before_total,
        a.lines_covered AS after_covered, a.lines_total AS after_total,
        CASE WHEN a.path IS NULL THEN 0
          ELSE (a.lines_total - a.lines_covered) - coalesce(b.lines_total - b.lines_covered, 0) END AS lost
      FROM (SELECT * FROM coverage_file WHERE tenant = ${tenant} AND run_id = ${after}) a
      FULL JOIN (SELECT * FROM coverage_file WHERE tenant = ${tenant} AND run_id = ${before}) b ON a.hash = b.hash
      WHERE (a.lines_covered, a.lines_total) IS DISTINCT FROM (b.lines_covered, b.lines_total))
    SELECT *, (SELECT count(*)::int FROM both_runs) AS changed FROM both_runs
    ORDER BY lost DESC, path LIMIT ${MAX_LOST}`.execute(db);
  const counted = (part: number | null, total: number | null): Counted | null =>
    part === null || total === null ? null : { covered: part, total };
  return {
    lost: rows
      .filter(({ lost }) => lost > 0)
      .map((row) => ({
        path: row.path,
        before: counted(row.before_covered, row.before_total),
        after: counted(row.after_covered, row.after_total),
        lost: row.lost,
      })),
    changedFiles: rows[0]?.changed ?? 0,
  };
}

interface ChangeRow extends CoveredRow {
  change_number: string;
  title: string | null;
  state: string | null;
  url: string | null;
  base: (CoveredRow & { at: string }) | null;
}

/** The latest changes of a repository whose head was run with coverage, each against the branch it goes to. */
export async function changesCoverage(deps: ApiDeps, { tenant }: Caller, repository: string): Promise<ChangesCoverage> {
  const { rows } = await sql<ChangeRow>`
    SELECT n.number AS change_number, n.title, n.state, n.url, ${covered}, to_jsonb(b) AS base
    FROM (SELECT * FROM change WHERE tenant = ${tenant} AND repository = ${repository}
          ORDER BY coalesce(updated_at, created_at) DESC NULLS LAST, number DESC LIMIT ${MAX_CHANGES}) n
    CROSS JOIN LATERAL (
      SELECT x.*, n.base_branch FROM run x JOIN run_coverage y ON y.tenant = x.tenant AND y.run_id = x.id
      WHERE x.tenant = n.tenant AND x.change_number = n.number AND x.repository = n.repository
        AND (n.base_branch IS NULL OR x.branch IS DISTINCT FROM n.base_branch)
      ORDER BY x.queued_at DESC, x.id DESC LIMIT 1) h
    JOIN run r ON r.tenant = h.tenant AND r.id = h.id
    JOIN run_coverage c ON c.tenant = r.tenant AND c.run_id = r.id
    LEFT JOIN LATERAL (${baseOf(sql.ref('h.base_branch'))}) b ON true
    ORDER BY r.queued_at DESC, r.id DESC`.execute(deps.db);
  return {
    items: rows.map((row) => {
      const { run, lines } = toCovered(row);
      const base = row.base && toCovered(row.base);
      return {
        number: Number(row.change_number),
        title: row.title,
        state: row.state,
        url: row.url,
        run,
        lines,
        base,
        ratio: base && ratioOf(lines, base.lines),
      };
    }),
  };
}
