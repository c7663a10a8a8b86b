import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Refusal } from '../http/refusal';
import { signedByAny } from '../http/signature';
import type { DoorsDeps, HookEntry } from '../ports';

export interface HookAnswer {
  status: number;
  body: Record<string, string>;
}

/** A GitHub webhook: signature over the raw bytes first, and nothing else is looked at before it holds. */
export async function serveGithub(
  req: IncomingMessage,
  raw: Buffer,
  hookId: string,
  hook: HookEntry | undefined,
  deps: DoorsDeps,
): Promise<HookAnswer> {
  const signature = textHeader(req, 'x-hub-signature-256').replace(/^sha256=/, '');
  if (!signedByAny(hook?.secrets ?? [], [raw], signature) || !hook)
    throw new Refusal(401, 'The signature does not match.', [
      'X-Hub-Signature-256 must be the HMAC-SHA-256 of the body with the secret of this hook.',
    ]);
  const event = textHeader(req, 'x-github-event');
  const delivery = textHeader(req, 'x-github-delivery');
  if (!/^[a-z_]{1,64}$/.test(event))
    throw new Refusal(400, 'The header X-GitHub-Event is missing or not an event name.');
  if (!/^[\w-]{1,100}$/.test(delivery)) throw new Refusal(400, 'The header X-GitHub-Delivery is missing or not an id.');
  const body = jsonBody(raw, textHeader(req, 'content-type'));
  if (event === 'ping') {
    await deps.hookSeen(hookId);
    return { status: 200, body: { status: 'pong' } };
  }
  if (!deps.knowsGithubEvent(event)) {
    await deps.hookSeen(hookId);
    await deps.inbox.count({ tenant: hook.tenant, source: 'github', state: 'dropped', reason: 'unknown_event' });
    return { status: 202, body: { status: 'ignored' } };
  }
  const appended = await deps.inbox.append({
    tenant: hook.tenant,
    source: 'github',
    projectId: null,
    hookId,
    encoding: '',
    meta: { event, delivery },
    body,
    // The id is not signed, so a replay may carry another: the body is a key of its own.
    deliveryKeys: [digest('id', Buffer.from(delivery)), digest('body', raw)],
  });
  return { status: 202, body: { status: appended === 'stored' ? 'accepted' : 'duplicate' } };
}

/** The JSON of either content type that GitHub offers, checked to be JSON. */
function jsonBody(raw: Buffer, contentType: string): Buffer {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && type !== 'application/x-www-form-urlencoded')
    throw new Refusal(415, 'Content-Type must be application/json or application/x-www-form-urlencoded.');
  const text = raw.toString('utf8');
  const json = type === 'application/json' ? text : new URLSearchParams(text).get('payload');
  if (json === null) throw new Refusal(400, 'The form has no field payload.');
  requireJsonObject(json);
  return type === 'application/json' ? raw : Buffer.from(json);
}

/** Throws 400 unless the text is a JSON object. */
export function requireJsonObject(text: string): void {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  } catch {
    // Answered below.
  }
  throw new Refusal(400, 'The body is not a JSON object.');
}

export function textHeader(req: IncomingMessage, name: string): string {
  const value = req.headers[name];
  return typeof value === 'string' ? value : '';
}

export function digest(kind: string, bytes: Buffer): Buffer {
  return createHash('sha256').update(`${kind}\u0000`).update(bytes).digest();
}
