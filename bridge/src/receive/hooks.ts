import { CiProvider } from '@summit/contracts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ciDoor } from './ci/door';
import { serveTraces } from './ci/jenkinsTraces';
import { serveGrafana } from './grafana/door';
import { answerBytes, answerJson, answerRefusal } from './http/answer';
import { Aborted, readBody, type HeldBody } from './http/body';
import { contentEncoding } from './http/encoding';
import { refusalOf } from './http/failure';
import type { HookDoor } from './http/hook';
import type { MemoryBudget } from './http/memory';
import { busy, Refusal } from './http/refusal';
import type { DoorsDeps } from './ports';

const providers: ReadonlyMap<string, HookDoor> = new Map([
  ...CiProvider.options.map((provider): [string, HookDoor] => [provider, ciDoor(provider)]),
  ['grafana', serveGrafana],
]);

/** Doors that take the spans of a system's own trace, too. */
const traceDoors: ReadonlyMap<string, HookDoor> = new Map([['jenkins', serveTraces]]);

export interface HookRoute {
  provider: string;
  hookId: string;
  /** OTLP's own address below the door's: `/v1/traces`. */
  traces: boolean;
}

/** `/hooks/{provider}/{hookId}`, or `/hooks/{provider}/{hookId}/v1/traces`, with or without a slash at the end. */
export function hookRoute(path: string): HookRoute | null {
  const [, provider, hookId, traces] = /^\/hooks\/([a-z]{1,32})\/([\w-]{1,64})(\/v1\/traces)?\/?$/.exec(path) ?? [];
  return provider !== undefined && hookId !== undefined ? { provider, hookId, traces: traces !== undefined } : null;
}

/** Serves one webhook: read, verify, append, and answer once the row is committed. */
export async function serveHook(
  req: IncomingMessage,
  res: ServerResponse,
  route: HookRoute,
  deps: DoorsDeps,
  memory: MemoryBudget,
): Promise<void> {
  let held: HeldBody | null = null;
  try {
    const serve = (route.traces ? traceDoors : providers).get(route.provider);
    if (!serve) throw new Refusal(404, route.traces ? 'This provider sends no spans.' : 'There is no such provider.');
    if (req.method !== 'POST') throw new Refusal(405, 'Webhooks are sent with POST.', [], { allow: 'POST' });
    if (!route.traces && contentEncoding(req.headers['content-encoding']) !== '')
      throw new Refusal(415, 'Webhooks are signed over their raw bytes and must not be compressed.');
    const reason = deps.closed();
    if (reason !== null) throw busy(reason);
    held = await readBody(req, deps.limits.hookBytes, memory);
    const entry = deps.keys.hook(route.hookId);
    const hook = entry?.provider === route.provider ? entry : undefined;
    const { status, body, bytes } = await serve(req, held.bytes, route.hookId, hook, deps);
    if (bytes) answerBytes(res, status, bytes.type, bytes.value);
    else answerJson(res, status, body);
  } catch (error) {
    if (error instanceof Aborted) return;
    answerRefusal(req, res, refusalOf(error, deps, { logged: 'a webhook', answered: 'delivery' }));
  } finally {
    held?.release();
  }
}
