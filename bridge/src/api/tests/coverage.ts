import type { RunCoverage } from '@summit/contracts';
import { sql } from 'kysely';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import { findRun } from '../runs/detail';

const MAX_FILES = 1_000;

interface Sums {
  lines_covered: number;
  lines_total: number;
  branches_covered: number | null;
  branches_total: number | null;
  functions_covered: number | null;
  functions_total: number | null;
}

const pair = (covered: number | null, total: number | null) =>
  covered === null || total === null ? null : { covered: Number(covered), total: Number(total) };

const toCoverage = (row: Sums) => ({
  lines: { covered: Number(row.lines_covered), total: Number(row.lines_total) },
  branches: pair(row.branches_covered, row.branches_total),
  functions: pair(row.functions_covered, row.functions_total),
});

/** What of a run's code its tests reached: sums, and the files with the most lines that they did not. */
export async function coverageOfRun(deps: ApiDeps, caller: Caller, id: string): Promise<RunCoverage> {
  const run = await findRun(deps.db, caller.tenant, id);
  const [sums, files] = await Promise.all([
    sql<Sums & { files: number }>`
      SELECT count(*)::int AS files, coalesce(sum(lines_covered), 0) AS lines_covered, coalesce(sum(lines_total), 0) AS lines_total,
        sum(branches_covered) AS branches_covered, sum(branches_total) AS branches_total,
        sum(functions_covered) AS functions_covered, sum(functions_total) AS functions_total
      FROM coverage_file WHERE tenant = ${caller.tenant} AND run_id = ${run.id}`.execute(deps.db),
    sql<Sums & { path: string }>`
      SELECT path, lines_covered, lines_total, branches_covered, branches_total, functions_covered, functions_total
      FROM coverage_file WHERE tenant = ${caller.tenant} AND run_id = ${run.id}
      ORDER BY lines_total - lines_covered DESC, path LIMIT ${MAX_FILES}`.execute(deps.db),
  ]);
  const total = sums.rows[0];
  return {
    total: total && total.files > 0 ? toCoverage(total) : null,
    files: files.rows.map((row) => ({ path: row.path, ...toCoverage(row) })),
    fileCount: total?.files ?? 0,
  };
}
