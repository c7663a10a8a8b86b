import type { IncomingMessage } from 'node:http';
import { eventHeader, mediaType, requireJsonObject, textHeader } from '../http/hook';
import { Refusal } from '../http/refusal';
import { signedByAny } from '../http/signature';
import type { CiDelivery, CiDoor } from './door';

export const github: CiDoor = {
  verified: (req, raw, secrets) =>
    signedByAny(secrets, [raw], textHeader(req, 'x-hub-signature-256').replace(/^sha256=/, '')),
  hint: 'X-Hub-Signature-256 must be the HMAC-SHA-256 of the body with the secret of this hook.',
  read(req, raw): CiDelivery {
    const event = eventHeader(req, 'X-GitHub-Event', /^[a-z_]{1,64}$/);
    const id = textHeader(req, 'x-github-delivery');
    if (!/^[\w-]{1,100}$/.test(id)) throw new Refusal(400, 'The header X-GitHub-Delivery is missing or not an id.');
    return { event, id, body: jsonBody(req, raw), ping: event === 'ping' };
  },
};

/** The JSON of either content type that GitHub offers, checked to be JSON. */
function jsonBody(req: IncomingMessage, raw: Buffer): Buffer {
  const type = mediaType(req);
  if (type !== 'application/json' && type !== 'application/x-www-form-urlencoded')
    throw new Refusal(415, 'Content-Type must be application/json or application/x-www-form-urlencoded.');
  const text = raw.toString('utf8');
  const json = type === 'application/json' ? text : new URLSearchParams(text).get('payload');
  if (json === null) throw new Refusal(400, 'The form has no field payload.');
  requireJsonObject(json);
  return type === 'application/json' ? raw : Buffer.from(json);
}
