import type { CiFact } from '@summit/contracts';
import type { CiTranslator, Translation } from '../ci';
import { translateDeployment } from './deployment';
import { translateJob } from './job';
import { translateMergeRequest } from './mergeRequest';
import { translatePipeline } from './pipeline';
import { translatePush } from './push';

const only =
  (translate: (payload: unknown) => CiFact[]) =>
  (payload: unknown): { facts: CiFact[] } => ({ facts: translate(payload) });

/** By the header X-Gitlab-Event. */
const translators: ReadonlyMap<string, (payload: unknown) => Extract<Translation, { facts: unknown }>> = new Map([
  ['Pipeline Hook', only(translatePipeline)],
  ['Job Hook', only(translateJob)],
  ['Deployment Hook', only(translateDeployment)],
  ['Merge Request Hook', only(translateMergeRequest)],
  ['Push Hook', translatePush],
  ['Tag Push Hook', translatePush],
]);

function translate(event: string, payload: unknown): Translation {
  const translateEvent = translators.get(event);
  if (!translateEvent) return { dropped: 'unknown event' };
  const translation = translateEvent(payload);
  return translation.facts.length > 0 ? translation : { dropped: `empty ${event}` };
}

export const gitlab: CiTranslator = { events: [...translators.keys()], translate };
