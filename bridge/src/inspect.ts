import { randomUUID } from 'node:crypto';
import { Refusal } from './receive/http/refusal';
import type { DoorsDeps, Inspected, SentryKind } from './receive/ports';
import type { Turns } from './receive/http/turns';
import { EncodingError, inflate, inflateAside } from './translate/encoding';
import { EnvelopeError, normalEventId, parseEnvelope } from './translate/sentry/envelope';
import { parseJsonObject } from './translate/sentry/parseJson';
import { decodeStoreBody } from './translate/sentry/storeBody';

/** Items whose envelope is answered with an id. */
const withId = new Set(['event', 'transaction', 'feedback', 'user_report']);

/** Parsing costs what everything else at the door costs together; what is smaller than this is parsed all the same. */
const parsedBytes = 16 * 1024;

const newEventId = (): string => randomUUID().replaceAll('-', '');

/** A usual event inflates to a tenth of this; what is larger waits for its turn. */
const quickBytes = 512 * 1024;

/**
 * What the Sentry doors must know before they accept: that the body inflates within `maxBytes`, that its framing is whole and its event is JSON,
 * and the id to answer. A refused request is refused whole. Everybody knows the key of a browser's DSN, and a few hundred bytes may inflate
 * to `maxBytes`: what does not stay small is inflated beside this thread, in turns, so that bombs delay each other and not all events.
 */
export function sentryInspector(
  maxBytes: number,
  turn: Turns,
): (body: Buffer, encoding: string, kind: SentryKind) => Inspected | Promise<Inspected> {
  return (body, encoding, kind) => {
    try {
      return inspectSentry(body, encoding, kind, Math.min(maxBytes, quickBytes));
    } catch (error) {
      if (maxBytes <= quickBytes || !(error instanceof Refusal) || error.status !== 413) throw error;
    }
    return turn(async () => {
      const inflated = await inflateAside(body, encoding, maxBytes).catch(refuse);
      return inspectSentry(inflated, '', kind, maxBytes);
    });
  };
}

/** The same at once, on this thread. */
export function inspectSentry(body: Buffer, encoding: string, kind: SentryKind, maxBytes: number): Inspected {
  try {
    const inflated = inflate(body, encoding, maxBytes);
    return kind === 'store' ? inspectEvent(decodeStoreBody(inflated, maxBytes)) : inspectEnvelope(inflated);
  } catch (error) {
    return refuse(error);
  }
}

/**
 * Sees that a report inflates within its ceiling, or what has another within that, as `sentryInspector` does: what is large waits for its turn beside this thread. What comes as it
 * is needs no look.
 */
export function reportInspector(ofReports: number, turn: Turns): DoorsDeps['inflates'] {
  return async (body, encoding, maxBytes = ofReports) => {
    try {
      inflate(body, encoding, Math.min(maxBytes, quickBytes));
      if (body.length > maxBytes) throw new EncodingError('too_large', `The body is larger than ${maxBytes} bytes.`);
      return;
    } catch (error) {
      if (!(error instanceof EncodingError)) throw error;
      if (encoding === '' || maxBytes <= quickBytes || error.problem !== 'too_large') refuse(error);
    }
    await turn(() => inflateAside(body, encoding, maxBytes).catch(refuse));
  };
}

function refuse(error: unknown): never {
  if (error instanceof EncodingError) throw new Refusal(error.problem === 'too_large' ? 413 : 400, error.message);
  if (error instanceof EnvelopeError) throw new Refusal(error.problem === 'limit' ? 413 : 400, error.message);
  throw error;
}

function inspectEvent(payload: Buffer): Inspected {
  const event = eventObject(payload);
  return { eventId: normalEventId(event['event_id']) ?? newEventId(), dsn: null };
}

function inspectEnvelope(body: Buffer): Inspected {
  const { header, items } = parseEnvelope(body);
  const dsn = header.dsn ?? null;
  const events = items.filter((item) => withId.has(item.type));
  const payloads = events.filter((item) => item.type === 'event').map((item) => item.payload);
  if (events.length === 0) return { eventId: header.eventId ?? null, dsn };
  // Large events are not parsed twice when their header names them; the digest drops, and counts, what is broken inside.
  if (header.eventId !== undefined && payloads.every((payload) => payload.length > parsedBytes && isBraced(payload)))
    return { eventId: header.eventId, dsn };
  const [first] = payloads.map(eventObject);
  return { eventId: header.eventId ?? normalEventId(first?.['event_id']) ?? newEventId(), dsn };
}

/** Whether the payload begins and ends as a JSON object does: one that was cut off does not. */
function isBraced(payload: Buffer): boolean {
  return (
    /^\s*\{\s*"/.test(payload.toString('latin1', 0, 64)) &&
    /\}\s*$/.test(payload.toString('latin1', payload.length - 64))
  );
}

function eventObject(payload: Buffer): Readonly<Record<string, unknown>> {
  const event = parseJsonObject(payload);
  if (event === undefined) throw new Refusal(400, 'The event is not a JSON object.');
  return event;
}
