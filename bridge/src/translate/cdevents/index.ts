import { z } from 'zod';
import type { CiTranslator, Translation } from '../ci';
import { parsePayload, PayloadError } from '../payload';
import { translateTektonPipelineRun } from '../tekton/pipelineRun';
import { translateTektonTaskRun } from '../tekton/taskRun';
import { translateChange } from './change';
import { translatePipelineRun, translateTaskRun } from './runs';
import { translateService } from './service';

type Translate = (payload: unknown) => Translation;

const each = (prefix: string, names: readonly string[], of: (name: string) => Translate): [string, Translate][] =>
  names.map((name) => [prefix + name, of(name)]);

const predicates = {
  pipelinerun: ['queued', 'started', 'finished'],
  taskrun: ['started', 'finished'],
  change: ['created', 'updated', 'reviewed', 'merged', 'abandoned'],
  service: ['deployed', 'upgraded', 'rolledback', 'removed', 'published'],
};
/** What Tekton says of a run is in the run that it sends, whatever it calls the event. */
const tektonEvents = ['queued.v1', 'started.v1', 'running.v1', 'unknown.v1', 'successful.v1', 'failed.v1'];

/** By the type of a CloudEvent, without the version of its schema. */
const translators: ReadonlyMap<string, Translate> = new Map([
  ...each('dev.cdevents.pipelinerun.', predicates.pipelinerun, (name) => (payload) => ({
    facts: translatePipelineRun(name, payload),
  })),
  ...each('dev.cdevents.taskrun.', predicates.taskrun, (name) => (payload) => ({
    facts: translateTaskRun(name, payload),
  })),
  ...each('dev.cdevents.change.', predicates.change, (name) => (payload) => translateChange(name, payload)),
  ...each('dev.cdevents.service.', predicates.service, (name) => (payload) => translateService(name, payload)),
  ...each('dev.tekton.event.pipelinerun.', tektonEvents, () => translateTektonPipelineRun),
  ...each('dev.tekton.event.taskrun.', tektonEvents, () => translateTektonTaskRun),
]);

const Typed = z.object({ data: z.object({ context: z.object({ type: z.string() }) }) });

/**
 * The type of an event may have been a header, which a signature of the body does not cover; a CDEvent says it inside too. What a Tekton event is, its
 * object says.
 */
function requireSameType(event: string, payload: unknown): void {
  if (!event.startsWith('dev.cdevents.')) return;
  const { type } = parsePayload(Typed, payload, event).data.context;
  if (!type.startsWith(`${event}.`)) throw new PayloadError(`${event}: data.context.type: is of another event`);
}

export const cdevents: CiTranslator = {
  events: [...translators.keys()],
  translate(event, payload) {
    const translator = translators.get(event);
    if (!translator) return { dropped: 'unknown event' };
    requireSameType(event, payload);
    return translator(payload);
  },
};
