import { eventHeader, requireJsonObject, textHeader } from '../http/hook';
import { Refusal } from '../http/refusal';
import { equalsAny } from '../http/signature';
import { standardSignature } from '../http/standardWebhooks';
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
