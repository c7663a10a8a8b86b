import type { BackfillProvider } from '@summit/contracts';

/** Servers that a provider runs itself, for sources that name no other. */
const DEFAULTS: Readonly<Record<BackfillProvider, string | null>> = {
  github: 'https://github.com',
  gitlab: 'https://gitlab.com',
  jenkins: null,
};

/** What the address of a source must not be: where machines keep the keys of their cloud, and where nobody's server is. */
const NEVER = /^(169\.254\.|0\.|\[fe80:|\[::\]|\[fd00:ec2::254\])/i;
const LOOPBACK = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\]|\[::ffff:.*\])$/i;

export type CheckedUrl = { url: string } | { problem: string };

/**
 * The root of a server as a source may name it: https, or a host of `allowed` (BACKFILL_ALLOWED_HOSTS, `host` or `host:port`), which alone may be
 * spoken to in the clear and may be this machine itself. No user, query or fragment.
 */
export function checkSourceUrl(
  provider: BackfillProvider,
  given: string | undefined,
  allowed: readonly string[],
): CheckedUrl {
  const text = given ?? DEFAULTS[provider];
  if (text === null) return { problem: 'must be given: Jenkins has no server of its own' };
  if (!URL.canParse(text)) return { problem: 'must be the address of a server, such as https://git.example.org' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'must start with https://' };
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return {
      problem: 'must be the root of a server, without user, query or fragment; the token has a field of its own',
    };
  if (!allowed.includes(url.host) && !allowed.includes(url.hostname)) {
    if (url.protocol === 'http:')
      return {
        problem: `must start with https://, or ${url.host} be among BACKFILL_ALLOWED_HOSTS: a token goes over it`,
      };
    if (LOOPBACK.test(url.hostname) || NEVER.test(url.hostname))
      return { problem: `names this machine or its network card: ${url.host} must be among BACKFILL_ALLOWED_HOSTS` };
  }
  return { url: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}
