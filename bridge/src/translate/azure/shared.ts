import type { Actor, CiSystem, RepositoryRef } from '@summit/contracts';
import { z } from 'zod';
import { OptionalText, OptionalUrl, personOf } from '../fields';
import { decoded } from '../http';
import { providerAt } from '../repository';
import { TimeText } from '../time';

/** The parts that the payloads of Azure DevOps share. */

/** Around every event: what it is, when it was sent and which organisation it is of. */
export const Envelope = z.object({
  createdDate: TimeText,
  resourceContainers: z
    .object({
      collection: z
        .object({
          id: z
            .string()
            .regex(/^[\w-]{8,64}$/)
            .optional()
            .catch(undefined),
        })
        .nullish()
        .catch(undefined),
    })
    .nullish()
    .catch(undefined),
});
export type Envelope = z.output<typeof Envelope>;

export const Link = z
  .object({ href: OptionalUrl })
  .nullish()
  .catch(undefined)
  .transform((link) => link?.href);

export const Person = z
  .object({ displayName: OptionalText, name: OptionalText, uniqueName: OptionalText, email: OptionalText })
  .partial()
  .nullish()
  .catch(undefined);

export function actorOf(person: z.output<typeof Person>): Actor | undefined {
  const email = person?.email ?? person?.uniqueName;
  return personOf(
    person?.displayName ?? person?.name,
    email?.includes('@') && !email.includes('\\') ? email : undefined,
  );
}

/**
 * Numbers are unique in an organisation, which is a part of the path at dev.azure.com and of the name at visualstudio.com. A server of one's own
 * has collections instead, told apart by their ids.
 */
export function systemOf(page: string | undefined, { resourceContainers }: Envelope): CiSystem {
  const collection = resourceContainers?.collection?.id?.slice(0, 8);
  if (page === undefined || !URL.canParse(page)) return { provider: 'azure', host: collection ?? '' };
  const { host, pathname } = new URL(page);
  const organisation = pathname.split('/')[1];
  if (host === 'dev.azure.com' && organisation) return { provider: 'azure', host: `${organisation}.dev.azure.com` };
  if (host.endsWith('.visualstudio.com') || collection === undefined) return { provider: 'azure', host };
  return { provider: 'azure', host: `${host}~${collection}` };
}

/**
 * The repository at an address that Azure gives: `https://org@dev.azure.com/org/project/_git/name`, GitHub's API, or any to clone from. Its name
 * is the path without the `_git` in it.
 */
export function repositoryOf(address: string | undefined): RepositoryRef | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, host, pathname } = new URL(address);
  if (!protocol.startsWith('http')) return undefined;
  const path = pathname
    .replace(/\.git$/, '')
    .split('/')
    .filter(Boolean)
    .map(decoded);
  const names =
    host === 'api.github.com' && path[0] === 'repos' ? path.slice(1) : path.filter((name) => name !== '_git');
  if (names.length < 2 || names.some((name) => /[@:]/.test(name))) return undefined;
  const server = host === 'api.github.com' ? 'github.com' : host;
  const url = `https://${server}/${(server === 'github.com' ? names : path).map(encodeURIComponent).join('/')}`;
  return { provider: providerAt(url, server), fullName: names.join('/'), url };
}

export const branchOf = (ref: string | undefined): string | undefined => ref?.replace(/^refs\/(heads|tags)\//, '');
