import { createHash } from 'node:crypto';

/**
 * Trace and span ids that a job can compute about itself while it runs, from what its CI system tells it. For GitHub this is the scheme
 * of the Collector's githubreceiver (v0.151 and later, ids from the job id), so that spans made in a job by other tools join the same
 * trace. See docs/trace-ids.md.
 */

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const spanIdOf = (text: string): string => sha256(text).slice(16, 32);

export interface RunTraceIds {
  traceId: string;
  /** The run's own span, the root. */
  rootSpanId: string;
  /** The wait from the run's creation to its first job's start; not part of the receiver's scheme. */
  queueSpanId: string;
}

/** `runId` is GITHUB_RUN_ID, `attempt` GITHUB_RUN_ATTEMPT. */
export function githubRunIds(runId: string, attempt: number): RunTraceIds {
  return {
    traceId: sha256(`${runId}${attempt}t`).slice(0, 32),
    rootSpanId: spanIdOf(`${runId}${attempt}s`),
    queueSpanId: spanIdOf(`${runId}${attempt}q`),
  };
}

/** `jobId` is the id of the job (and of its check run) in GitHub's API, not its name in the workflow file. */
export function githubJobIds(jobId: string): { spanId: string; queueSpanId: string } {
  return { spanId: spanIdOf(`${jobId}-j`), queueSpanId: spanIdOf(`${jobId}-q`) };
}

/** `occurrence` counts the steps of one name within the job from 1: the second and later ones append it, so that none collide. */
export function githubStepId(jobId: string, name: string, occurrence: number): string {
  const suffix = occurrence > 1 ? `-${occurrence}` : '';
  return spanIdOf(`${jobId}-${name}-s${suffix}`);
}

/** Step ids of a job, in the order given (by step number). */
export function githubStepIds(jobId: string, names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const occurrence = (seen.get(name) ?? 0) + 1;
    seen.set(name, occurrence);
    return githubStepId(jobId, name, occurrence);
  });
}
