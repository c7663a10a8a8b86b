import type { IncomingMessage } from 'node:http';
import { textHeader } from './hook';
import { hmacMatchesAny } from './signature';

/**
 * Standard Webhooks 1.0: any `v1,<base64>` of the header webhook-signature is the HMAC-SHA-256 of `id.timestamp.body`. A replay within its time is
 * not refused: the same delivery again changes nothing.
 */
export function standardSignature(req: IncomingMessage, raw: Buffer, secrets: readonly Buffer[]): boolean {
  const signed = Buffer.from(`${textHeader(req, 'webhook-id')}.${textHeader(req, 'webhook-timestamp')}.`);
  const signatures = textHeader(req, 'webhook-signature').split(' ', MAX_SIGNATURES);
  const keys = secrets.flatMap(signingKey);
  return signatures
    .map((text) => hmacMatchesAny(keys, [signed, raw], Buffer.from(text.replace(/^v1,/, ''), 'base64')))
    .some(Boolean);
}

/** One for each key while keys are changed. */
const MAX_SIGNATURES = 4;
/** A shorter key could be guessed. */
const MIN_KEY_BYTES = 16;

/** `whsec_` and the base64 of the key. A secret that is none has no key: what little of it could be read as base64 would be a key that anybody has. */
function signingKey(secret: Buffer): Buffer[] {
  const text = secret.toString('utf8').replace(/^whsec_/, '');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return [];
  const key = Buffer.from(text, 'base64');
  return key.length >= MIN_KEY_BYTES ? [key] : [];
}
