import type { CiSystem, RepositoryRef } from '@summit/contracts';
import { MAX_NAME } from './fields';
import { decoded } from './http';

/** Servers of which there is one each; everywhere else the server itself is the name. */
const PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['github.com', 'github'],
  ['gitlab.com', 'gitlab'],
  ['bitbucket.org', 'bitbucket'],
  ['dev.azure.com', 'azure'],
  ['ssh.dev.azure.com', 'azure'],
]);

/** Where a repository lives, by the address of any page of it: so that what the code's own server and what a CI system say of it join. */
export function providerAt(url: string | undefined, unknown: string): string {
  const host = url !== undefined && URL.canParse(url) ? new URL(url).hostname : '';
  return host === '' ? unknown : (PROVIDERS.get(host) ?? host);
}

/** The server that a page of a CI system is on. */
export function systemAt(provider: string, url: string | undefined, unknown = ''): CiSystem {
  return { provider, host: url !== undefined && URL.canParse(url) ? new URL(url).host : unknown };
}

/** `user@host:path`, or `host:path` where the host has a dot: a scheme has none. */
const SCP = /^(?:[\w.-]+@([\w.-]+)|([\w-]+(?:\.[\w-]+)+)):(?!\/\/)(.+)$/;
const SCHEMES = ['https:', 'http:', 'ssh:', 'git:'];

/**
 * The repository at an address to clone from: `https://host/owner/name.git`, `ssh://git@host:22/owner/name`, `git@host:owner/name.git`.
 * Undefined for a path on a disk, or where there is no name.
 */
export function repositoryAt(remote: string | undefined): RepositoryRef | undefined {
  if (remote === undefined || remote.length > MAX_NAME) return undefined;
  const scp = SCP.exec(remote);
  const text = scp && !remote.includes('://') ? `ssh://${scp[1] ?? scp[2]}/${scp[3]}` : remote;
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, host, pathname } = new URL(text);
  if (!SCHEMES.includes(protocol) || hostname === '') return undefined;
  const fullName = decoded(pathname)
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/, '');
  // What a server takes for a name has none of these; a mistyped address may have a password there.
  if (!fullName.includes('/') || /[\s@:]/.test(fullName)) return undefined;
  // The port of ssh is not that of the pages.
  const pages = protocol.startsWith('http') ? host : hostname;
  const url = `https://${pages}/${fullName}`;
  return {
    provider: providerAt(url, hostname),
    fullName,
    url: protocol === 'http:' ? `http://${pages}/${fullName}` : url,
  };
}
