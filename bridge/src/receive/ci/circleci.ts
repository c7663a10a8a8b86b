import { eventHeader, requireJsonObject, textHeader } from '../http/hook';
import { signedByAny } from '../http/signature';
import type { CiDelivery, CiDoor } from './door';

/** CircleCI signs the body: `v1=<hex>`, among other versions to come. */
export const circleci: CiDoor = {
  verified(req, raw, secrets) {
    const signature = /(?:^|,)\s*v1=([0-9a-f]+)/i.exec(textHeader(req, 'circleci-signature'))?.[1] ?? '';
    return signedByAny(secrets, [raw], signature);
  },
  hint: 'Set the secret of this hook as the secret token of the webhook; circleci-signature is made with it.',
  read(req, raw): CiDelivery {
    const event = eventHeader(req, 'Circleci-Event-Type', /^[a-z-]{1,64}$/);
    requireJsonObject(raw.toString('utf8'));
    return { event, id: '', body: raw, ping: event === 'ping' };
  },
};
