import type { RepositoryRef } from '@summit/contracts';
import { decoded } from '../http';
import { repositoryAt } from '../repository';

/** The code that an artifact was made of. */
export interface Origin {
  repository?: RepositoryRef | undefined;
  sha?: string | undefined;
  /** The artifact's version, where it is a name and no commit. */
  version?: string | undefined;
}

/** Package types whose packages are repositories; the server that they are on. */
const servers: ReadonlyMap<string, string> = new Map([
  ['github', 'https://github.com/'],
  ['gitlab', 'https://gitlab.com/'],
  ['bitbucket', 'https://bitbucket.org/'],
  ['golang', 'https://'],
]);

/** Enough digits not to be a date or a number, with a letter among them. */
const shaAtEnd = (text: string): string | undefined =>
  /(?:^|-)((?=[0-9]*[a-f])[0-9a-f]{12}(?:[0-9a-f]{0,52}))$/.exec(text)?.[1];

/**
 * Reads a package URL (`pkg:type/namespace/name@version?qualifiers`). The qualifier `vcs_url` names repository and commit; packages that are
 * repositories themselves name the commit as their version. The digest of an image is no commit.
 */
export function originOf(purl: string | undefined): Origin {
  const match = /^pkg:([a-z0-9.+-]+)\/([^@?#]+)(?:@([^?#]*))?(?:\?([^#]*))?/i.exec(purl ?? '');
  if (!match) return {};
  const [, type = '', path = '', rawVersion = '', qualifiers = ''] = match;
  const version = decoded(rawVersion);
  // A plus is a plus here, not a space.
  const address = new URLSearchParams(qualifiers.replaceAll('+', '%2B')).get('vcs_url') ?? '';
  const vcs = /^(?:git\+)?(.+?)(?:@([0-9a-f]{7,64}))?$/.exec(address);
  const named = version.includes(':') ? undefined : version || undefined;
  if (vcs) return { repository: repositoryAt(vcs[1]), sha: vcs[2], version: named };
  const server = servers.get(type.toLowerCase());
  if (server === undefined) return { version: named };
  const sha = shaAtEnd(version);
  return { repository: repositoryAt(server + decoded(path)), sha, version: sha === undefined ? named : undefined };
}
