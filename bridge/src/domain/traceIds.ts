import { createHash } from 'node:crypto';

/**
 * Trace and span ids that a job can compute about itself while it runs, from what its CI system tells it. For GitHub this is the scheme
 * of the Collector's githubreceiver (v0.151 and later, ids from the job id), so that spans made in a job by other tools join the same
 * trace; for the others, whose ids repeat from server to server, provider, host and repository go into the hash. See docs/trace-ids.md.
 */

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const spanIdOf = (text: string): string => sha256(text).slice(16, 32);

/** Where ids of runs and jobs are unique. */
export interface CiScope {
  provider: string;
  /** Host and port of the server, as in its pages' addresses; '' where unknown. */
  host: string;
  /** `owner/name` on that host. */
  repository: string;
}

export interface RunTraceIds {
  traceId: string;
  /** The run's own span, the root. */
  rootSpanId: string;
  /** The wait from the run's creation to its first job's start; not part of the receiver's scheme. */
  queueSpanId: string;
}

/** `runId` is GITHUB_RUN_ID and `attempt` GITHUB_RUN_ATTEMPT, or CI_PIPELINE_ID and 1. */
export function runTraceIds(scope: CiScope, runId: string, attempt: number): RunTraceIds {
  const run = `${prefixOf(scope)}${runId}${separatorOf(scope)}${attempt}`;
  return {
    traceId: sha256(`${run}t`).slice(0, 32),
    rootSpanId: spanIdOf(`${run}s`),
    queueSpanId: spanIdOf(`${run}q`),
  };
}

/** `jobId` is the id of the job in the provider's API (GitHub: also of its check run; GitLab: CI_JOB_ID), not its name. */
export function jobSpanIds(scope: CiScope, jobId: string): { spanId: string; queueSpanId: string } {
  const job = `${prefixOf(scope)}${jobId}`;
  return { spanId: spanIdOf(`${job}-j`), queueSpanId: spanIdOf(`${job}-q`) };
}

/** `occurrence` counts the steps of one name within the job from 1: the second and later ones append it, so that none collide. */
export function stepSpanId(scope: CiScope, jobId: string, name: string, occurrence: number): string {
  const suffix = occurrence > 1 ? `-${occurrence}` : '';
  return spanIdOf(`${prefixOf(scope)}${jobId}-${name}-s${suffix}`);
}

/** Step ids of a job, in the order given (by step number). */
export function stepSpanIds(scope: CiScope, jobId: string, names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const occurrence = (seen.get(name) ?? 0) + 1;
    seen.set(name, occurrence);
    return stepSpanId(scope, jobId, name, occurrence);
  });
}

const prefixOf = ({ provider, host, repository }: CiScope): string =>
  provider === 'github' ? '' : `${provider}/${host}/${repository}/`;

/** The receiver's scheme writes run and attempt without anything between; elsewhere 1 and 11 must not be 11 and 1. */
const separatorOf = ({ provider }: CiScope): string => (provider === 'github' ? '' : '/');
