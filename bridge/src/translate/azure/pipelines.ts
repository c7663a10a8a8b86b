import type { CiFact, CommitFact, JobFact, RepositoryRef, RunFact, RunResult, RunStatus } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Id, Name, OptionalName, OptionalSha, OptionalText } from '../fields';
import { parsePayload } from '../payload';
import { firstLine } from '../text';
import { latest, OptionalTimeText, TimeText } from '../time';
import { actorOf, branchOf, Envelope, Link, Person, repositoryOf, systemOf } from './shared';

const Pipeline = z.object({ name: Name, folder: OptionalName });

const Run = z.object({
  id: Id,
  name: OptionalName,
  state: z.string(),
  result: OptionalName,
  createdDate: TimeText,
  finishedDate: OptionalTimeText,
  _links: z.object({ web: Link }).nullish().catch(undefined),
});

const Repositories = z
  .array(
    z.object({
      url: OptionalText,
      ref: OptionalName,
      change: z
        .object({ author: Person, message: OptionalText, version: OptionalSha })
        .partial()
        .nullish()
        .catch(undefined),
    }),
  )
  .nullish()
  .catch(undefined);

const RunEvent = Envelope.extend({
  resource: z.object({ run: Run, pipeline: Pipeline, repositories: Repositories }),
});
type RunEvent = z.output<typeof RunEvent>;

const JobEvent = RunEvent.extend({
  resource: RunEvent.shape.resource.extend({
    job: z.object({
      id: z.string().min(1).max(100),
      name: Name,
      attempt: z.number().int().min(1).nullish().catch(undefined),
      state: z.string(),
      result: OptionalName,
      startTime: OptionalTimeText,
      finishTime: OptionalTimeText,
      _links: z.object({ web: Link }).nullish().catch(undefined),
    }),
    stage: z.object({ name: OptionalName, displayName: OptionalName }).nullish().catch(undefined),
  }),
});
type JobEvent = z.output<typeof JobEvent>;

/** A map, not an object: a word from outside must not find what every object inherits. */
const results: ReadonlyMap<string, RunResult> = new Map([
  ['succeeded', 'success'],
  ['partiallysucceeded', 'success'],
  ['succeededwithissues', 'success'],
  ['failed', 'failed'],
  ['canceled', 'cancelled'],
  ['skipped', 'skipped'],
  // Somebody who was asked said no.
  ['rejected', 'cancelled'],
  ['abandoned', 'unknown'],
]);

const resultOf = (status: RunStatus, word: string | undefined): Pick<RunFact, 'result' | 'providerResult'> =>
  status === 'completed'
    ? { result: results.get(word?.toLowerCase() ?? '') ?? 'unknown', providerResult: word }
    : { result: null };

const running: ReadonlySet<string> = new Set(['inprogress', 'running', 'canceling', 'cancelling']);

function statusOf(state: string): RunStatus {
  const word = state.toLowerCase();
  if (word === 'completed') return 'completed';
  return running.has(word) ? 'running' : 'queued';
}

/** `ms.vss-pipelines.run-state-changed-event`. */
export function translateRun(payload: unknown): CiFact[] {
  const event = parsePayload(RunEvent, payload, 'Azure DevOps run');
  return [runFact(event, []), ...commitOf(event)];
}

/** `ms.vss-pipelines.job-state-changed-event`; it tells the run as well, which goes on when a job is run again. */
export function translateJob(payload: unknown): CiFact[] {
  const event = parsePayload(JobEvent, payload, 'Azure DevOps job');
  const { job } = event.resource;
  return [runFact(event, [job.startTime, job.finishTime]), jobFact(event)];
}

function runFact(event: RunEvent, seen: readonly (string | undefined)[]): RunFact {
  const { run } = event.resource;
  const status = statusOf(run.state);
  const commit = event.resource.repositories?.[0]?.change;
  return dropUndefined<RunFact>({
    kind: 'run',
    ...whose(event),
    number: Number(run.id),
    name: nameOf(event),
    title: firstLine(commit?.message) ?? run.name,
    status,
    ...resultOf(status, run.result),
    ...refOf(event),
    queuedAt: run.createdDate,
    finishedAt: status === 'completed' ? (run.finishedDate ?? event.createdDate) : undefined,
    reopens: true,
    updatedAt: latest([run.createdDate, run.finishedDate, event.createdDate, ...seen]) ?? run.createdDate,
    url: run._links?.web ?? '',
  });
}

function jobFact(event: JobEvent): JobFact {
  const { run, job, stage } = event.resource;
  const status = statusOf(job.state);
  return dropUndefined<JobFact>({
    kind: 'job',
    ...whose(event),
    // A job has the same id in every run of its pipeline.
    providerJobId: `${run.id}:${job.id}:${job.attempt ?? 1}`,
    name: job.name,
    stage: stageOf(event),
    slot: `${stage?.name ?? ''}/${job.name}`,
    runName: nameOf(event),
    status,
    ...resultOf(status, job.result),
    ...refOf(event),
    ...jobTimes(event, status),
    steps: [],
    url: job._links?.web ?? run._links?.web ?? '',
  });
}

/** Pipelines without stages have one that nobody named. */
function stageOf({ resource: { stage } }: JobEvent): string | undefined {
  const name = stage?.displayName ?? stage?.name;
  return name === '__default' ? undefined : name;
}

function jobTimes(
  { createdDate: sentAt, resource: { job } }: JobEvent,
  status: RunStatus,
): Pick<JobFact, 'queuedAt' | 'startedAt' | 'finishedAt'> {
  if (status === 'queued') return { queuedAt: sentAt };
  const skipped = job.result?.toLowerCase() === 'skipped';
  return {
    queuedAt: job.startTime ?? sentAt,
    startedAt: skipped ? undefined : job.startTime,
    finishedAt: status === 'completed' ? (job.finishTime ?? sentAt) : undefined,
  };
}

const whose = (event: RunEvent): Pick<RunFact, 'repository' | 'system' | 'providerRunId' | 'attempt'> => ({
  repository: repositoryOfRun(event),
  system: systemOf(pageOf(event), event),
  providerRunId: event.resource.run.id,
  attempt: 1,
});

/** Any page of the organisation; only some events link to one of the run's own. */
function pageOf(event: RunEvent): string | undefined {
  const { run, repositories } = event.resource;
  const own = repositories?.find(({ url }) => url?.includes('/_git/'))?.url;
  return run._links?.web ?? own;
}

function repositoryOfRun(event: RunEvent): RepositoryRef {
  const { repositories, pipeline } = event.resource;
  const known = repositories?.map(({ url }) => repositoryOf(url)).find((repository) => repository !== undefined);
  return known ?? { provider: 'azure', fullName: `azure/${pipeline.name}`, url: '' };
}

/** The first repository is the one that the pipeline is of. */
function refOf(event: RunEvent): Pick<RunFact, 'branch' | 'sha'> {
  const self = event.resource.repositories?.[0];
  return { branch: branchOf(self?.ref), sha: self?.change?.version };
}

function nameOf({ resource: { pipeline } }: RunEvent): string {
  const folders = (pipeline.folder ?? '').split('\\').filter(Boolean);
  return [...folders, pipeline.name].join(' » ');
}

function commitOf(event: RunEvent): CommitFact[] {
  const change = event.resource.repositories?.[0]?.change;
  const { sha, branch } = refOf(event);
  if (sha === undefined) return [];
  return [
    dropUndefined<CommitFact>({
      kind: 'commit',
      repository: repositoryOfRun(event),
      sha,
      message: change?.message,
      author: actorOf(change?.author),
      branch,
    }),
  ];
}
