import type { IncomingMessage, ServerResponse } from 'node:http';
import { InboxUnavailable } from '../../inbox/inbox';
import { answerJson, answerRefusal } from '../http/answer';
import { Aborted, readBody, type HeldBody } from '../http/body';
import { contentEncoding } from '../http/encoding';
import type { MemoryBudget } from '../http/memory';
import { busy, Refusal } from '../http/refusal';
import type { DoorsDeps } from '../ports';
import { allowed } from './allowed';

/** The run as the address writes it, still escaped. */
export interface ReportRoute {
  run: string;
}

/** `/api/v1/runs/{id}/reports`, with or without a slash at the end. */
export function reportRoute(path: string): ReportRoute | null {
  const run = /^\/api\/v1\/runs\/([^/]{1,3000})\/reports\/?$/.exec(path)?.[1];
  return run === undefined ? null : { run };
}

/** What the address says of an upload; '' where it says nothing. */
interface Said {
  run: string;
  name: string;
  format: string;
  job: string;
}

/** As wherever a run is asked for; escaped, each character may be nine. */
const MAX_RUN = 300;
const MAX_TEXT = 300;
const parameters: ReadonlySet<string> = new Set(['name', 'format', 'job']);

/**
 * Serves one upload: authenticate, limit, inflate to see that it can be, append, and answer once the row is committed. What the report says is
 * read by the digest: one that cannot be read is found among the dead letters, with the reason.
 */
export async function serveReport(
  req: IncomingMessage,
  res: ServerResponse,
  route: ReportRoute,
  query: URLSearchParams,
  deps: DoorsDeps,
  memory: MemoryBudget,
): Promise<void> {
  let held: HeldBody | null = null;
  try {
    if (req.method !== 'POST') throw new Refusal(405, 'Reports are sent with POST.', [], { allow: 'POST' });
    const { tenant } = allowed(await deps.uploader(req.headers.authorization));
    const reason = deps.closed();
    if (reason !== null) throw busy(reason);
    const said = readSaid(route, query);
    const encoding = contentEncoding(req.headers['content-encoding']);
    held = await readBody(req, deps.limits.bodyBytes, memory);
    if (held.bytes.length === 0)
      throw new Refusal(400, 'The request has no body.', ['With curl: --data-binary @report.xml']);
    await deps.inflates(held.bytes, encoding);
    // No delivery keys: the digest counts the same bytes for a run and job once. What became a dead letter is taken when it comes again.
    await deps.inbox.append({
      tenant,
      source: 'report',
      projectId: null,
      hookId: null,
      encoding,
      meta: { ...said },
      body: held.bytes,
    });
    answerJson(res, 202, { status: 'accepted' });
  } catch (error) {
    if (error instanceof Aborted) return;
    answerRefusal(req, res, refusalOf(error, deps));
  } finally {
    held?.release();
  }
}

function readSaid(route: ReportRoute, query: URLSearchParams): Said {
  const unknown = [...query.keys()].filter((name) => !parameters.has(name));
  const twice = [...parameters].filter((name) => query.getAll(name).length > 1);
  if (unknown.length > 0 || twice.length > 0)
    throw new Refusal(400, 'A parameter is wrong.', [
      ...unknown.map((name) => `${name.slice(0, 40)}: not a parameter of this call`),
      ...twice.map((name) => `${name}: given more than once`),
    ]);
  const format = query.get('format') ?? '';
  if (!/^[a-z0-9_-]{0,40}$/i.test(format))
    throw new Refusal(400, 'A parameter is wrong.', ['format: letters, digits and dashes, such as junit']);
  return { run: runOf(route.run), name: textOf(query, 'name'), format, job: textOf(query, 'job') };
}

/** The id of the run. Throws Refusal. */
export function runOf(escaped: string): string {
  const run = decoded(escaped);
  if (run !== null && run.length <= MAX_RUN && isPlain(run)) return run;
  throw new Refusal(400, 'The run in the address is not the id of a run.', [
    `At most ${MAX_RUN} characters, such as github-4182-1: <system>-<the system's own id>-<attempt>.`,
  ]);
}

function decoded(escaped: string): string | null {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return null;
  }
}

/** What a parameter says, '' where it is missing. Throws Refusal. */
export function textOf(query: URLSearchParams, name: string): string {
  const text = query.get(name) ?? '';
  if (text.length <= MAX_TEXT && (text === '' || isPlain(text))) return text;
  throw new Refusal(400, 'A parameter is wrong.', [
    `${name}: at most ${MAX_TEXT} characters, none of them for control`,
  ]);
}

/** Text that can be kept and shown: no control characters, no halves of characters. */
// eslint-disable-next-line no-control-regex
const isPlain = (text: string): boolean => !/[\u0000-\u001f\u007f-\u009f]|\p{Cs}/u.test(text);

export function refusalOf(error: unknown, deps: DoorsDeps): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof InboxUnavailable)) deps.log.warn({ err: error }, 'an upload failed');
  return busy('The upload could not be stored now.');
}
