import type { CiSystem, RepositoryRef } from '@summit/contracts';
import { z } from 'zod';
import { OptionalName, OptionalText, OptionalUrl } from '../fields';
import { hostOfSender } from '../ids';
import { repositoryAt } from '../repository';
import { orMissing, OptionalTimeText, TimeText } from '../time';

/** The parts that all CDEvents have. Fields were renamed between versions of the specification (`url`, then `uri`); each is taken as any version has it. */

const Source = z.string().min(1).max(1000);
const Key = z.string().min(1).max(500);

/** A thing that an event mentions: its id is unique within its source, which is that of the event where it is missing. */
export const Reference = z.object({ id: Key, source: orMissing(Source) });

const Repository = z.object({
  id: OptionalName,
  source: OptionalText,
  url: OptionalText,
  uri: OptionalText,
  viewUrl: OptionalText,
});

const Sha = z
  .string()
  .regex(/^[0-9a-f]{7,64}$/)
  .optional()
  .catch(undefined);

/** Specifications of CDEvents know no commits. Senders may add what they know here; docs/ci-systems.md says how. */
const Custom = z
  .object({
    repository: OptionalText,
    sha: Sha,
    branch: OptionalName,
    change: z.number().int().min(1).optional().catch(undefined),
    title: OptionalName,
    deployment: orMissing(Key),
    createdAt: OptionalTimeText,
    mergeSha: Sha,
  })
  .partial()
  .nullish()
  .catch(undefined)
  .transform((custom) => custom ?? {});
export type Custom = z.output<typeof Custom>;

/** An event of which `content` is what its kind of subject has. */
export const cdEventOf = <S extends z.ZodType>(content: S) =>
  z.object({
    data: z.object({
      context: z.object({ id: Key, source: Source, timestamp: TimeText }),
      subject: Reference.extend({ content }),
      customData: Custom,
    }),
  });

export const pageFields = { url: OptionalUrl, uri: OptionalUrl };

export const systemOf = (source: string): CiSystem => ({ provider: 'cdevents', host: hostOfSender(source) });

/** The repository that the sender names in so many words. */
export const namedRepository = ({ repository }: Custom): RepositoryRef | undefined => repositoryAt(repository);

export const RepositoryField = Repository.nullish().catch(undefined);

/** The repository of a change: by an address, or as a name on a server. */
export function repositoryOfField(field: z.output<typeof RepositoryField>): RepositoryRef | undefined {
  const { id, source, url, uri, viewUrl } = field ?? {};
  const byAddress = [url, uri, viewUrl].map(repositoryAt).find((known) => known !== undefined);
  if (byAddress || id === undefined || source === undefined) return byAddress;
  const server = /^[\w-]+(\.[\w-]+)+(:\d+)?$/.test(source) ? `https://${source}` : source;
  return repositoryAt(`${server.replace(/\/+$/, '')}/${id.replace(/^\/+/, '')}`);
}
