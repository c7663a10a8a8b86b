import type { ServerResponse } from 'node:http';
import type { HeldBody } from '../http/body';
import { Refusal } from '../http/refusal';

/** The smallest transparent GIF there is. */
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/**
 * The event in `?sentry_data=` of an image request, as pages that may not post send it: JSON, base64, or base64 of zlib. How long it may
 * be is bounded by the request line.
 */
export function heldQuery(query: URLSearchParams): HeldBody {
  const data = query.get('sentry_data') ?? '';
  if (data === '') throw new Refusal(400, 'The event is missing: send it as ?sentry_data=, or with POST.');
  // Base64 that was not escaped: a form's plus is a space.
  const bytes = Buffer.from(data.startsWith('{') ? data : data.replaceAll(' ', '+'));
  return { bytes, release: () => undefined };
}

export function answerPixel(res: ServerResponse, headers: Readonly<Record<string, string>>): void {
  res.writeHead(200, {
    'content-type': 'image/gif',
    'content-length': gif.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // The page that shows it is not the bridge's own.
    'cross-origin-resource-policy': 'cross-origin',
    ...headers,
  });
  res.end(gif);
}
