import type { DeclaredJob, GraphSource } from '@summit/contracts';
import { canonicalJson } from '../../domain/run';
import type { Tx } from '../../store/database';
import { bulk, byKey, keyOf } from '../shared/bulk';

/** What a source says of one job of a run. */
export interface Declared {
  tenant: string;
  runId: string;
  source: GraphSource;
  job: DeclaredJob;
  toldAt: Date;
}

/**
 * Keeps what was declared, whatever the order and however often: of what one source says of one job the later word stands, of two words of one moment always
 * the same. Returns of how many jobs something else is known now.
 */
export async function storeDeclared(tx: Tx, declared: readonly Declared[]): Promise<number> {
  const rows = byKey(
    declared.map(({ tenant, runId, source, job, toldAt }) => ({
      tenant,
      run_id: runId,
      source,
      job_key: job.key,
      job,
      // PostgreSQL orders the keys of JSON in its own way.
      words: canonicalJson(job),
      told_at: toldAt,
    })),
    ({ tenant, run_id, source, job_key }) => keyOf(tenant, run_id, source, job_key),
    (a, b) =>
      a.told_at > b.told_at ||
      (a.told_at.getTime() === b.told_at.getTime() && Buffer.compare(Buffer.from(a.words), Buffer.from(b.words)) >= 0)
        ? a
        : b,
  );
  const [changed] = await bulk<{ count: number }>(
    tx,
    [...rows.values()],
    'tenant text, run_id text, source text, job_key text, job jsonb, words text, told_at timestamptz',
    // Both parts see the rows as they were before.
    (x) => `
      WITH told AS (SELECT * FROM ${x}),
      before AS (SELECT d.* FROM told JOIN declared_job d USING (tenant, run_id, source, job_key)),
      written AS (
        INSERT INTO declared_job AS d (tenant, run_id, source, job_key, job, words, told_at)
        SELECT tenant, run_id, source, job_key, job, words, told_at FROM told
        ON CONFLICT (tenant, run_id, source, job_key) DO UPDATE
          SET job = excluded.job, words = excluded.words, told_at = excluded.told_at
          WHERE (d.told_at, d.words COLLATE "C") < (excluded.told_at, excluded.words COLLATE "C")
        RETURNING tenant, run_id, source, job_key, words)
      SELECT count(*)::int AS count FROM written w LEFT JOIN before b USING (tenant, run_id, source, job_key)
      WHERE b.words IS DISTINCT FROM w.words`,
  );
  return changed?.count ?? 0;
}
