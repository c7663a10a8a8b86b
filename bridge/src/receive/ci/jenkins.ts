import { requireJsonObject } from '../http/hook';
import { bearerOrQueryToken } from '../http/token';
import { equalsAny } from '../http/signature';
import type { CiDelivery, CiDoor } from './door';

/** The Notification plugin signs nothing: the secret is in the address, which the plugin can keep among Jenkins' credentials. */
export const jenkins: CiDoor = {
  verified: (req, _raw, secrets) => equalsAny(secrets, Buffer.from(bearerOrQueryToken(req))),
  hint: 'The address must end with ?token= and the secret of this hook, or the header Authorization must be Bearer and the secret.',
  read(_req, raw): CiDelivery {
    requireJsonObject(raw.toString('utf8'));
    return { event: 'notification', id: '', body: raw };
  },
};
