import { jobOfRow, runOfRow, type JobRow, type JobState, type RunState } from '../../domain/run';
import { rawQuery, type Tx } from '../../store/database';
import { type ExportedRunRow, RUN_COLUMNS } from '../ciExport/rows';
import { keyOf } from '../shared/bulk';
import type { RunKey } from '../reports/runs';

/** A run that logs are of. */
export interface LoggedRun {
  tenant: string;
  run: RunState;
  repositoryUrl: string | null;
  defaultBranch: string | null;
}

/** The runs of these keys that are known. */
export async function readLoggedRuns(tx: Tx, keys: readonly RunKey[]): Promise<Map<string, LoggedRun>> {
  if (keys.length === 0) return new Map();
  const rows = await rawQuery<ExportedRunRow & { default_branch: string | null }>(
    tx,
    `SELECT ${RUN_COLUMNS},
       (SELECT p.default_branch FROM repository p WHERE p.tenant = r.tenant AND p.provider = r.provider AND p.full_name = r.repository) AS default_branch
     FROM run r WHERE (r.tenant, r.id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [keys.map(({ tenant }) => tenant), keys.map(({ run_id }) => run_id)],
  );
  return new Map(
    rows.map((row) => [
      keyOf(row.tenant, row.id),
      {
        tenant: row.tenant,
        run: runOfRow(row),
        repositoryUrl: row.repository_url,
        defaultBranch: row.default_branch,
      },
    ]),
  );
}

/** The job that a sender named, by its number in its system or by its name; null while it is not known, or where several have the name. */
export async function readJob(tx: Tx, tenant: string, runId: string, job: string): Promise<JobState | null> {
  if (job === '') return null;
  const rows = await rawQuery<JobRow>(
    tx,
    `SELECT * FROM job WHERE tenant = $1 AND run_id = $2 AND (provider_job_id = $3 OR name = $3) AND NOT retried
     ORDER BY provider_job_id = $3 DESC LIMIT 2`,
    [tenant, runId, job],
  );
  const [first, second] = rows;
  if (!first || (second && first.provider_job_id !== job)) return null;
  return jobOfRow(first);
}

/** Logs that wait for these runs, or for the part in front of them, are due at once. What another worker has just taken is left to it. */
export async function wakeLogs(tx: Tx, keys: readonly (RunKey & { job?: string })[]): Promise<void> {
  if (keys.length === 0) return;
  await rawQuery(
    tx,
    `UPDATE inbox SET not_before = NULL WHERE id IN (
       SELECT i.id FROM unnest($1::text[], $2::text[], $3::text[]) AS k(tenant, run_id, job)
       JOIN inbox i ON i.tenant = k.tenant AND i.source = 'log' AND i.meta ->> 'run' = k.run_id AND (k.job IS NULL OR i.meta ->> 'job' = k.job)
       WHERE i.not_before IS NOT NULL
       FOR UPDATE OF i SKIP LOCKED)`,
    [keys.map(({ tenant }) => tenant), keys.map(({ run_id }) => run_id), keys.map(({ job }) => job ?? null)],
  );
}
