import type { CiSystem, RepositoryRef, RunResult, RunStatus } from '@summit/contracts';
import { z } from 'zod';
import { OptionalName } from '../fields';
import { latest, OptionalTimeText, orMissing, TimeText } from '../time';

/** The parts that Tekton's PipelineRuns and TaskRuns share: they are Kubernetes objects, sent whole. */

/**
 * Nothing says which cluster an event is of; but the id of an object is its own in all the world, so none is needed to keep clusters apart. A task
 * knows its own and that of its run: `$(context.taskRun.uid)`, `$(context.pipelineRun.uid)`.
 */
export const tekton: CiSystem = { provider: 'tekton', host: '' };

const Uid = z.string().regex(/^[\w-]{1,100}$/, 'not the uid of an object');

const Texts = z
  .record(z.string(), z.unknown())
  .nullish()
  .catch(undefined)
  .transform(
    (texts) =>
      new Map(
        Object.entries(texts ?? {}).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
        ),
      ),
  );

export const Metadata = z.object({
  name: z.string().min(1).max(500),
  namespace: OptionalName,
  uid: Uid,
  generateName: OptionalName,
  creationTimestamp: TimeText,
  labels: Texts,
  annotations: Texts,
  ownerReferences: z
    .array(z.object({ kind: z.string(), uid: Uid }))
    .nullish()
    .catch(undefined),
});
export type Metadata = z.output<typeof Metadata>;

const Conditions = z
  .array(z.object({ type: z.string(), status: z.string(), reason: OptionalName, lastTransitionTime: OptionalTimeText }))
  .nullish()
  .catch(undefined)
  .transform((conditions) => conditions?.find(({ type }) => type === 'Succeeded'));
export type Condition = z.output<typeof Conditions>;

export const statusFields = {
  conditions: Conditions,
  startTime: OptionalTimeText,
  completionTime: OptionalTimeText,
};

const Value = z.union([z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())]);
/** Parameters and results: only texts say anything of the code. */
export const Values = z
  .array(z.object({ name: z.string(), value: orMissing(Value) }))
  .nullish()
  .catch(undefined)
  .transform((values) =>
    (values ?? []).flatMap(({ name, value }) => (typeof value === 'string' && value !== '' ? [{ name, value }] : [])),
  );
export type Values = z.output<typeof Values>;

export const TaskRef = z.object({ name: OptionalName, params: Values }).nullish().catch(undefined);

/** The time of the event; its sender's clock. */
export const eventTime = { time: OptionalTimeText };

/** A map, not an object: a word from outside must not find what every object inherits. */
const ends: ReadonlyMap<string, RunResult> = new Map([
  ['Cancelled', 'cancelled'],
  ['PipelineRunCancelled', 'cancelled'],
  ['CancelledRunningFinally', 'cancelled'],
  ['StoppedRunningFinally', 'cancelled'],
  ['TaskRunCancelled', 'cancelled'],
  ['PipelineRunTimeout', 'timed_out'],
  ['PipelineRunTimeoutRunningFinally', 'timed_out'],
  ['TaskRunTimeout', 'timed_out'],
  // The pipeline lets this failure pass.
  ['FailureIgnored', 'success'],
]);
/** Under way, but nothing of it runs yet. */
const waiting: ReadonlySet<string> = new Set([
  'PipelineRunPending',
  'TaskRunPending',
  'Pending',
  'ToBeRetried',
  'ResolvingPipelineRef',
  'ResolvingTaskRef',
  'ResolvingStepActionRef',
]);

export interface State {
  status: RunStatus;
  result: RunResult | null;
  providerResult: string | undefined;
}

/** The condition `Succeeded` says where a run stands: true, false, or not known yet. Before a controller has seen it there is none. */
export function stateOf(condition: Condition): State {
  const { status, reason } = condition ?? {};
  if (status === 'True') return { status: 'completed', result: 'success', providerResult: reason };
  if (status === 'False')
    return { status: 'completed', result: ends.get(reason ?? '') ?? 'failed', providerResult: reason };
  const waits = condition === undefined || waiting.has(reason ?? '');
  return { status: waits ? 'queued' : 'running', result: null, providerResult: undefined };
}

/** The latest time that an event tells. */
export const reportedAt = (
  time: string | undefined,
  metadata: Metadata,
  status: { startTime?: string | undefined; completionTime?: string | undefined; conditions?: Condition },
): string =>
  latest([
    time,
    metadata.creationTimestamp,
    status.startTime,
    status.completionTime,
    status.conditions?.lastTransitionTime,
  ]) ?? metadata.creationTimestamp;

/** What many runs of one thing have in common: the name that theirs were made of, or the name itself. */
export const familyOf = ({ name, generateName }: Metadata): string => generateName?.replace(/-+$/, '') || name;

/** Where no repository is told, the namespace stands for it. */
export const namespaceOf = ({ namespace }: Metadata): RepositoryRef => ({
  provider: tekton.provider,
  fullName: `tekton/${namespace ?? 'default'}`,
  url: '',
});
