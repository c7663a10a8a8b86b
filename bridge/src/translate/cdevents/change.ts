import type { ChangeFact } from '@summit/contracts';
import { z } from 'zod';
import type { Translation } from '../ci';
import { dropUndefined, MAX_NAME, OptionalText } from '../fields';
import { parsePayload } from '../payload';
import { cut, firstLine } from '../text';
import { cdEventOf, namedRepository, repositoryOfField, RepositoryField } from './event';

const Change = cdEventOf(z.object({ description: OptionalText, repository: RepositoryField }));

/** A map, not an object: a word from outside must not find what every object inherits. */
const states: ReadonlyMap<string, ChangeFact['state']> = new Map([
  ['created', 'open'],
  ['updated', 'open'],
  ['merged', 'merged'],
  ['abandoned', 'closed'],
]);

/** A change with a number in a repository that is known. A review changes neither what it is nor where it stands. */
export function translateChange(predicate: string, payload: unknown): Translation {
  const { context, subject, customData } = parsePayload(Change, payload, `CDEvents change.${predicate}`).data;
  const state = states.get(predicate);
  if (state === undefined) return { dropped: 'review' };
  const number = numberOf(subject.id);
  if (number === undefined) return { dropped: 'change without a number' };
  const repository = namedRepository(customData) ?? repositoryOfField(subject.content.repository);
  if (!repository) return { dropped: 'no repository' };
  const ended = state === 'open' ? undefined : context.timestamp;
  const fact: ChangeFact = {
    kind: 'change',
    repository,
    number,
    title: customData.title ?? cut(firstLine(subject.content.description) ?? '', MAX_NAME),
    state,
    headBranch: customData.branch,
    headSha: customData.sha,
    mergeSha: customData.mergeSha,
    createdAt: customData.createdAt ?? context.timestamp,
    updatedAt: context.timestamp,
    closedAt: ended,
    mergedAt: state === 'merged' ? ended : undefined,
    url: '',
  };
  return { facts: [dropUndefined(fact)] };
}

/** `1234`, or what ends in it as addresses and names do: `pull/1234`, `!1234`. */
function numberOf(id: string): number | undefined {
  const digits = /(?:^|[/#!])([1-9]\d{0,8})$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
