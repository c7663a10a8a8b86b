import type { Actor, DisplayStatus, JobFact, RunFact, RunResult, RunStatus, StepFact } from '@summit/contracts';

/** What a run or a job of it was reported as. */
export type RunOrJobFact = RunFact | JobFact;

/** One attempt of one pipeline, folded from its facts. Times that nobody reported, or that do not exist, are null. */
export interface RunState {
  /** See `runIdOfFact`. */
  id: string;
  /** Where the code lives. */
  provider: string;
  /** Whose run it is: the CI system. */
  system: string;
  /** Host and port of the system's server; '' where unknown. */
  host: string;
  providerRunId: string;
  attempt: number;
  /** `owner/name`. */
  repository: string;
  name: string;
  title: string | null;
  /** 0 while only a job of it was reported. */
  number: number;
  event: string | null;
  status: RunStatus;
  result: RunResult | null;
  displayStatus: DisplayStatus;
  providerResult: string | null;
  branch: string | null;
  sha: string | null;
  changeNumber: number | null;
  actor: Actor | null;
  queuedAt: Date;
  /** The first job's start. */
  startedAt: Date | null;
  finishedAt: Date | null;
  queueMs: number | null;
  durationMs: number | null;
  url: string;
  traceId: string;
  /** The run's own span in the trace that its system sends of itself, where it does. */
  sourceTrace: { traceId: string; spanId: string } | null;
  jobsTotal: number;
  jobsFailed: number;
  jobsRunning: number;
  jobsQueued: number;
}

export interface JobState {
  /** See `jobIdOfFact`. */
  id: string;
  providerJobId: string;
  runId: string;
  name: string;
  stage: string | null;
  /** A newer try of the same job took its place: it is shown, but its result is not the run's. */
  retried: boolean;
  status: RunStatus;
  result: RunResult | null;
  providerResult: string | null;
  queuedAt: Date;
  /** Null for a job that no runner took: queued, skipped, or cancelled before its turn. */
  startedAt: Date | null;
  finishedAt: Date | null;
  runner: NonNullable<JobFact['runner']> | null;
  steps: readonly StepFact[];
  spanId: string;
  queueSpanId: string;
  url: string;
}

/** A failed or timed-out end. */
export const isFailure = (result: RunResult | null): boolean => result === 'failed' || result === 'timed_out';

/**
 * A job that ended before its attempt was asked for: a re-run of failed jobs lists the others as they ended earlier. They count as jobs
 * of the attempt, but took none of its time.
 */
export const isCarriedOver = (
  run: Pick<RunState, 'attempt' | 'queuedAt'>,
  job: Pick<JobState, 'finishedAt'>,
): boolean => run.attempt > 1 && job.finishedAt !== null && job.finishedAt < run.queuedAt;
