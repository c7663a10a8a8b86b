import type { CiFact, CommitFact, JobFact, RepositoryRef, RunFact, RunResult, RunStatus } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, OptionalName } from '../fields';
import { plainId } from '../ids';
import { parsePayload } from '../payload';
import { cdEventOf, type Custom, namedRepository, pageFields, Reference, systemOf } from './event';

const PipelineRun = cdEventOf(z.object({ pipelineName: OptionalName, outcome: OptionalName, ...pageFields }));
const TaskRun = cdEventOf(
  z.object({
    taskName: OptionalName,
    pipelineRun: Reference.nullish().catch(undefined),
    outcome: OptionalName,
    ...pageFields,
  }),
);

/** A map, not an object: a word from outside must not find what every object inherits. */
const results: ReadonlyMap<string, RunResult> = new Map([
  ['success', 'success'],
  ['failure', 'failed'],
  ['error', 'failed'],
  ['cancel', 'cancelled'],
]);
const statuses: ReadonlyMap<string, RunStatus> = new Map([
  ['queued', 'queued'],
  ['started', 'running'],
  ['finished', 'completed'],
]);

type State = Pick<RunFact, 'status' | 'result' | 'providerResult'>;

function stateOf(predicate: string, outcome: string | undefined): State {
  const status = statuses.get(predicate) ?? 'queued';
  if (status !== 'completed') return { status, result: null };
  return { status, result: results.get(outcome ?? '') ?? 'unknown', providerResult: outcome };
}

/** Each event tells one time: that of what it says. The others are told by others of the run. */
const timesOf = ({ status }: State, at: string): Pick<RunFact, 'queuedAt' | 'startedAt' | 'finishedAt'> => ({
  queuedAt: at,
  startedAt: status === 'running' ? at : undefined,
  finishedAt: status === 'completed' ? at : undefined,
});

/** Where no repository is named, the pipeline stands for it. */
const codeOf = (custom: Custom, pipeline: string): RepositoryRef =>
  namedRepository(custom) ?? { provider: 'cdevents', fullName: `cdevents/${pipeline}`, url: '' };

const refOf = ({ branch, sha }: Custom): Pick<RunFact, 'branch' | 'sha'> => ({ branch, sha });

export function translatePipelineRun(predicate: string, payload: unknown): CiFact[] {
  const { context, subject, customData } = parsePayload(PipelineRun, payload, `CDEvents pipelinerun.${predicate}`).data;
  const { pipelineName, outcome, url, uri } = subject.content;
  const state = stateOf(predicate, outcome);
  const name = pipelineName ?? subject.id;
  const run: RunFact = {
    kind: 'run',
    repository: codeOf(customData, name),
    system: systemOf(subject.source ?? context.source),
    providerRunId: plainId(subject.id),
    // Run again, it is another run.
    attempt: 1,
    number: 0,
    name,
    title: customData.title,
    ...state,
    ...refOf(customData),
    changeNumber: customData.change,
    ...timesOf(state, context.timestamp),
    updatedAt: context.timestamp,
    url: uri ?? url ?? '',
  };
  return [dropUndefined(run), ...commitOf(customData)];
}

/** A task of a pipeline is a job of its run; one of none is a run with one job. */
export function translateTaskRun(predicate: string, payload: unknown): CiFact[] {
  const { context, subject, customData } = parsePayload(TaskRun, payload, `CDEvents taskrun.${predicate}`).data;
  const { taskName, pipelineRun, outcome, url, uri } = subject.content;
  const state = stateOf(predicate, outcome);
  const name = taskName ?? subject.id;
  const source = subject.source ?? context.source;
  const whose = {
    repository: codeOf(customData, name),
    system: systemOf(pipelineRun?.source ?? source),
    providerRunId: plainId(pipelineRun?.id ?? subject.id),
    attempt: 1,
  };
  const job: JobFact = {
    kind: 'job',
    ...whose,
    providerJobId: plainId(subject.id),
    name,
    ...state,
    ...refOf(customData),
    ...timesOf(state, context.timestamp),
    steps: [],
    url: uri ?? url ?? '',
  };
  if (pipelineRun) return [dropUndefined(job)];
  const run: RunFact = {
    ...whose,
    ...refOf(customData),
    ...state,
    ...timesOf(state, context.timestamp),
    kind: 'run',
    number: 0,
    name,
    updatedAt: context.timestamp,
    url: job.url,
  };
  return [dropUndefined(run), dropUndefined(job), ...commitOf(customData)];
}

function commitOf(custom: Custom): CommitFact[] {
  const repository = namedRepository(custom);
  if (!repository || custom.sha === undefined) return [];
  return [dropUndefined<CommitFact>({ kind: 'commit', repository, sha: custom.sha, branch: custom.branch })];
}
