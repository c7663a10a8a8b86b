import { rawQuery, type Tx } from '../../store/database';
import type { KnownRun } from './runs';

/** The branch and job of a run as one thing that results are compared along; its id. */
export async function lineOf(tx: Tx, run: KnownRun, job: string, at: Date): Promise<string> {
  const [row] = await rawQuery<{ id: string }>(tx, 'SELECT test_line_of($1, $2, $3, $4, $5) AS id', [
    run.tenant,
    run.repository,
    run.branch,
    job,
    at,
  ]);
  if (!row) throw new Error('a line of tests was not stored');
  return row.id;
}

/**
 * Moves results whose run has meanwhile turned out to be on another branch: a trigger moves what is stored when the run changes, but cannot
 * see what this transaction has stored. The runs stay as they are until it ends, which is soon: this comes last.
 */
export async function followRuns(tx: Tx, runs: readonly KnownRun[]): Promise<void> {
  if (runs.length === 0) return;
  const held = await rawQuery<KnownRun>(
    tx,
    `SELECT r.tenant, r.id, r.repository, r.sha, r.branch, r.queued_at AS "queuedAt" FROM run r
     JOIN unnest($1::text[], $2::text[]) AS k(tenant, id) ON r.tenant = k.tenant AND r.id = k.id
     ORDER BY r.tenant, r.id FOR SHARE OF r`,
    [runs.map(({ tenant }) => tenant), runs.map(({ id }) => id)],
  );
  for (const run of held) {
    const known = runs.find(({ tenant, id }) => tenant === run.tenant && id === run.id);
    if (known?.branch === run.branch && known.repository === run.repository) continue;
    await rawQuery(
      tx,
      `UPDATE test_result x SET line_id = test_line_of($1, $3, $4, p.job, $5) FROM report p
       WHERE x.tenant = $1 AND x.run_id = $2 AND p.id = x.report_id`,
      [run.tenant, run.id, run.repository, run.branch, run.queuedAt],
    );
  }
}
