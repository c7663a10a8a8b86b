import type { CiFact, JobFact, RunResult, RunStatus, StepFact } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Id, Name, OptionalName, OptionalSha, OptionalText, OptionalUrl } from '../fields';
import { parsePayload, PayloadError } from '../payload';
import { GithubTime, Attempt, OptionalTime, Repository, repositoryOf, resultOf, statusOf, systemOf } from './shared';

const Step = z.object({
  number: z.number().int(),
  name: Name,
  status: z.string(),
  conclusion: OptionalText,
  started_at: OptionalTime,
  completed_at: OptionalTime,
});

const WorkflowJob = z.object({
  id: Id,
  run_id: Id,
  run_attempt: Attempt,
  name: Name,
  workflow_name: OptionalName,
  status: z.string(),
  conclusion: OptionalText,
  head_branch: OptionalName,
  head_sha: OptionalSha,
  created_at: OptionalTime,
  started_at: GithubTime.nullish(),
  completed_at: OptionalTime,
  labels: z.array(z.string()).nullish().catch(undefined),
  runner_id: z.number().int().nullish().catch(undefined),
  runner_name: OptionalText,
  runner_group_name: OptionalText,
  steps: z.array(Step).nullish(),
  html_url: OptionalUrl,
});
type WorkflowJob = z.output<typeof WorkflowJob>;

/** GitHub has been seen to send a job that is null; such a delivery says nothing. */
const Payload = z.object({ workflow_job: WorkflowJob.nullable(), repository: Repository });

/** `workflow_job`: one report of one job with its steps so far. No facts where the job is null. */
export function translateWorkflowJob(payload: unknown): CiFact[] {
  const { workflow_job: job, repository } = parsePayload(Payload, payload, 'GitHub workflow_job');
  if (job === null) return [];
  const ref = repositoryOf(repository);
  const status = statusOf(job.status, job.conclusion);
  const result = resultOf(status, job.conclusion);
  const queuedAt = job.created_at ?? job.started_at ?? job.completed_at;
  if (queuedAt === undefined || queuedAt === null)
    throw new PayloadError(
      'GitHub workflow_job: workflow_job.created_at: missing, and no other time of the job is there',
    );
  const steps = (job.steps ?? []).map(stepOf);
  const fact: JobFact = {
    kind: 'job',
    repository: ref,
    system: systemOf(repository),
    providerRunId: job.run_id,
    attempt: job.run_attempt ?? 1,
    providerJobId: job.id,
    name: job.name,
    runName: job.workflow_name,
    status,
    result,
    providerResult: job.conclusion,
    branch: job.head_branch,
    sha: job.head_sha,
    queuedAt,
    startedAt: ran(job, status, result, steps) ? (job.started_at ?? undefined) : undefined,
    finishedAt: status === 'completed' ? (job.completed_at ?? undefined) : undefined,
    runner: runnerOf(job),
    steps,
    url: job.html_url ?? ref.url,
  };
  return [dropUndefined(fact)];
}

/**
 * Whether `started_at` is a start: GitHub fills it with the time of creation while a job waits, when it is skipped, and when it is
 * cancelled before a runner took it.
 */
function ran(job: WorkflowJob, status: RunStatus, result: RunResult | null, steps: readonly StepFact[]): boolean {
  if (status === 'queued' || result === 'skipped') return false;
  if (status === 'running') return true;
  return steps.length > 0 || Boolean(job.runner_id) || result === 'success';
}

function stepOf(step: z.output<typeof Step>): StepFact {
  const status = statusOf(step.status, step.conclusion);
  return dropUndefined({
    number: step.number,
    name: step.name,
    status,
    result: resultOf(status, step.conclusion),
    startedAt: step.started_at,
    finishedAt: status === 'completed' ? step.completed_at : undefined,
  });
}

function runnerOf(job: WorkflowJob): JobFact['runner'] {
  const labels = job.labels ?? [];
  const id = job.runner_id ? String(job.runner_id) : undefined;
  if (id === undefined && job.runner_name === undefined && labels.length === 0) return undefined;
  return dropUndefined({ id, name: job.runner_name, group: job.runner_group_name, labels });
}
