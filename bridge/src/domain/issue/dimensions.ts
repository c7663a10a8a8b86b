import type { ErrorEvent } from '@summit/contracts';
import { readUserAgent } from './userAgent';

const CUSTOM_TAGS = 20;
const LENGTH = 200;

/** What an issue's events are counted by: the usual dimensions from where SDKs put them, then the event's own tags. One value a key. */
export function dimensions(event: ErrorEvent): Map<string, string> {
  const result = new Map<string, string>();
  const add = (key: string, value: string | undefined): void => {
    if (value !== undefined && value !== '' && !result.has(key)) result.set(key, value.slice(0, LENGTH));
  };
  const agent = userAgentOf(event);
  add('level', event.level);
  add('environment', event.environment);
  add('release', event.release);
  add('browser', named(event.contexts['browser'], 'major') ?? agent.browser);
  add('os', named(event.contexts['client_os'] ?? event.contexts['os'], 'none') ?? agent.os);
  add('runtime', named(event.contexts['runtime'], 'full'));
  add('device', deviceOf(event.contexts['device']));
  add('server_name', event.serverName);
  add('transaction', event.transaction);
  add('url', urlWithoutQuery(event.request?.url));
  for (const [key, value] of Object.entries(event.tags).slice(0, CUSTOM_TAGS)) add(key.slice(0, LENGTH), value);
  return result;
}

function userAgentOf(event: ErrorEvent): { browser?: string; os?: string } {
  const headers = event.request?.headers ?? {};
  const header = headers['User-Agent'] ?? headers['user-agent'];
  return header === undefined ? {} : readUserAgent(header);
}

/** A context's name with as much of its version as leaves few enough values to compare. */
function named(context: unknown, version: 'full' | 'major' | 'none'): string | undefined {
  const name = field(context, 'name');
  const number = field(context, 'version');
  if (name === undefined || number === undefined || version === 'none') return name;
  return `${name} ${version === 'major' ? (number.split('.', 1)[0] ?? '') : number}`;
}

function deviceOf(context: unknown): string | undefined {
  return field(context, 'model') ?? field(context, 'family');
}

function field(context: unknown, key: string): string | undefined {
  if (typeof context !== 'object' || context === null || !Object.hasOwn(context, key)) return undefined;
  const value: unknown = Reflect.get(context, key);
  return typeof value === 'string' ? value : undefined;
}

/** Query strings carry ids and secrets; without them the same page is one value. */
function urlWithoutQuery(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}
