import type { CiFact } from '@summit/contracts';
import type { CiTranslator, Translation } from '../ci';
import { translatePullRequest, translatePush } from './code';
import { translateJob, translateRun } from './pipelines';

/** By `eventType`. */
const translators: ReadonlyMap<string, (payload: unknown) => CiFact[]> = new Map([
  ['ms.vss-pipelines.run-state-changed-event', translateRun],
  ['ms.vss-pipelines.job-state-changed-event', translateJob],
  ['git.push', translatePush],
  ['git.pullrequest.created', translatePullRequest],
  ['git.pullrequest.updated', translatePullRequest],
  ['git.pullrequest.merged', translatePullRequest],
]);

function translate(event: string, payload: unknown): Translation {
  const translateEvent = translators.get(event);
  if (!translateEvent) return { dropped: 'unknown event' };
  const facts = translateEvent(payload);
  return facts.length > 0 ? { facts } : { dropped: `empty ${event}` };
}

export const azure: CiTranslator = { events: [...translators.keys()], translate };
