import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from './refusal';

/** How long what is left of a refused request is read and thrown away, so that the sender gets to read the answer. */
const lingerMs = 1_000;

export function answerJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (res.headersSent || res.destroyed) return;
  answerBytes(res, status, 'application/json', Buffer.from(JSON.stringify(body)), headers);
}

export function answerBytes(
  res: ServerResponse,
  status: number,
  type: string,
  bytes: Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (res.headersSent || res.destroyed) return;
  res.writeHead(status, {
    'content-type': type,
    'content-length': bytes.length,
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  res.end(bytes);
}

/**
 * Answers a refusal. What was not read of the request is thrown away for a moment, then the connection is cut. It is not announced as closing:
 * Node would then cut it with the answer, and a sender that still writes would see a broken pipe instead of the reason.
 */
export function answerRefusal(
  req: IncomingMessage,
  res: ServerResponse,
  refusal: Refusal,
  headers: Readonly<Record<string, string>> = {},
): void {
  const unread = !req.complete;
  answerJson(
    res,
    refusal.status,
    { detail: refusal.detail, causes: refusal.causes },
    { ...headers, ...refusal.headers },
  );
  if (!unread) return;
  req.resume();
  const timer = setTimeout(() => req.destroy(), lingerMs);
  timer.unref();
  req.once('close', () => clearTimeout(timer));
}
