import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, answerRefusal } from '../http/answer';
import { Aborted, readBody, type HeldBody } from '../http/body';
import { contentEncoding } from '../http/encoding';
import type { MemoryBudget } from '../http/memory';
import { busy, Refusal } from '../http/refusal';
import type { DoorsDeps } from '../ports';
import { allowed } from './allowed';
import { refusalOf, runOf, textOf } from './reports';

/** The run as the address writes it, still escaped. */
export interface LogRoute {
  run: string;
}

/** `/api/v1/runs/{id}/logs`: where logs are also listed, with GET, which the API does. */
export function logRoute(path: string, method: string | undefined): LogRoute | null {
  if (method === 'GET' || method === 'HEAD') return null;
  const run = /^\/api\/v1\/runs\/([^/]{1,3000})\/logs\/?$/.exec(path)?.[1];
  return run === undefined ? null : { run };
}

/** What the address says of a part. */
interface Said {
  run: string;
  job: string;
  part: number;
  final: boolean;
}

const MAX_PART = 1_000_000;
const parameters: ReadonlySet<string> = new Set(['job', 'part', 'final']);

/**
 * Serves a part of a build's log: authenticate, limit, inflate, mask its secrets, append, and answer once the row is committed. Only the last part
 * may be empty: it then says that nothing follows.
 */
export async function serveLog(
  req: IncomingMessage,
  res: ServerResponse,
  route: LogRoute,
  query: URLSearchParams,
  deps: DoorsDeps,
  memory: MemoryBudget,
): Promise<void> {
  let held: HeldBody | null = null;
  try {
    if (req.method !== 'POST') throw new Refusal(405, 'Logs are sent with POST.', [], { allow: 'GET, POST' });
    const { tenant } = allowed(await deps.uploader(req.headers.authorization));
    const reason = deps.closed();
    if (reason !== null) throw busy(reason);
    const said = readSaid(route, query);
    const encoding = contentEncoding(req.headers['content-encoding']);
    held = await readBody(req, deps.limits.bodyBytes, memory);
    if (held.bytes.length === 0 && !said.final)
      throw new Refusal(400, 'The request has no body.', ['With curl: --data-binary @build.log']);
    const body = held.bytes.length === 0 ? held.bytes : await deps.maskLog(held.bytes, encoding);
    // No delivery keys: the digest takes each part of a log once.
    await deps.inbox.append({
      tenant,
      source: 'log',
      projectId: null,
      hookId: null,
      encoding: body.length === 0 ? '' : 'gzip',
      meta: { ...said },
      body,
    });
    answerJson(res, 202, { status: 'accepted' });
  } catch (error) {
    if (error instanceof Aborted) return;
    answerRefusal(req, res, refusalOf(error, deps));
  } finally {
    held?.release();
  }
}

/** A log without parts is a part alone, and the last. */
function readSaid(route: LogRoute, query: URLSearchParams): Said {
  const unknown = [...query.keys()].filter((name) => !parameters.has(name));
  const twice = [...parameters].filter((name) => query.getAll(name).length > 1);
  const part = query.get('part');
  const final = query.get('final');
  const wrong = [
    ...unknown.map((name) => `${name.slice(0, 40)}: not a parameter of this call`),
    ...twice.map((name) => `${name}: given more than once`),
    ...(part === null || (/^[1-9]\d{0,6}$/.test(part) && Number(part) <= MAX_PART)
      ? []
      : [`part: a whole number from 1 to ${MAX_PART}`]),
    ...(final === null || /^(true|false|1|0)$/.test(final) ? [] : ['final: true or false']),
  ];
  if (wrong.length > 0) throw new Refusal(400, 'A parameter is wrong.', wrong);
  return {
    run: runOf(route.run),
    job: textOf(query, 'job'),
    part: Number(part ?? 1),
    final: final === null ? part === null : final === 'true' || final === '1',
  };
}
