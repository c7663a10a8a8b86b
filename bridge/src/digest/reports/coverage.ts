import type { CoveredFile } from '@summit/contracts';
import { createHash } from 'node:crypto';
import { rawQuery, type Tx } from '../../store/database';
import { bulk, byKey } from '../shared/bulk';
import type { KnownRun } from './runs';

const CHUNK = 5_000;

/**
 * Coverage by file. A report says how many lines are covered, not which: of a file that several reports of a run name, what most of it was
 * covered by is kept, which is never more than what all of them cover together.
 */
export async function storeCoverage(tx: Tx, run: KnownRun, files: readonly CoveredFile[]): Promise<void> {
  const rows = [...byKey(files, ({ path }) => path, better).values()].map((file) => ({
    tenant: run.tenant,
    run_id: run.id,
    hash: createHash('sha256').update(file.path).digest('hex'),
    path: file.path.slice(0, 4_000),
    at: run.queuedAt,
    lines_covered: file.lines.covered,
    lines_total: file.lines.total,
    branches_covered: file.branches?.covered ?? null,
    branches_total: file.branches?.total ?? null,
    functions_covered: file.functions?.covered ?? null,
    functions_total: file.functions?.total ?? null,
  }));
  for (let from = 0; from < rows.length; from += CHUNK)
    await bulk(
      tx,
      rows.slice(from, from + CHUNK),
      `tenant text, run_id text, hash text, path text, at timestamptz, lines_covered int, lines_total int, branches_covered int,
       branches_total int, functions_covered int, functions_total int`,
      (x) => `
        INSERT INTO coverage_file AS c (tenant, run_id, hash, path, at, lines_covered, lines_total, branches_covered, branches_total,
          functions_covered, functions_total)
        SELECT tenant, run_id, decode(hash, 'hex'), path, at, lines_covered, lines_total, branches_covered, branches_total,
          functions_covered, functions_total FROM ${x}
        ON CONFLICT (tenant, run_id, hash) DO UPDATE SET
          lines_covered = greatest(c.lines_covered, excluded.lines_covered),
          lines_total = greatest(c.lines_total, excluded.lines_total),
          branches_covered = greatest(c.branches_covered, excluded.branches_covered),
          branches_total = greatest(c.branches_total, excluded.branches_total),
          functions_covered = greatest(c.functions_covered, excluded.functions_covered),
          functions_total = greatest(c.functions_total, excluded.functions_total)`,
    );
  await sumUp(tx, run);
}

/** What the run's files sum up to, for lists of many runs. */
async function sumUp(tx: Tx, { tenant, id }: KnownRun): Promise<void> {
  await rawQuery(
    tx,
    `INSERT INTO run_coverage (tenant, run_id, at, files, lines_covered, lines_total, branches_covered, branches_total)
     SELECT tenant, run_id, max(at), count(*), sum(lines_covered), sum(lines_total), sum(branches_covered), sum(branches_total)
     FROM coverage_file WHERE tenant = $1 AND run_id = $2 GROUP BY tenant, run_id
     ON CONFLICT (tenant, run_id) DO UPDATE SET at = excluded.at, files = excluded.files, lines_covered = excluded.lines_covered,
       lines_total = excluded.lines_total, branches_covered = excluded.branches_covered, branches_total = excluded.branches_total`,
    [tenant, id],
  );
}

type Counted = CoveredFile['lines'];

const most = (a: Counted | undefined, b: Counted | undefined): Counted | undefined =>
  a && b ? { covered: Math.max(a.covered, b.covered), total: Math.max(a.total, b.total) } : (a ?? b);

/** Two entries of one file in one report. */
function better(a: CoveredFile, b: CoveredFile): CoveredFile {
  const branches = most(a.branches, b.branches);
  const functions = most(a.functions, b.functions);
  return {
    path: a.path,
    lines: most(a.lines, b.lines) ?? a.lines,
    ...(branches && { branches }),
    ...(functions && { functions }),
  };
}
