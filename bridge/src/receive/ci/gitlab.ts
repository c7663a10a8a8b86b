import type { IncomingMessage } from 'node:http';
import { eventHeader, requireJsonObject, textHeader } from '../http/hook';
import { Refusal } from '../http/refusal';
import { equalsAny, hmacMatchesAny } from '../http/signature';
import type { CiDelivery, CiDoor } from './door';

/**
 * GitLab signs in two ways, and one of them is enough: the secret token itself in X-Gitlab-Token, and, from 18 on, a signing token with
 * which it makes the signature of the Standard Webhooks specification. The secret of a door serves as either.
 */
export const gitlab: CiDoor = {
  verified(req, raw, secrets) {
    const signed = standardSignature(req, raw, secrets);
    const known = equalsAny(secrets, Buffer.from(textHeader(req, 'x-gitlab-token')));
    return signed || known;
  },
  hint: 'Set the secret of this hook as the secret token (X-Gitlab-Token), or as the signing token (webhook-signature), of the webhook.',
  read(req, raw): CiDelivery {
    const event = eventHeader(req, 'X-Gitlab-Event', /^[A-Za-z ]{1,64}$/);
    const id = textHeader(req, 'idempotency-key') || textHeader(req, 'webhook-id');
    if (!/^[\w-]{0,100}$/.test(id)) throw new Refusal(400, 'The header Idempotency-Key is not an id.');
    requireJsonObject(raw.toString('utf8'));
    return { event, id, body: raw };
  },
};

/** Standard Webhooks 1.0: any `v1,<base64>` of the header is the HMAC-SHA-256 of `id.timestamp.body`. */
function standardSignature(req: IncomingMessage, raw: Buffer, secrets: readonly Buffer[]): boolean {
  const signed = Buffer.from(`${textHeader(req, 'webhook-id')}.${textHeader(req, 'webhook-timestamp')}.`);
  const signatures = textHeader(req, 'webhook-signature').split(' ', MAX_SIGNATURES);
  const keys = secrets.map(signingKey);
  return signatures
    .map((text) => hmacMatchesAny(keys, [signed, raw], Buffer.from(text.replace(/^v1,/, ''), 'base64')))
    .some(Boolean);
}

/** One for each key while keys are changed. */
const MAX_SIGNATURES = 4;

/** `whsec_` and the base64 of the key. */
const signingKey = (secret: Buffer): Buffer => Buffer.from(secret.toString('utf8').replace(/^whsec_/, ''), 'base64');
