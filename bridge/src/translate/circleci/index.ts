import type { CiFact, CommitFact, JobFact, RepositoryRef, RunFact, RunResult } from '@summit/contracts';
import { z } from 'zod';
import type { CiTranslator, Translation } from '../ci';
import { dropUndefined, Name, OptionalName, OptionalUrl } from '../fields';
import { parsePayload } from '../payload';
import { systemAt } from '../repository';
import { firstLine } from '../text';
import { OptionalTimeText, TimeText } from '../time';
import { originOf, Sources } from './origin';

/** CircleCI reports what has ended, nothing before: a workflow, which is a run, and each job of it. */

const Shared = z.object({
  happened_at: TimeText,
  project: z.object({ name: Name, slug: OptionalName }),
  organization: z.object({ name: OptionalName }).nullish().catch(undefined),
  workflow: z.object({
    id: z.string().min(1).max(100),
    name: Name,
    url: OptionalUrl,
    created_at: TimeText,
    stopped_at: OptionalTimeText,
    status: OptionalName,
  }),
  pipeline: z
    .object({
      number: z.number().int().nullish().catch(undefined),
      created_at: OptionalTimeText,
      trigger: z.object({ type: OptionalName }).nullish().catch(undefined),
      ...Sources,
    })
    .transform((pipeline) => ({ ...pipeline, origin: originOf(pipeline) })),
});
type Shared = z.output<typeof Shared>;

const Completed = Shared.extend({
  job: z.object({
    id: z.string().min(1).max(100),
    number: z.number().int().nullish().catch(undefined),
    name: Name,
    status: z.string(),
    started_at: OptionalTimeText,
    stopped_at: OptionalTimeText,
  }),
});

/** A map, not an object: a word from outside must not find what every object inherits. */
const results: ReadonlyMap<string, RunResult> = new Map([
  ['success', 'success'],
  ['failed', 'failed'],
  ['error', 'failed'],
  ['infrastructure_fail', 'failed'],
  ['timedout', 'timed_out'],
  ['canceled', 'cancelled'],
  ['not_run', 'skipped'],
  // Nobody who may run it asked for it.
  ['unauthorized', 'failed'],
]);

function workflowCompleted(payload: unknown): CiFact[] {
  const body = parsePayload(Shared, payload, 'CircleCI workflow-completed');
  const { workflow, pipeline } = body;
  const commit = commitOf(body);
  const run: RunFact = {
    kind: 'run',
    ...whose(body),
    number: pipeline.number ?? 0,
    name: workflow.name,
    title: firstLine(commit?.message),
    event: pipeline.trigger?.type,
    status: 'completed',
    result: results.get(workflow.status ?? '') ?? 'unknown',
    providerResult: workflow.status,
    ...refOf(body),
    actor: commit?.author,
    queuedAt: workflow.created_at,
    // The time of asking: the first of its jobs says when it began.
    startedAt: workflow.created_at,
    finishedAt: workflow.stopped_at ?? body.happened_at,
    updatedAt: body.happened_at,
    url: workflow.url ?? '',
  };
  return [dropUndefined(run), ...(commit ? [commit] : [])];
}

function jobCompleted(payload: unknown): CiFact[] {
  const body = parsePayload(Completed, payload, 'CircleCI job-completed');
  const { job, workflow } = body;
  const finishedAt = job.stopped_at ?? body.happened_at;
  const fact: JobFact = {
    kind: 'job',
    ...whose(body),
    providerJobId: job.id,
    name: job.name,
    runName: workflow.name,
    status: 'completed',
    result: results.get(job.status) ?? 'unknown',
    providerResult: job.status,
    ...refOf(body),
    // When it began to wait is not told.
    queuedAt: job.started_at ?? finishedAt,
    startedAt: job.status === 'not_run' ? undefined : job.started_at,
    finishedAt,
    steps: [],
    url: workflow.url === undefined || !job.number ? (workflow.url ?? '') : `${workflow.url}/jobs/${job.number}`,
  };
  return [dropUndefined(fact)];
}

const whose = (body: Shared): Pick<RunFact, 'repository' | 'system' | 'providerRunId' | 'attempt'> => ({
  repository: repositoryOf(body),
  system: systemAt('circleci', body.workflow.url),
  providerRunId: body.workflow.id,
  // Run again, a workflow is another workflow.
  attempt: 1,
});

function repositoryOf({ pipeline, project, organization }: Shared): RepositoryRef {
  const known = pipeline.origin.repository;
  if (known) return known;
  const [, server = '', fullName] = /^(github|gh|bitbucket|bb)\/([^/]+\/[^/]+)$/.exec(project.slug ?? '') ?? [];
  if (fullName === undefined)
    return { provider: 'circleci', fullName: `${organization?.name ?? 'circleci'}/${project.name}`, url: '' };
  return server.startsWith('g')
    ? { provider: 'github', fullName, url: `https://github.com/${fullName}` }
    : { provider: 'bitbucket', fullName, url: `https://bitbucket.org/${fullName}` };
}

function refOf({ pipeline }: Shared): Pick<RunFact, 'branch' | 'sha'> {
  const { branch, tag, sha } = pipeline.origin;
  return { branch: branch ?? tag, sha };
}

function commitOf(body: Shared): CommitFact | undefined {
  const { sha, branch, message, author, committedAt } = body.pipeline.origin;
  if (sha === undefined) return undefined;
  return dropUndefined<CommitFact>({
    kind: 'commit',
    repository: repositoryOf(body),
    sha,
    message,
    author,
    committedAt,
    branch,
  });
}

function translate(event: string, payload: unknown): Translation {
  if (event === 'workflow-completed') return { facts: workflowCompleted(payload) };
  if (event === 'job-completed') return { facts: jobCompleted(payload) };
  return { dropped: 'unknown event' };
}

export const circleci: CiTranslator = { events: ['workflow-completed', 'job-completed'], translate };
