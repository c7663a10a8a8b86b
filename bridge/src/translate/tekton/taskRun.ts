import type { CiFact, JobFact, RunFact } from '@summit/contracts';
import { z } from 'zod';
import type { Translation } from '../ci';
import { dropUndefined, MAX_NAME } from '../fields';
import { parsePayload } from '../payload';
import { cut } from '../text';
import { codeOf, commitOf, type Code } from './code';
import {
  eventTime,
  familyOf,
  Metadata,
  namespaceOf,
  reportedAt,
  type State,
  stateOf,
  statusFields,
  TaskRef,
  tekton,
  Values,
} from './object';
import { stepsOf, StepStates } from './steps';

const Try = z.object({ ...statusFields, steps: StepStates }).partial();
type Try = z.output<typeof Try>;

const Status = Try.extend({
  retriesStatus: z.array(Try).nullish().catch(undefined),
  // Version 1 and what was before it.
  results: Values,
  taskResults: Values,
})
  .partial()
  .nullish()
  .transform((status) => status ?? {});

const Event = z.object({
  ...eventTime,
  data: z.object({
    taskRun: z.object({
      metadata: Metadata,
      spec: z.object({ taskRef: TaskRef, params: Values }).partial().nullish().catch(undefined),
      status: Status,
    }),
  }),
});
type TaskRun = z.output<typeof Event>['data']['taskRun'];

/** `dev.tekton.event.taskrun.*`: a job of its pipeline's run, one for each try; a task of no pipeline is a run of its own. */
export function translateTektonTaskRun(payload: unknown): Translation {
  const { time, data } = parsePayload(Event, payload, 'Tekton TaskRun');
  const task = data.taskRun;
  const { metadata, spec, status } = task;
  const runId = runIdOf(metadata);
  if (runId === undefined && metadata.labels.has('tekton.dev/pipelineRun')) return { dropped: 'unknown run' };
  const code = codeOf(metadata, [...(spec?.params ?? []), ...(status.results ?? []), ...(status.taskResults ?? [])]);
  const tries: Try[] = [...(status.retriesStatus ?? []), status];
  const jobs = tries.slice(-MAX_TRIES).map((one, index, kept) => {
    const number = index + tries.length - kept.length;
    return jobFact(task, code, { status: one, number, after: tries[number - 1], isLast: number === tries.length - 1 });
  });
  const facts: CiFact[] = runId === undefined ? [ownRun(task, code, time), ...jobs, ...commitOf(code)] : jobs;
  return { facts };
}

const MAX_TRIES = 50;

/** The run's object is the owner of its tasks' objects; newer versions say it in a label too. */
function runIdOf({ labels, ownerReferences }: Metadata): string | undefined {
  const label = labels.get('tekton.dev/pipelineRunUID');
  const owner = ownerReferences?.find(({ kind }) => kind === 'PipelineRun')?.uid;
  return owner ?? (/^[\w-]{1,100}$/.test(label ?? '') ? label : undefined);
}

const whose = (
  { metadata }: TaskRun,
  code: Code,
): Pick<RunFact, 'repository' | 'system' | 'providerRunId' | 'attempt'> => ({
  repository: code.repository ?? namespaceOf(metadata),
  system: tekton,
  providerRunId: runIdOf(metadata) ?? metadata.uid,
  attempt: 1,
});

/** The name that the pipeline has for it, else the task's. */
const nameOf = ({ metadata, spec }: TaskRun): string =>
  cut(
    metadata.labels.get('tekton.dev/pipelineTask') ??
      spec?.taskRef?.name ??
      metadata.labels.get('tekton.dev/task') ??
      familyOf(metadata),
    MAX_NAME,
  );

/** Of the pipeline, where that is told. */
function runNameOf({ metadata }: TaskRun): string | undefined {
  const name =
    metadata.annotations.get('pipelinesascode.tekton.dev/original-prname') ??
    metadata.labels.get('tekton.dev/pipeline');
  return name && cut(name, MAX_NAME);
}

interface NumberedTry {
  status: Try;
  /** From 0. */
  number: number;
  after: Try | undefined;
  isLast: boolean;
}

/** Nothing is tried again before it has failed. */
const ended = (state: State): State =>
  state.status === 'completed'
    ? state
    : { status: 'completed', result: 'failed', providerResult: state.providerResult };

const timesOf = (
  state: State,
  { startTime, completionTime, conditions }: Try,
): Pick<JobFact, 'startedAt' | 'finishedAt'> => ({
  startedAt: state.status === 'queued' ? undefined : startTime,
  finishedAt: state.status === 'completed' ? (completionTime ?? conditions?.lastTransitionTime) : undefined,
});

/** A try that follows another waits from when that one ended. */
function jobFact(task: TaskRun, code: Code, { status, number, after, isLast }: NumberedTry): JobFact {
  const { metadata } = task;
  const state = isLast ? stateOf(status.conditions) : ended(stateOf(status.conditions));
  const queuedAt =
    after === undefined
      ? metadata.creationTimestamp
      : (after.completionTime ?? status.startTime ?? status.conditions?.lastTransitionTime);
  return dropUndefined<JobFact>({
    kind: 'job',
    ...whose(task, code),
    providerJobId: number === 0 ? metadata.uid : `${metadata.uid}:${number}`,
    name: nameOf(task),
    slot: metadata.uid,
    runName: runNameOf(task),
    ...state,
    branch: code.branch,
    sha: code.sha,
    queuedAt: queuedAt ?? metadata.creationTimestamp,
    ...timesOf(state, status),
    steps: stepsOf(status.steps, state),
    url: code.logUrl ?? '',
  });
}

function ownRun(task: TaskRun, code: Code, time: string | undefined): RunFact {
  const { metadata, status } = task;
  const state = stateOf(status.conditions);
  return dropUndefined<RunFact>({
    kind: 'run',
    ...whose(task, code),
    number: 0,
    name: nameOf(task),
    title: code.title,
    event: code.event,
    ...state,
    branch: code.branch,
    sha: code.sha,
    changeNumber: code.changeNumber,
    actor: code.actor,
    queuedAt: metadata.creationTimestamp,
    ...timesOf(state, status),
    updatedAt: reportedAt(time, metadata, status),
    url: code.logUrl ?? '',
  });
}
