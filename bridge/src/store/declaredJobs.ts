import { DeclaredJob, GraphSource } from '@summit/contracts';
import { type Database, rawQuery } from './database';

/** What sources declare of the jobs of a run, in the order of their keys. What cannot be read (another version wrote it) is as if it were not there. */
export async function declaredJobs(
  db: Database,
  tenant: string,
  runId: string,
): Promise<Map<GraphSource, DeclaredJob[]>> {
  const rows = await rawQuery<{ source: string; job: unknown }>(
    db,
    'SELECT source, job FROM declared_job WHERE tenant = $1 AND run_id = $2 ORDER BY source, job_key',
    [tenant, runId],
  );
  const found = new Map<GraphSource, DeclaredJob[]>();
  for (const row of rows) {
    const source = GraphSource.safeParse(row.source);
    const job = DeclaredJob.safeParse(row.job);
    if (!source.success || !job.success) continue;
    const known = found.get(source.data);
    if (known) known.push(job.data);
    else found.set(source.data, [job.data]);
  }
  return found;
}
