import type { Breadcrumb, ErrorEvent } from '@summit/contracts';
import { normalEventId } from '../envelope';
import { readExceptions } from '../exceptions';
import { readMessage } from '../message';
import { fields, isFields, list, pairs, text, tree, treeFields, values, type Fields } from '../read';
import { clockDriftMs, occurredMs, parseTime } from '../time';

/** What the payload does not say. Times in milliseconds since the epoch. */
export interface EventSurroundings {
  receivedMs: number;
  /** `sent_at` of the envelope header: the client's clock when it sent. */
  sentAt?: string;
  /** From the envelope header; wins over the payload's. */
  eventId?: string;
  /** Makes an id for an event that has none. */
  newEventId: () => string;
  /** False leaves out what only the event's page shows: breadcrumbs, variables, source context, request headers, extra. */
  detail: boolean;
}

/** Members that are read only for `detail`; most of an event's bytes. */
export const DETAIL_MEMBERS: ReadonlySet<string> = new Set([
  'breadcrumbs',
  'sentry.interfaces.Breadcrumbs',
  'extra',
  'modules',
  'debug_meta',
]);

export const EVENT_LIMITS = { tags: 100, breadcrumbs: 100, headers: 60, fingerprint: 30, contexts: 50 } as const;
const TREE = { depth: 6, nodes: 2_000, stringLength: 4096 };
const CRUMB_DATA = { depth: 3, nodes: 60, stringLength: 1024 };

const LEVELS = new Map<string, ErrorEvent['level']>([
  ['fatal', 'fatal'],
  ['critical', 'fatal'],
  ['error', 'error'],
  ['warning', 'warning'],
  ['warn', 'warning'],
  ['info', 'info'],
  ['log', 'info'],
  ['debug', 'debug'],
]);

/**
 * The `event` item: a parsed Sentry event → ErrorEvent. Total: any JSON object gives an event, with what was readable in it. Not zod: at
 * 44 KB an event and thousands a second, walking what is needed once is the budget.
 */
export function translateEvent(raw: Fields, around: EventSurroundings): ErrorEvent {
  const message = readMessage(raw);
  const drift = clockDriftMs(around.sentAt, around.receivedMs);
  const event: ErrorEvent = {
    eventId: around.eventId ?? normalEventId(raw['event_id']) ?? around.newEventId(),
    timestamp: new Date(occurredMs(raw['timestamp'], drift, around.receivedMs)).toISOString(),
    platform: text(raw['platform'], 64) ?? 'other',
    level: level(raw['level']),
    message: message.formatted,
    messageTemplate: message.template,
    logger: text(raw['logger'], 128),
    transaction: text(raw['transaction'], 500) ?? text(raw['culprit'], 500),
    serverName: text(raw['server_name'], 256),
    release: text(raw['release'], 250)?.trim() || undefined,
    dist: text(raw['dist'], 64),
    environment: text(raw['environment'], 64)?.trim() || undefined,
    ...traceOf(raw),
    exceptions: readExceptions(raw, message.formatted, around.detail),
    fingerprint: fingerprint(raw),
    user: user(raw['user'] ?? raw['sentry.interfaces.User']),
    request: request(raw['request'] ?? raw['sentry.interfaces.Http'], around.detail),
    tags: tags(raw['tags']),
    contexts: contexts(raw, around.detail),
    breadcrumbs: around.detail ? breadcrumbs(raw['breadcrumbs'] ?? raw['sentry.interfaces.Breadcrumbs'], drift) : [],
    sdk: sdk(raw['sdk']),
  };
  return event;
}

function level(value: unknown): ErrorEvent['level'] {
  return (typeof value === 'string' ? LEVELS.get(value.toLowerCase()) : undefined) ?? 'error';
}

function traceOf(raw: Fields): { traceId?: string; spanId?: string } {
  const trace = fields(fields(raw['contexts'])['trace']);
  const traceId = normalEventId(trace['trace_id']);
  if (traceId === undefined || /^0+$/.test(traceId)) return {};
  const span = trace['span_id'];
  const spanId =
    typeof span === 'string' && /^[0-9a-f]{16}$/i.test(span) && !/^0+$/.test(span) ? span.toLowerCase() : undefined;
  return spanId === undefined ? { traceId } : { traceId, spanId };
}

