import { createHmac } from 'node:crypto';
import { lookup as resolve, type LookupOptions } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPublic, refusedAddress } from '../../domain/rollbackPolicy/address';

const TIMEOUT_MS = 10_000;
const MAX_ANSWER = 500;

export interface Call {
  url: string;
  id: string;
  /** `whsec_` and base64, as Standard Webhooks have it. */
  secret: string;
  body: string;
  now: Date;
  /** Whether http and addresses of one's own network may be called. */
  allowPrivate: boolean;
}

/** `again`: nobody was there, or who was asked for patience. */
export interface Answer {
  ok: boolean;
  again: boolean;
  text: string;
}

/** Headers of Standard Webhooks 1.0: `v1,` and the base64 HMAC-SHA-256 of `id.timestamp.body`. */
function signatureHeaders({ id, secret, body, now }: Pick<Call, 'id' | 'secret' | 'body' | 'now'>) {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/**
 * Calls the receiver, once. A redirect is an answer like others, and is not followed. The name is looked up here, and what is connected to is what was
 * checked: a name that answers differently the second time gains nothing.
 */
export async function call(given: Call): Promise<Answer> {
  const refused = refusedAddress(given.url, given.allowPrivate);
  if (refused !== null) return { ok: false, again: false, text: refused };
  const url = new URL(given.url);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((done) => {
    const failed = (error: Error) =>
      done({ ok: false, again: !(error instanceof PrivateAddress), text: error.message.slice(0, MAX_ANSWER) });
    const request = send(
      url,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(given.body),
          'user-agent': 'summit-bridge',
          ...signatureHeaders(given),
        },
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(!given.allowPrivate && { lookup: publicLookup }),
      },
      (response) => {
        const status = response.statusCode ?? 0;
        // What it says beyond its status is nobody's: it may be anything.
        response.destroy();
        done({
          ok: status >= 200 && status < 300,
          again: status >= 500 || [408, 425, 429].includes(status),
          text: `answered ${status}`,
        });
      },
    );
    request.on('error', failed);
    request.end(given.body);
  });
}

class PrivateAddress extends Error {}

/** As `dns.lookup`, but an answer with a private address among it is none. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  const all: LookupOptions = { ...options, all: true };
  resolve(hostname, all, (error, found) => {
    if (error) return void callback(error, '');
    const addresses = Array.isArray(found) ? found : [];
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublic(address)))
      return void callback(new PrivateAddress(`${hostname} leads to a private address`), '');
    if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
