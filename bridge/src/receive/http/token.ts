import type { IncomingMessage } from 'node:http';
import { textHeader } from './hook';

/**
 * The secret that a sender who cannot sign gives as it is: `Authorization: Bearer …`, the password of `Authorization: Basic …` whatever the
 * name, or, for those who can set no header either, `?token=…`. '' where there is none.
 */
export function bearerOrQueryToken(req: IncomingMessage): string {
  const authorization = textHeader(req, 'authorization');
  const [, scheme, value = ''] = /^(bearer|basic)\s+(.+)$/i.exec(authorization) ?? [];
  if (scheme?.toLowerCase() === 'bearer') return value.trim();
  if (scheme?.toLowerCase() === 'basic') {
    const decoded = Buffer.from(value, 'base64').toString('utf8');
    return decoded.slice(decoded.indexOf(':') + 1);
  }
  const mark = (req.url ?? '').indexOf('?');
  return mark === -1 ? '' : (new URLSearchParams((req.url ?? '').slice(mark + 1)).get('token') ?? '');
}
