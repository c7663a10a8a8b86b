import { CiProvider } from '@summit/contracts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ciDoor } from './ci/door';
import { serveGrafana } from './grafana/door';
import { answerJson, answerRefusal } from './http/answer';
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

export interface HookRoute {
  provider: string;
  hookId: string;
}

/** `/hooks/{provider}/{hookId}`, with or without a slash at the end. */
export function hookRoute(path: string): HookRoute | null {
  const match = /^\/hooks\/([a-z]{1,32})\/([\w-]{1,64})\/?$/.exec(path);
  return match?.[1] !== undefined && match[2] !== undefined ? { provider: match[1], hookId: match[2] } : null;
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
    const serve = providers.get(route.provider);
    if (!serve) throw new Refusal(404, 'There is no such provider.');
    if (req.method !== 'POST') throw new Refusal(405, 'Webhooks are sent with POST.', [], { allow: 'POST' });
    if (contentEncoding(req.headers['content-encoding']) !== '')
      throw new Refusal(415, 'Webhooks are signed over their raw bytes and must not be compressed.');
    const reason = deps.closed();
    if (reason !== null) throw busy(reason);
    held = await readBody(req, deps.limits.hookBytes, memory);
    const entry = deps.keys.hook(route.hookId);
    const hook = entry?.provider === route.provider ? entry : undefined;
    const { status, body } = await serve(req, held.bytes, route.hookId, hook, deps);
    answerJson(res, status, body);
  } catch (error) {
    if (error instanceof Aborted) return;
    answerRefusal(req, res, refusalOf(error, deps, { logged: 'a webhook', answered: 'delivery' }));
  } finally {
    held?.release();
  }
}
