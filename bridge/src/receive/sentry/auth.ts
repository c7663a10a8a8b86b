import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../http/refusal';
import type { DoorKeys, DsnEntry } from '../ports';

/**
 * The public key that a request carries in its headers or query string; null when it has none, and the envelope's own DSN may say it.
 * Two forms at once are refused: one of them is not what its sender thinks.
 */
export function requestKey(headers: IncomingHttpHeaders, query: URLSearchParams): string | null {
  const forms = [
    sentryHeader(headers['x-sentry-auth']),
    sentryHeader(headers.authorization) ?? basicUser(headers.authorization),
    query.get('sentry_key'),
  ].filter((key) => key !== null);
  if (forms.length > 1) throw new Refusal(401, 'The request is authenticated in two ways; use one.');
  return forms[0] ?? null;
}

/** `Sentry sentry_version=7, sentry_key=…`; '' when it is such a header without a key. */
function sentryHeader(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string' || !/^sentry\s/i.test(header)) return null;
  for (const pair of header.slice(7).split(',')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === 'sentry_key') return pair.slice(at + 1).trim();
  }
  return '';
}

function basicUser(header: string | undefined): string | null {
  if (header === undefined || !/^basic\s/i.test(header)) return null;
  const text = Buffer.from(header.slice(6).trim(), 'base64').toString('latin1');
  return text.split(':')[0] ?? '';
}

/** Key and project of a DSN, `https://<key>@host/<project>`; null when the text is not one. */
export function parseDsn(dsn: string): { key: string; projectId: string } | null {
  const match = /^https?:\/\/([0-9a-f]{1,64})(?::[^@/]*)?@[^/\s]+(?:\/[^?#\s]*)?\/(\d{1,18})\/?$/i.exec(dsn);
  return match?.[1] !== undefined && match[2] !== undefined ? { key: match[1], projectId: match[2] } : null;
}

/** The project that `key` opens. Malformed, unknown and revoked keys get one answer; a key of another project gets 400. */
export function authenticate(keys: DoorKeys, key: string | null, projectId: string | null): DsnEntry {
  if (key === null)
    throw new Refusal(401, 'The request has no DSN key.', [
      'Send X-Sentry-Auth, ?sentry_key=, or a dsn in the envelope header.',
    ]);
  const entry = keys.dsn(key.toLowerCase());
  if (!entry) throw new Refusal(403, 'The DSN key is not valid.');
  if (projectId !== null && entry.projectId !== projectId)
    throw new Refusal(400, 'The DSN key does not belong to the project in the URL.');
  return entry;
}
