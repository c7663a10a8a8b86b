import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, answerRefusal } from '../http/answer';
import { Aborted, readBody, type HeldBody } from '../http/body';
import { contentEncoding } from '../http/encoding';
import { refusalOf } from '../http/failure';
import type { MemoryBudget } from '../http/memory';
import { busy, Refusal } from '../http/refusal';
import type { DoorsDeps, DsnEntry, SentryKind } from '../ports';
import { authenticate, parseDsn, requestKey } from './auth';
import { answerPixel, heldQuery } from './pixel';
import type { Quota } from './quota';

/** Where a Sentry request goes; `projectId` is null for the bare store alias. */
export interface SentryRoute {
  kind: SentryKind;
  projectId: string | null;
}

const cors = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-sentry-error, x-sentry-rate-limits, retry-after',
};

const preflight = {
  ...cors,
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers':
    'content-type, content-encoding, x-sentry-auth, x-requested-with, origin, accept, authentication, authorization, sentry-trace, baggage',
  'access-control-max-age': '3600',
};

/** `/api/{project}/envelope/`, `/api/{project}/store/` and `/api/store/`, with or without the slash at the end. */
export function sentryRoute(path: string): SentryRoute | null {
  const match = /^\/api\/(?:(\d{1,18})\/)?(envelope|store)\/?$/.exec(path);
  if (!match) return null;
  const projectId = match[1] ?? null;
  if (match[2] === 'store') return { kind: 'store', projectId };
  return projectId === null ? null : { kind: 'envelope', projectId };
}

/** Serves one Sentry request: authenticate, limit, check, append, and answer once the row is committed. */
export async function serveSentry(
  req: IncomingMessage,
  res: ServerResponse,
  route: SentryRoute,
  query: URLSearchParams,
  deps: DoorsDeps,
  parts: { memory: MemoryBudget; quota: Quota },
): Promise<void> {
  if (req.method === 'OPTIONS') {
    res.writeHead(204, preflight).end();
    return;
  }
  let held: HeldBody | null = null;
  try {
    const isPixel = isImageRequest(req.method, route);
    const key = requestKey(req.headers, query);
    const early = key === null ? null : admit(authenticate(deps.keys, key, route.projectId), deps, parts.quota);
    const encoding = isPixel ? '' : contentEncoding(req.headers['content-encoding']);
    held = isPixel ? heldQuery(query) : await readBody(req, deps.limits.bodyBytes, parts.memory);
    const { eventId, dsn } = await deps.inspect(held.bytes, encoding, route.kind);
    const entry = early ?? admit(fromDsn(dsn, route, deps), deps, parts.quota);
    const format = route.kind === 'store' ? 'sentry-event' : 'sentry-envelope';
    await deps.inbox.append({
      tenant: entry.tenant,
      source: 'sentry',
      projectId: entry.projectId,
      hookId: null,
      encoding,
      meta: { format, ...(eventId === null ? {} : { eventId }) },
      body: held.bytes,
    });
    if (isPixel) return answerPixel(res, cors);
    answerJson(res, 200, eventId === null ? {} : { id: eventId }, cors);
  } catch (error) {
    if (error instanceof Aborted) return;
    const refusal = refusalOf(error, deps, { logged: 'a Sentry request', answered: 'event' });
    answerRefusal(req, res, refusal, { ...cors, 'x-sentry-error': refusal.detail });
  } finally {
    held?.release();
  }
}

/** Whether the event is in the address of an image request; throws 405 for what is neither that nor a POST. */
function isImageRequest(method: string | undefined, route: SentryRoute): boolean {
  if (method === 'POST') return false;
  if (method === 'GET' && route.kind === 'store') return true;
  const allow = route.kind === 'store' ? 'GET, POST, OPTIONS' : 'POST, OPTIONS';
  throw new Refusal(405, 'Send events with POST.', [], { allow });
}

/** An envelope that only names its DSN inside, as tunnels send it. */
function fromDsn(dsn: string | null, route: SentryRoute, deps: DoorsDeps): DsnEntry {
  const parsed = dsn === null ? null : parseDsn(dsn);
  const entry = authenticate(deps.keys, parsed?.key ?? null, route.projectId);
  if (parsed && parsed.projectId !== entry.projectId)
    throw new Refusal(400, 'The DSN key does not belong to the project in the DSN.');
  return entry;
}

function admit(entry: DsnEntry, deps: DoorsDeps, quota: Quota): DsnEntry {
  const reason = deps.closed();
  if (reason !== null) throw busy(reason);
  const wait = quota.take(entry.projectId);
  if (wait > 0)
    throw new Refusal(429, 'The project sends more than its quota.', [], {
      'retry-after': String(wait),
      // No category: all of them. Scope and reason as SDKs log them.
      'x-sentry-rate-limits': `${wait}::project:quota_exceeded`,
    });
  return entry;
}
