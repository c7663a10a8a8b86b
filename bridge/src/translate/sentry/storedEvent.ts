import type { ErrorEvent } from '@summit/contracts';
import { inflate } from '../encoding';
import { normalEventId, parseEnvelope } from './envelope';
import { dispatch } from './items';
import { DETAIL_MEMBERS, translateEvent } from './items/event';
import { parseJsonObject } from './parseJson';
import type { Fields } from './read';
import { skimJsonObject } from './skimJson';
import { decodeStoreBody } from './storeBody';

/** Bodies were held to a smaller ceiling when they were accepted; this one only bounds a damaged blob. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Deeper than any SDK nests, and less deep than writing JSON again can go. */
const RAW_DEPTH = 200;

/** A kept body with what its row knows. */
export interface StoredBody {
  format: string;
  encoding: string;
  body: Buffer;
}

/**
 * Reads one event back from its kept body: whole, for its page, and as the SDK sent it.
 *
 * @throws EncodingError or EnvelopeError when the blob is damaged, Error when it holds no event of that id
 */
export function readStoredEvent(
  stored: StoredBody,
  eventId: string,
  receivedAt: Date,
): { event: ErrorEvent; raw: unknown } {
  const body = inflate(stored.body, stored.encoding, MAX_BYTES);
  const receivedMs = receivedAt.getTime();
  const read = (raw: Fields, sentAt?: string) => ({
    event: translateEvent(raw, { receivedMs, sentAt, eventId, newEventId: () => eventId, detail: true }),
    raw: bounded(raw, RAW_DEPTH),
  });
  if (stored.format === 'sentry-event') {
    const raw = readJson(decodeStoreBody(body, MAX_BYTES));
    if (raw === undefined) throw new Error(`The kept body of event ${eventId} is not JSON.`);
    return read(raw);
  }
  const { header, items } = parseEnvelope(body);
  const events = items.filter((item) => dispatch(item).take === 'event').map((item) => readJson(item.payload));
  // The header names its first event; an event without any id was given one, and is then the only one without.
  const raw =
    events.find((event) => event !== undefined && normalEventId(event['event_id']) === eventId) ??
    (header.eventId === eventId ? events[0] : undefined) ??
    events.find((event) => event !== undefined && normalEventId(event['event_id']) === undefined);
  if (raw === undefined) throw new Error(`The kept envelope holds no event ${eventId}.`);
  return read(raw, header.sentAt);
}

/** The digest does not look inside the members that only the page shows; damage there costs the page those members, not the event. */
function readJson(payload: Buffer): Fields | undefined {
  return parseJsonObject(payload) ?? skimJsonObject(payload, DETAIL_MEMBERS);
}

/** The value with `…` for what lies deeper than `depth`. */
function bounded(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => bounded(item, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bounded(item, depth - 1)]));
}
