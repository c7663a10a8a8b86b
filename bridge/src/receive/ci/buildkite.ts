import type { IncomingMessage } from 'node:http';
import { eventHeader, requireJsonObject, textHeader } from '../http/hook';
import { Refusal } from '../http/refusal';
import { equalsAny, signedByAny } from '../http/signature';
import type { CiDelivery, CiDoor } from './door';

/** Buildkite sends its token as it is, or signs `timestamp.body` with it; which of the two is chosen there. */
export const buildkite: CiDoor = {
  verified(req, raw, secrets) {
    const signed = signature(req, raw, secrets);
    const known = equalsAny(secrets, Buffer.from(textHeader(req, 'x-buildkite-token')));
    return signed || known;
  },
  hint: 'The token of the webhook must be the secret of this hook, sent as X-Buildkite-Token or as X-Buildkite-Signature.',
  read(req, raw): CiDelivery {
    const event = eventHeader(req, 'X-Buildkite-Event', /^[a-z_.]{1,64}$/);
    const id = textHeader(req, 'x-buildkite-request');
    if (!/^[\w-]{0,100}$/.test(id)) throw new Refusal(400, 'The header X-Buildkite-Request is not an id.');
    requireJsonObject(raw.toString('utf8'));
    return { event, id, body: raw, ping: event === 'ping' };
  },
};

/** `timestamp=<seconds>,signature=<hex>`. */
function signature(req: IncomingMessage, raw: Buffer, secrets: readonly Buffer[]): boolean {
  const match = /^timestamp=(\d{1,12}),signature=([0-9a-f]+)$/i.exec(textHeader(req, 'x-buildkite-signature'));
  return signedByAny(secrets, [Buffer.from(`${match?.[1] ?? ''}.`), raw], match?.[2] ?? '');
}
