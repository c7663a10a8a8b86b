import { entityOf, type JobState, reportedAtMs, runIdOfFact } from '../../domain/run';
import type { Tx } from '../../store/database';
import { bulk } from '../shared/bulk';
import { assignments, definitions, names, type RowOf } from '../shared/columns';
import type { ChangedRun } from './runs';

/** Time after a run's end in which late jobs still join its span and its metrics. */
const EXPORT_GRACE_MS = 10_000;

export async function storeFacts(tx: Tx, runs: readonly ChangedRun[]): Promise<void> {
  const rows = runs.flatMap(({ tenant, changedFacts }) =>
    changedFacts.map((fact) => ({
      tenant,
      run_id: runIdOfFact(fact),
      entity: entityOf(fact),
      status: fact.status,
      updated_at: new Date(reportedAtMs(fact)),
      fact,
    })),
  );
  await bulk(
    tx,
    rows,
    'tenant text, run_id text, entity text, status text, updated_at timestamptz, fact jsonb',
    (x) => `
      INSERT INTO ci_fact (tenant, run_id, entity, status, updated_at, fact)
      SELECT tenant, run_id, entity, status, updated_at, fact FROM ${x}
      ON CONFLICT (tenant, run_id, entity, status) DO UPDATE SET updated_at = excluded.updated_at, fact = excluded.fact`,
  );
}

const RUN_COLUMNS = {
  tenant: 'text',
  id: 'text',
  provider: 'text',
  system: 'text',
  host: 'text',
  provider_run_id: 'text',
  attempt: 'int',
  repository: 'text',
  name: 'text',
  title: 'text',
  number: 'bigint',
  event: 'text',
  status: 'text',
  result: 'text',
  display_status: 'text',
  provider_result: 'text',
  branch: 'text',
  sha: 'text',
  change_number: 'bigint',
  actor: 'jsonb',
  queued_at: 'timestamptz',
  started_at: 'timestamptz',
  finished_at: 'timestamptz',
  queue_ms: 'bigint',
  duration_ms: 'bigint',
  url: 'text',
  trace_id: 'text',
  source_trace: 'jsonb',
  jobs_total: 'int',
  jobs_failed: 'int',
  jobs_running: 'int',
  jobs_queued: 'int',
  export_after: 'timestamptz',
  updated_at: 'timestamptz',
} as const;

const JOB_COLUMNS = {
  tenant: 'text',
  run_id: 'text',
  id: 'text',
  provider_job_id: 'text',
  name: 'text',
  stage: 'text',
  retried: 'boolean',
  status: 'text',
  result: 'text',
  provider_result: 'text',
  queued_at: 'timestamptz',
  started_at: 'timestamptz',
  finished_at: 'timestamptz',
  runner: 'jsonb',
  steps: 'jsonb',
  span_id: 'text',
  queue_span_id: 'text',
  url: 'text',
} as const;

export async function storeRuns(tx: Tx, runs: readonly ChangedRun[], now: Date): Promise<void> {
  await bulk(
    tx,
    runs.map((run) => runRow(run, now)),
    definitions(RUN_COLUMNS),
    (x) => `
      INSERT INTO run (${names(RUN_COLUMNS)}) SELECT ${names(RUN_COLUMNS)} FROM ${x}
      ON CONFLICT (tenant, id) DO UPDATE SET ${assignments(RUN_COLUMNS, {
        // The source may leave the change out; then it was found by the commit.
        change_number: 'coalesce(excluded.change_number, run.change_number)',
        // A run that goes on after its end is exported at its next one, unless it was already.
        export_after: `CASE WHEN run.exported_at IS NULL AND excluded.status <> 'completed' THEN NULL
          ELSE coalesce(run.export_after, excluded.export_after) END`,
      })}`,
  );
}

function runRow({ tenant, run }: ChangedRun, now: Date): RowOf<typeof RUN_COLUMNS> {
  return {
    tenant,
    id: run.id,
    provider: run.provider,
    system: run.system,
    host: run.host,
    provider_run_id: run.providerRunId,
    attempt: run.attempt,
    repository: run.repository,
    name: run.name,
    title: run.title,
    number: run.number,
    event: run.event,
    status: run.status,
    result: run.result,
    display_status: run.displayStatus,
    provider_result: run.providerResult,
    branch: run.branch,
    sha: run.sha,
    change_number: run.changeNumber,
    actor: run.actor,
    queued_at: run.queuedAt,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    queue_ms: run.queueMs,
    duration_ms: run.durationMs,
    url: run.url,
    trace_id: run.traceId,
    source_trace: run.sourceTrace,
    jobs_total: run.jobsTotal,
    jobs_failed: run.jobsFailed,
    jobs_running: run.jobsRunning,
    jobs_queued: run.jobsQueued,
    export_after: run.status === 'completed' ? new Date(now.getTime() + EXPORT_GRACE_MS) : null,
    updated_at: now,
  };
}

export async function storeJobs(
  tx: Tx,
  runs: readonly ChangedRun[],
  select: (run: ChangedRun) => readonly JobState[],
): Promise<void> {
  const rows = runs.flatMap((run) => select(run).map((job) => jobRow(run.tenant, job)));
  await bulk(
    tx,
    rows,
    definitions(JOB_COLUMNS),
    (x) => `
      INSERT INTO job (${names(JOB_COLUMNS)}) SELECT ${names(JOB_COLUMNS)} FROM ${x}
      ON CONFLICT (tenant, run_id, id) DO UPDATE SET ${assignments(JOB_COLUMNS)}`,
  );
}

/** Jobs that more spans of a trace proved to be none: a stage that turned out to hold others, say. */
export async function removeUntoldJobs(tx: Tx, runs: readonly ChangedRun[]): Promise<void> {
  const rows = runs
    .filter(({ run }) => run.sourceTrace !== null)
    .map(({ tenant, run, jobs }) => ({ tenant, run_id: run.id, jobs: jobs.map(({ id }) => id) }));
  await bulk(
    tx,
    rows,
    'tenant text, run_id text, jobs text[]',
    (x) =>
      `DELETE FROM job USING ${x} WHERE job.tenant = x.tenant AND job.run_id = x.run_id AND job.id <> ALL (x.jobs)`,
  );
}

function jobRow(tenant: string, job: JobState): RowOf<typeof JOB_COLUMNS> {
  return {
    tenant,
    run_id: job.runId,
    id: job.id,
    provider_job_id: job.providerJobId,
    name: job.name,
    stage: job.stage,
    retried: job.retried,
    status: job.status,
    result: job.result,
    provider_result: job.providerResult,
    queued_at: job.queuedAt,
    started_at: job.startedAt,
    finished_at: job.finishedAt,
    runner: job.runner,
    steps: job.steps,
    span_id: job.spanId,
    queue_span_id: job.queueSpanId,
    url: job.url,
  };
}