/** `checksum` is how SDKs before fingerprints said the same. */
function fingerprint(raw: Fields): string[] {
  const entries = list(raw['fingerprint'])
    .slice(0, EVENT_LIMITS.fingerprint)
    .map((entry) => text(entry, 512))
    .filter((entry) => entry !== undefined);
  const checksum = text(raw['checksum'], 512);
  return entries.length === 0 && checksum !== undefined ? [checksum] : entries;
}

function user(value: unknown): ErrorEvent['user'] {
  const raw = fields(value);
  const ip = text(raw['ip_address'], 64);
  const result = {
    id: text(raw['id'], 256),
    email: text(raw['email'], 256),
    username: text(raw['username'], 256) ?? text(raw['name'], 256),
    // `{{auto}}` asks the server to take the connection's address, which is not kept.
    ipAddress: ip === undefined || ip.includes('{') ? undefined : ip,
  };
  return Object.values(result).some((part) => part !== undefined) ? result : undefined;
}

function request(value: unknown, detail: boolean): ErrorEvent['request'] {
  const raw = fields(value);
  const url = text(raw['url'], 2048);
  const method = text(raw['method'], 32);
  const entries = pairs(raw['headers'], EVENT_LIMITS.headers);
  if (url === undefined && method === undefined && entries.length === 0) return undefined;
  const headers: Record<string, string> = {};
  for (const [key, item] of entries) {
    // The user agent names browser and system, which issues are counted by.
    if (!detail && key.toLowerCase() !== 'user-agent') continue;
    const line = text(Array.isArray(item) ? item[0] : item, 1024);
    if (line !== undefined) headers[text(key, 128) ?? ''] = line;
  }
  return { url, method, headers };
}

function tags(value: unknown): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [key, item] of pairs(value, EVENT_LIMITS.tags)) {
    const name = text(key, 200);
    const content = text(item, 200);
    if (name !== undefined && content !== undefined) result[name] = content;
  }
  return result;
}

function contexts(raw: Fields, detail: boolean): Record<string, unknown> {
  const all = pairs(raw['contexts'], EVENT_LIMITS.contexts);
  if (!detail)
    return Object.fromEntries(
      all.filter(([key, item]) => SMALL.has(key) && isFields(item)).map(([key, item]) => [key, tree(item, FLAT)]),
    );
  const result: Record<string, unknown> = Object.fromEntries(
    all.map(([key, item]) => [text(key, 200) ?? '', tree(item, TREE)]),
  );
  const extra = treeFields(raw['extra'], TREE);
  if (extra !== undefined && Object.keys(extra).length > 0 && !('extra' in result)) result['extra'] = extra;
  return result;
}

/** The contexts whose names issues are counted by. */
const SMALL = new Set(['browser', 'client_os', 'device', 'os', 'runtime']);
const FLAT = { depth: 1, nodes: 40, stringLength: 200 };

function breadcrumbs(value: unknown, driftMs: number): Breadcrumb[] {
  return values(value)
    .slice(-EVENT_LIMITS.breadcrumbs)
    .map((raw) => {
      const ms = parseTime(raw['timestamp']);
      return {
        timestamp: ms === undefined ? undefined : isoTime(ms + driftMs),
        type: text(raw['type'], 64),
        category: text(raw['category'], 128),
        level: text(raw['level'], 16),
        message: text(raw['message'], 4096),
        data: treeFields(raw['data'], CRUMB_DATA),
      };
    });
}

/** The drift can carry a time out of what a Date can hold. */
function isoTime(ms: number): string | undefined {
  return Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : undefined;
}

function sdk(value: unknown): ErrorEvent['sdk'] {
  const raw = fields(value);
  const name = text(raw['name'], 128);
  const version = text(raw['version'], 64);
  return name === undefined && version === undefined ? undefined : { name, version };
}
