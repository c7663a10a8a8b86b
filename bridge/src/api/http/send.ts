import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { ApiDeps, ApiLog } from '../deps';
import { ApiError } from '../errors';
import { isOutage } from '../../store/outage';
import type { Reply, Route } from '../routes/route';

export function sendReply(
  reply: Reply,
  route: Route,
  response: ServerResponse,
  deps: Pick<ApiDeps, 'checkAnswers'>,
): void {
  if ('stream' in reply) return reply.stream(response);
  if (reply.status === 204) {
    response.writeHead(204).end();
    return;
  }
  if (deps.checkAnswers) checkAnswer(route, reply.content);
  const text =
    typeof reply.content === 'string' && !route.contentType.includes('json')
      ? reply.content
      : JSON.stringify(reply.content);
  write(response, reply.status, route.contentType, text);
}

function checkAnswer(route: Route, content: unknown): void {
  const checked = route.answer.safeParse(content);
  if (!checked.success)
    throw new Error(`The answer of ${route.operationId} breaks its contract: ${z.prettifyError(checked.error)}`);
}

/** Answers what was thrown. Only an ApiError, and what express refuses itself, speak for themselves; the rest is logged and hidden. */
export function sendError(error: unknown, request: IncomingMessage, response: ServerResponse, log: ApiLog): void {
  const known = error instanceof ApiError ? error : (ofExpress(error) ?? ofDatabase(error));
  const requestId = response.getHeader('x-request-id');
  if (!known) log.error({ err: error, requestId, method: request.method }, 'an api request failed');
  const answer =
    known ??
    new ApiError(500, 'The bridge could not answer.', [
      `Its log has the reason under request id ${String(requestId)}.`,
    ]);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  write(response, answer.status, 'application/json', JSON.stringify(answer.body()));
}

function write(response: ServerResponse, status: number, contentType: string, text: string): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** Paths that cannot be decoded, for example: express says 400 on the error itself. */
function ofExpress(error: unknown): ApiError | null {
  const refused = z.object({ status: z.number().int().min(400).max(499) }).safeParse(error);
  return refused.success ? new ApiError(refused.data.status, 'The address of this call is not valid.') : null;
}

/** PostgreSQL's query_canceled: a statement ran into API_STATEMENT_TIMEOUT_SECONDS. */
const cancelled = '57014';

function ofDatabase(error: unknown): ApiError | null {
  const code = z.object({ code: z.string() }).safeParse(error).data?.code ?? '';
  if (code === cancelled)
    return new ApiError(
      503,
      'The database took too long, and the call was given up.',
      ['Ask for less (a shorter time, a narrower filter), or try again when the bridge is less busy.'],
      { 'retry-after': '5' },
    );
  return isOutage(error) ? new ApiError(503, 'The database does not answer.', [], { 'retry-after': '2' }) : null;
}
