import type { JobFact, RunResult } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined } from '../fields';
import { results, statusOf } from './shared';

/** Jobs are listed by pipeline hooks and reported by job hooks; both come down to this. */
export interface Build {
  id: string;
  name: string;
  stage: string | undefined;
  status: string;
  createdAt: string;
  startedAt: string | undefined;
  finishedAt: string | undefined;
  /** Seconds that it waited for a runner. */
  queued: number | undefined;
  failureReason: string | undefined;
  /** Its failure is not the pipeline's. */
  mayFail: boolean;
  runner: z.output<typeof Runner>;
}

export const Runner = z
  .object({
    id: z.number().int().nullish().catch(undefined),
    description: z.string().nullish().catch(undefined),
    tags: z.array(z.string()).nullish().catch(undefined),
  })
  .nullish()
  .catch(undefined);

/** What a job has in common with its run. */
export type RunOfJob = Pick<JobFact, 'repository' | 'system' | 'providerRunId' | 'runName' | 'branch' | 'sha'>;

/** A job waits for others, for a person or for its hour before it waits for a runner: then it is not queued yet, and no fact. */
const waiting: ReadonlySet<string> = new Set(['created', 'manual', 'scheduled']);
const running: ReadonlySet<string> = new Set(['running', 'canceling', 'waiting_for_callback']);
const timeouts: ReadonlySet<string> = new Set(['stuck_or_timeout_failure', 'job_execution_timeout']);

/** A job as reported; nothing while it has not come to its turn. */
export function jobFact(build: Build, run: RunOfJob): JobFact | undefined {
  if (waiting.has(build.status)) return undefined;
  const status = statusOf(build.status, running);
  const result = status === 'completed' ? resultOf(build) : null;
  const startedAt = status === 'queued' || result === 'skipped' ? undefined : build.startedAt;
  return dropUndefined<JobFact>({
    kind: 'job',
    ...run,
    attempt: 1,
    providerJobId: build.id,
    name: build.name,
    stage: build.stage,
    // A retried job is another job of the same name.
    slot: build.name,
    status,
    result,
    providerResult: status === 'completed' ? wordOf(build) : undefined,
    queuedAt: build.createdAt,
    startedAt,
    finishedAt: status === 'completed' ? build.finishedAt : undefined,
    waitedMs: startedAt === undefined || build.queued === undefined ? undefined : Math.round(build.queued * 1000),
    runner: runnerOf(build.runner),
    steps: [],
    url: run.repository.url === '' ? '' : `${run.repository.url}/-/jobs/${build.id}`,
  });
}

function resultOf(build: Build): RunResult {
  if (build.mayFail && build.status === 'failed') return 'success';
  if (timeouts.has(failureOf(build) ?? '')) return 'timed_out';
  return results.get(build.status) ?? 'unknown';
}

const wordOf = (build: Build): string =>
  build.mayFail && build.status === 'failed' ? 'allowed_failure' : (failureOf(build) ?? build.status);

/** Jobs that did not fail carry a reason as well. */
const failureOf = ({ status, failureReason }: Build): string | undefined =>
  status === 'failed' ? failureReason : undefined;

function runnerOf(runner: Build['runner']): JobFact['runner'] {
  if (!runner) return undefined;
  return dropUndefined({
    id: runner.id === null || runner.id === undefined ? undefined : String(runner.id),
    name: runner.description ?? undefined,
    labels: runner.tags ?? [],
  });
}
