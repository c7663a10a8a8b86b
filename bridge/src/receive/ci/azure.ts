import { requireJsonObject } from '../http/hook';
import { Refusal } from '../http/refusal';
import { equalsAny } from '../http/signature';
import { bearerOrQueryToken } from '../http/token';
import type { CiDelivery, CiDoor } from './door';

/** Azure DevOps signs nothing: the secret is the password of basic authentication. */
export const azure: CiDoor = {
  verified: (req, _raw, secrets) => equalsAny(secrets, Buffer.from(bearerOrQueryToken(req))),
  hint: 'Set the secret of this hook as the password of the service hook (basic authentication; any user name).',
  read(_req, raw): CiDelivery {
    const body: { eventType?: unknown; id?: unknown } = requireJsonObject(raw.toString('utf8'));
    const event = typeof body.eventType === 'string' ? body.eventType : '';
    const id = typeof body.id === 'string' && /^[\w-]{1,100}$/.test(body.id) ? body.id : '';
    if (!/^[a-z0-9.-]{1,100}$/.test(event))
      throw new Refusal(400, 'The field eventType is missing or not an event name.');
    return { event, id, body: raw };
  },
};
