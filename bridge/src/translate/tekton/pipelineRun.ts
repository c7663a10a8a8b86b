import type { JobFact, RunFact } from '@summit/contracts';
import { z } from 'zod';
import type { Translation } from '../ci';
import { dropUndefined, MAX_NAME, Name } from '../fields';
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

const Status = z
  .object({
    ...statusFields,
    skippedTasks: z
      .array(z.object({ name: Name }))
      .nullish()
      .catch(undefined),
    // Version 1 and what was before it.
    results: Values,
    pipelineResults: Values,
  })
  .partial()
  .nullish()
  .transform((status) => status ?? {});

const Event = z.object({
  ...eventTime,
  data: z.object({
    pipelineRun: z.object({
      metadata: Metadata,
      spec: z.object({ pipelineRef: TaskRef, params: Values }).partial().nullish().catch(undefined),
      status: Status,
    }),
  }),
});
type PipelineRun = z.output<typeof Event>['data']['pipelineRun'];

/** `dev.tekton.event.pipelinerun.*`: a run. Run again it is another object; the tries of a task are its task's. */
export function translateTektonPipelineRun(payload: unknown): Translation {
  const { time, data } = parsePayload(Event, payload, 'Tekton PipelineRun');
  const { metadata, spec, status } = data.pipelineRun;
  const code = codeOf(metadata, [
    ...(spec?.params ?? []),
    ...(status.results ?? []),
    ...(status.pipelineResults ?? []),
  ]);
  const state = stateOf(status.conditions);
  const run: RunFact = {
    kind: 'run',
    ...whose(data.pipelineRun, code),
    number: 0,
    name: nameOf(data.pipelineRun),
    title: code.title,
    event: code.event,
    ...state,
    branch: code.branch,
    sha: code.sha,
    changeNumber: code.changeNumber,
    actor: code.actor,
    queuedAt: metadata.creationTimestamp,
    startedAt: state.status === 'queued' ? undefined : status.startTime,
    finishedAt: state.status === 'completed' ? endOf(data.pipelineRun, time) : undefined,
    updatedAt: reportedAt(time, metadata, status),
    url: code.logUrl ?? '',
  };
  return { facts: [dropUndefined(run), ...skippedJobs(data.pipelineRun, code, state), ...commitOf(code)] };
}

const whose = (run: PipelineRun, code: Code): Pick<RunFact, 'repository' | 'system' | 'providerRunId' | 'attempt'> => ({
  repository: code.repository ?? namespaceOf(run.metadata),
  system: tekton,
  providerRunId: run.metadata.uid,
  attempt: 1,
});

const endOf = ({ status, metadata }: PipelineRun, time: string | undefined): string =>
  status.completionTime ?? status.conditions?.lastTransitionTime ?? time ?? metadata.creationTimestamp;

/** The pipeline's own name. The label has the run's where the pipeline is written into the run. */
function nameOf({ metadata, spec }: PipelineRun): string {
  const label = metadata.labels.get('tekton.dev/pipeline');
  const name =
    metadata.annotations.get('pipelinesascode.tekton.dev/original-prname') ??
    metadata.labels.get('pipelinesascode.tekton.dev/original-prname') ??
    spec?.pipelineRef?.name ??
    (label === metadata.name ? undefined : label) ??
    spec?.pipelineRef?.params.find(({ name }) => name === 'name')?.value ??
    familyOf(metadata);
  return cut(name, MAX_NAME);
}

/** Tasks that were left out have no object of their own, so only the run tells of them; at its end it is sure of all. */
function skippedJobs(run: PipelineRun, code: Code, state: State): JobFact[] {
  if (state.status !== 'completed') return [];
  const at = run.status.startTime ?? run.metadata.creationTimestamp;
  return (run.status.skippedTasks ?? []).slice(0, MAX_SKIPPED).map(({ name }) =>
    dropUndefined<JobFact>({
      kind: 'job',
      ...whose(run, code),
      providerJobId: `${run.metadata.uid}:${name}`,
      name,
      runName: nameOf(run),
      status: 'completed',
      result: 'skipped',
      branch: code.branch,
      sha: code.sha,
      queuedAt: at,
      finishedAt: at,
      steps: [],
      url: code.logUrl ?? '',
    }),
  );
}

const MAX_SKIPPED = 1000;
