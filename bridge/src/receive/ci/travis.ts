import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { requireJsonObject, textHeader } from '../http/hook';
import { Refusal } from '../http/refusal';
import type { CiDelivery, CiDoor } from './door';

/** Travis CI signs the field `payload` of a form with its own key (RSA, SHA-1): the secret of the door is the public part of that. */
export const travis: CiDoor = {
  verified(req, raw, secrets) {
    const payload = Buffer.from(payloadOf(raw) ?? '');
    const signature = Buffer.from(textHeader(req, 'signature'), 'base64');
    return secrets.map((secret) => signedBy(secret, payload, signature)).some(Boolean);
  },
  hint: 'The secret of this hook must be the public key with which Travis CI signs: config.notifications.webhook.public_key of its API.',
  read(_req: IncomingMessage, raw): CiDelivery {
    const payload = payloadOf(raw);
    if (payload === null) throw new Refusal(400, 'The form has no field payload.');
    requireJsonObject(payload);
    return { event: 'build', id: '', body: Buffer.from(payload) };
  },
};

const payloadOf = (raw: Buffer): string | null => new URLSearchParams(raw.toString('utf8')).get('payload');

function signedBy(secret: Buffer, payload: Buffer, signature: Buffer): boolean {
  const key = publicKey(secret.toString('utf8'));
  return key !== undefined && verify('sha1', payload, key, signature);
}

/** A key in PEM, whose lines may have been joined on the way through a form. */
function publicKey(text: string): KeyObject | undefined {
  const [, kind, body] = /-----BEGIN ((?:RSA )?PUBLIC KEY)-----([\s\S]+?)-----END/.exec(text) ?? [];
  if (kind === undefined || body === undefined) return undefined;
  try {
    return createPublicKey(
      `-----BEGIN ${kind}-----\n${body.replace(/\\n|\s+/g, '\n').trim()}\n-----END ${kind}-----\n`,
    );
  } catch {
    return undefined;
  }
}
