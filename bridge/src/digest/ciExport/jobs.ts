import {
  isCarriedOver,
  isFailure,
  jobOfRow,
  type JobRow,
  type JobState,
  runOfRow,
  type RunState,
} from '../../domain/run';
import { rawQuery, type Tx } from '../../store/database';
import { readEach } from '../../store/readEach';
import type { DigestContext } from '../context';
import { runResource } from './attributes';
import { emitSpans } from './emit';
import { countError } from './metrics';
import { type ExportedRunRow, isHistory, RUN_COLUMNS, type Take } from './rows';
import { jobSpans } from './spans';
import { leftOut } from './unreadable';

/** How long after its run's end a job may still report its own; after that it is exported as ended with the run. */
const LOST_AFTER = '1 hour';

/** Spans of jobs that ended, with their steps. */
export async function exportJobs(tx: Tx, context: DigestContext, take: Take): Promise<number> {
  const jobs = await rawQuery<JobRow & { tenant: string }>(
    tx,
    `UPDATE job SET exported_at = $1 FROM (
       SELECT j.tenant, j.run_id, j.id FROM job j
       WHERE j.exported_at IS NULL AND j.status = 'completed'
         AND (j.provider_result IS NOT NULL OR EXISTS (
           SELECT FROM run r WHERE r.tenant = j.tenant AND r.id = j.run_id AND r.export_after < $1::timestamptz - interval '${LOST_AFTER}'))
       ORDER BY j.finished_at LIMIT $2 FOR UPDATE OF j SKIP LOCKED) due
     WHERE job.tenant = due.tenant AND job.run_id = due.run_id AND job.id = due.id
     RETURNING job.*`,
    [context.now(), take.limit],
  );
  const recent = jobs.filter((job) => !isHistory(take, job.finished_at));
  if (recent.length === 0) return jobs.length;
  const runs = await readRuns(tx, recent);
  const exported = (owner: ExportedRunRow, run: RunState, job: JobState) => ({
    resource: runResource(owner.tenant, run, owner.repository_url),
    spans: jobSpans(run, job, context.now()),
  });
  const read = (row: JobRow & { tenant: string }) => {
    const owner = runs.get(`${row.tenant} ${row.run_id}`);
    if (!owner) return null;
    const run = runOfRow(owner);
    const job = jobOfRow(row);
    return { tenant: row.tenant, run, job, exported: take.exporting ? exported(owner, run, job) : null };
  };
  const readable = readEach(recent, read, leftOut('job', take.unreadable)).filter((job) => job !== null);
  for (const { tenant, run, job } of readable) countJob(context, tenant, run, job);
  emitSpans(
    context,
    readable.map((job) => job.exported).filter((job) => job !== null),
  );
  return jobs.length;
}

function countJob(context: DigestContext, tenant: string, run: RunState, job: JobState): void {
  if (isFailure(job.result) && !isCarriedOver(run, job))
    countError(context, tenant, run, job.result, job.providerResult);
}

async function readRuns(
  tx: Tx,
  jobs: readonly { tenant: string; run_id: string }[],
): Promise<Map<string, ExportedRunRow>> {
  const rows = await rawQuery<ExportedRunRow>(
    tx,
    `SELECT ${RUN_COLUMNS} FROM run r
     WHERE (r.tenant, r.id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [jobs.map((job) => job.tenant), jobs.map((job) => job.run_id)],
  );
  return new Map(rows.map((row) => [`${row.tenant} ${row.id}`, row]));
}
