import { jobSpanIds, runTraceIds } from '../../../bridge/src/domain/traceIds';
import { runIdOfFact } from '../../../bridge/src/domain/run/identity';
import { azure } from './azure';
import { buildkite } from './buildkite';
import { circleci } from './circleci';
import { github } from './github';
import { gitlab } from './gitlab';
import { jenkins } from './jenkins';
import { type CiJob, type Environment, scopeOf, told } from './model';
import { travis } from './travis';

/** Jenkins last: its agents may run within others' machines, and its variables are the least of its own. */
const systems = [github, gitlab, circleci, buildkite, azure, travis, jenkins];

/** The job that this process runs in, with what `SUMMIT_JOB_ID` and `SUMMIT_JOB` say better; undefined outside of every system that is known. */
export function currentJob(env: Environment): CiJob | undefined {
  for (const read of systems) {
    const job = read(env);
    if (job === undefined) continue;
    return {
      ...job,
      jobId: told(env['SUMMIT_JOB_ID']) ?? job.jobId,
      jobName: told(env['SUMMIT_JOB']) ?? job.jobName,
    };
  }
  return undefined;
}

/** The id under which Summit knows the run: `github-4182-1`. Undefined where the system does not say its number. */
export function runOf(job: CiJob): string | undefined {
  const { provider, host, repository, runId, attempt } = job;
  if (runId === undefined || !Number.isInteger(attempt) || attempt < 1) return undefined;
  return runIdOfFact({
    repository: { provider, fullName: repository, url: '' },
    system: { provider, host },
    providerRunId: runId,
    attempt,
  });
}

export interface SpanContext {
  traceId: string;
  spanId: string;
  /** Whose span it is. */
  of: 'job' | 'run';
}

/** The span of the job, or of its run where the job does not know its own number. */
export function spanOf(job: CiJob): SpanContext | undefined {
  if (job.runId === undefined || runOf(job) === undefined) return undefined;
  const { traceId, rootSpanId } = runTraceIds(scopeOf(job), job.runId, job.attempt);
  return job.jobId === undefined
    ? { traceId, spanId: rootSpanId, of: 'run' }
    : { traceId, spanId: jobSpanIds(scopeOf(job), job.jobId).spanId, of: 'job' };
}

/** W3C Trace Context. */
export const traceparentOf = ({ traceId, spanId }: Pick<SpanContext, 'traceId' | 'spanId'>): string =>
  `00-${traceId}-${spanId}-01`;
