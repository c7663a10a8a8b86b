import type { IncomingMessage, ServerResponse } from 'node:http';
import { InboxUnavailable } from '../../inbox/inbox';
import { MAX_GENERIC_BYTES } from '../ci/generic';
import { answerJson, answerRefusal } from '../http/answer';
import { Aborted, readBody, type HeldBody } from '../http/body';
import { contentEncoding } from '../http/encoding';
import { requireJsonObject } from '../http/hook';
import type { MemoryBudget } from '../http/memory';
import { busy, Refusal } from '../http/refusal';
import type { DoorsDeps } from '../ports';
import { allowed } from './allowed';

/** `/api/v1/ci-events`, with or without a slash at the end. */
export const isEventsPath = (path: string): boolean => /^\/api\/v1\/ci-events\/?$/.test(path);

/**
 * Takes what the generic door takes (docs/generic-door.md), with a token instead of a door's secret: a job that may upload its reports may tell of its
 * deployment. Authenticate, limit, check, append, and answer once the row is committed.
 */
export async function serveEvents(
  req: IncomingMessage,
  res: ServerResponse,
  query: URLSearchParams,
  deps: DoorsDeps,
  memory: MemoryBudget,
): Promise<void> {
  let held: HeldBody | null = null;
  try {
    if (req.method !== 'POST') throw new Refusal(405, 'Events are sent with POST.', [], { allow: 'POST' });
    const { tenant } = allowed(await deps.uploader(req.headers.authorization));
    const reason = deps.closed();
    if (reason !== null) throw busy(reason);
    if ([...query].length > 0) throw new Refusal(400, 'This call has no parameters.');
    if (contentEncoding(req.headers['content-encoding']) !== '')
      throw new Refusal(415, 'Events are sent as they are, not compressed.');
    held = await readBody(req, Math.min(deps.limits.hookBytes, MAX_GENERIC_BYTES), memory);
    requireJsonObject(held.bytes.toString('utf8'));
    const problems = deps.problemsOf('generic', 'events', held.bytes);
    if (problems.length > 0) throw new Refusal(400, 'The body is not what this call takes.', problems);
    // No delivery keys: an event that comes twice changes nothing.
    await deps.inbox.append({
      tenant,
      source: 'generic',
      projectId: null,
      hookId: null,
      encoding: '',
      meta: { event: 'events', delivery: '' },
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

function refusalOf(error: unknown, deps: DoorsDeps): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof InboxUnavailable)) deps.log.warn({ err: error }, 'events failed');
  return busy('The events could not be stored now.');
}
