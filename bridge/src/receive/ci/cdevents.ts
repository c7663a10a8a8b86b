import type { IncomingMessage } from 'node:http';
import { mediaType, requireJsonObject, requireJsonObjects, textHeader } from '../http/hook';
import { Refusal } from '../http/refusal';
import { equalsAny } from '../http/signature';
import { standardSignature } from '../http/standardWebhooks';
import { bearerOrQueryToken } from '../http/token';
import type { CiDelivery, CiDoor } from './door';

/**
 * CloudEvents 1.0 over HTTP, in any of its three modes: one event that says all of itself, several of them, or one whose attributes are headers.
 * Each becomes a delivery of the first kind.
 */
export const cdevents: CiDoor = {
  verified(req, raw, secrets) {
    const signed = standardSignature(req, raw, secrets);
    const known = equalsAny(secrets, Buffer.from(bearerOrQueryToken(req)));
    return signed || known;
  },
  hint: 'Send the secret of this hook as Authorization: Bearer, sign with it as Standard Webhooks say (webhook-signature), or add it to the address as ?token=.',
  read(req, raw): CiDelivery[] {
    const text = raw.toString('utf8');
    const type = mediaType(req);
    if (type === 'application/cloudevents-batch+json') {
      const events = requireJsonObjects(text);
      if (events.length > MAX_EVENTS) throw new Refusal(413, `The batch has more than ${MAX_EVENTS} events.`);
      return events.map((event, index) => deliveryOf(event, `events[${index}]`, JSON.stringify(event)));
    }
    const body = requireJsonObject(text);
    if (type === 'application/cloudevents+json') return [deliveryOf(body, 'event', text)];
    const attributes = headerAttributes(req);
    return [deliveryOf(attributes, 'event', JSON.stringify({ ...attributes, data: body }))];
  },
};

/** More than senders put into one request. */
const MAX_EVENTS = 1000;
const MAX_ATTRIBUTE = 1000;

/** Binary mode: each attribute is a header `ce-…`, percent-encoded. */
function headerAttributes(req: IncomingMessage): Record<string, string> {
  const names = ['specversion', 'id', 'source', 'type', 'subject', 'time'];
  const attributes = names.map((name): [string, string] => [name, percentDecoded(textHeader(req, `ce-${name}`))]);
  return Object.fromEntries(attributes.filter(([, value]) => value !== ''));
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** By its attributes, of which CloudEvents requires these four: who sent it and which event of theirs it is together name it. */
function deliveryOf(event: object, where: string, body: string): CiDelivery {
  const attribute = (name: string): string => {
    const value: unknown = Reflect.get(event, name);
    if (typeof value === 'string' && value !== '' && value.length <= MAX_ATTRIBUTE) return value;
    throw new Refusal(400, `This is no CloudEvent: ${where} has no ${name}, or it is too long.`, [
      'Content-Type is application/cloudevents+json, application/cloudevents-batch+json, or application/json with headers ce-id, ce-source, ce-type and ce-specversion.',
    ]);
  };
  if (attribute('specversion') !== '1.0') throw new Refusal(400, 'This door takes version 1.0 of CloudEvents.');
  const [source, id, type] = [attribute('source'), attribute('id'), attribute('type')];
  // Then a line break keeps the two apart, and PostgreSQL takes them. Each by itself: halves of a character would be one together.
  if ([source, id].some((text) => /[\p{Cc}\p{Cs}]/u.test(text)))
    throw new Refusal(400, `The source or id of ${where} is no text.`);
  return { event: withoutVersion(type), id: `${source}\n${id}`, body: Buffer.from(body) };
}

/** CDEvents end in the version of their schema: `dev.cdevents.pipelinerun.started.0.3.0`. */
const withoutVersion = (type: string): string => type.replace(/\.\d+\.\d+\.\d+(-[\w.]+)?$/, '');
