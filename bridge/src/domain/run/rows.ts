import { Actor, DisplayStatus, JobFact, RunResult, RunStatus, SpanId, StepFact, TraceId } from '@summit/contracts';
import { z } from 'zod';
import type { JobState, RunState } from './model';

/** The columns of the `run` and `job` tables that the domain reads, as the database driver returns them. */
export interface RunRow {
  id: string;
  provider: string;
  system: string;
  host: string;
  provider_run_id: string;
  attempt: number;
  repository: string;
  name: string;
  title: string | null;
  number: string;
  event: string | null;
  status: string;
  result: string | null;
  display_status: string;
  provider_result: string | null;
  branch: string | null;
  sha: string | null;
  change_number: string | null;
  actor: unknown;
  queued_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  queue_ms: string | null;
  duration_ms: string | null;
  url: string;
  trace_id: string;
  source_trace: unknown;
  jobs_total: number;
  jobs_failed: number;
  jobs_running: number;
  jobs_queued: number;
}

export interface JobRow {
  id: string;
  provider_job_id: string;
  run_id: string;
  name: string;
  stage: string | null;
  retried: boolean;
  status: string;
  result: string | null;
  provider_result: string | null;
  queued_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  runner: unknown;
  steps: unknown;
  span_id: string;
  queue_span_id: string;
  url: string;
}

const Steps = z.array(StepFact);
const SourceTrace = z.object({ traceId: TraceId, spanId: SpanId }).nullable();
const Runner = JobFact.shape.runner.unwrap().nullable();

/** A stored run, back as the fold made it. Throws ZodError on words that the fold does not write. */
export function runOfRow(row: RunRow): RunState {
  return {
    id: row.id,
    provider: row.provider,
    system: row.system,
    host: row.host,
    providerRunId: row.provider_run_id,
    attempt: row.attempt,
    repository: row.repository,
    name: row.name,
    title: row.title,
    number: Number(row.number),
    event: row.event,
    status: RunStatus.parse(row.status),
    result: RunResult.nullable().parse(row.result),
    displayStatus: DisplayStatus.parse(row.display_status),
    providerResult: row.provider_result,
    branch: row.branch,
    sha: row.sha,
    changeNumber: optionalNumber(row.change_number),
    actor: Actor.nullable().parse(row.actor),
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    queueMs: optionalNumber(row.queue_ms),
    durationMs: optionalNumber(row.duration_ms),
    url: row.url,
    traceId: row.trace_id,
    sourceTrace: SourceTrace.parse(row.source_trace),
    jobsTotal: row.jobs_total,
    jobsFailed: row.jobs_failed,
    jobsRunning: row.jobs_running,
    jobsQueued: row.jobs_queued,
  };
}

export function jobOfRow(row: JobRow): JobState {
  return {
    id: row.id,
    providerJobId: row.provider_job_id,
    runId: row.run_id,
    name: row.name,
    stage: row.stage,
    retried: row.retried,
    status: RunStatus.parse(row.status),
    result: RunResult.nullable().parse(row.result),
    providerResult: row.provider_result,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    runner: Runner.parse(row.runner),
    steps: Steps.parse(row.steps),
    spanId: row.span_id,
    queueSpanId: row.queue_span_id,
    url: row.url,
  };
}

const optionalNumber = (text: string | null): number | null => (text === null ? null : Number(text));
