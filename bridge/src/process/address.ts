import { isIPv6 } from 'node:net';

/** Addresses that mean all of a machine's; nobody can call them. */
const all: ReadonlySet<string> = new Set(['0.0.0.0', '::', '::0']);

/** The root URL of a bridge that was not told its PUBLIC_URL: where it listens, and loopback where it listens on every address. */
export function localUrl(host: string, port: number): string {
  const name = all.has(host) ? '127.0.0.1' : host;
  return `http://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}
