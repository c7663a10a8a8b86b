import { requireJsonObject, textHeader } from '../http/hook';
import { Refusal } from '../http/refusal';
import { equalsAny, signedByAny } from '../http/signature';
import { standardSignature } from '../http/standardWebhooks';
import { bearerOrQueryToken } from '../http/token';
import type { CiDelivery, CiDoor } from './door';

/** For whatever has no door of its own: Summit's own JSON (docs/generic-door.md), the notifications of Flux, and what kubectl prints of Deployments, signed in any of the usual ways. */
export const generic: CiDoor = {
  verified(req, raw, secrets) {
    const standard = standardSignature(req, raw, secrets);
    const signed = signedByAny(secrets, [raw], textHeader(req, 'x-signature').replace(/^sha256=/, ''));
    const bearer = equalsAny(secrets, Buffer.from(bearerOrQueryToken(req)));
    const token = equalsAny(secrets, Buffer.from(textHeader(req, 'x-summit-token')));
    return standard || signed || bearer || token;
  },
  hint: 'Send the secret of this hook as Authorization: Bearer or X-Summit-Token, or sign the body with it: X-Signature: sha256=<hex of HMAC-SHA-256>, or as Standard Webhooks say (webhook-signature).',
  answersProblems: true,
  read(_req, raw): CiDelivery {
    // What is wrong is found before it is answered, and meanwhile no other request is served.
    if (raw.length > MAX_GENERIC_BYTES)
      throw new Refusal(413, `A delivery to this door may have ${MAX_GENERIC_BYTES} bytes.`);
    const body = requireJsonObject(raw.toString('utf8'));
    return { event: eventOf(body), id: '', body: raw };
  },
};

/** What others send is told by what it has. */
function eventOf(body: object): string {
  if ('involvedObject' in body) return 'flux';
  return 'apiVersion' in body && 'kind' in body ? 'kubernetes' : 'events';
}

export const MAX_GENERIC_BYTES = 256 * 1024;
