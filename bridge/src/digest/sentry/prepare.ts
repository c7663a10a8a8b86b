import type { ErrorEvent } from '@summit/contracts';
import { randomUUID } from 'node:crypto';
import { groupEvent, type Grouping } from '../../domain/grouping/group';
import type { Occurrence } from '../../domain/issue/aggregate';
import { describeEvent, type Description } from '../../domain/issue/describe';
import { dimensions } from '../../domain/issue/dimensions';
import { userKey } from '../../domain/issue/userKey';
import { EncodingError, inflate } from '../../translate/encoding';
import { EnvelopeError, parseEnvelope, type EnvelopeItem } from '../../translate/sentry/envelope';
import { dispatch } from '../../translate/sentry/items';
import { DETAIL_MEMBERS, translateEvent } from '../../translate/sentry/items/event';
import { skimJsonObject } from '../../translate/sentry/skimJson';
import { decodeStoreBody } from '../../translate/sentry/storeBody';
import type { LedgerCount } from '../../store/ledger';
import { BadInput, type InboxItem } from '../context';
import { headOf, type EventHead } from './head';

/** An event, read and grouped, before anything is written. */
export interface PreparedEvent {
  item: InboxItem;
  projectId: string;
  /** Key of its issue within the project: the hash in hex. */
  hash: string;
  event: EventHead;
  grouping: Grouping;
  description: Description;
  occurrence: Occurrence;
}

export interface Prepared {
  events: PreparedEvent[];
  counts: LedgerCount[];
  /** Inflated size of each item's body, by inbox id. */
  format: Map<string, { format: string; bytes: number }>;
}

/** Doors hold bodies to smaller ceilings; this one only bounds what a changed setting let through. */
const MAX_BYTES = 64 * 1024 * 1024;

const newEventId = (): string => randomUUID().replaceAll('-', '');

/** How long the thread is held at once: other batches under way wait for it to ask the database their next question. */
const SLICE_MS = 4;

/** Everything that needs no database: inflate, frame, parse once, translate, group. */
export async function prepare(items: readonly InboxItem[]): Promise<Prepared> {
  const prepared: Prepared = { events: [], counts: [], format: new Map() };
  let until = performance.now() + SLICE_MS;
  for (const item of items) {
    prepareItem(item, prepared);
    if (performance.now() < until) continue;
    await new Promise((resolve) => setImmediate(resolve));
    until = performance.now() + SLICE_MS;
  }
  return prepared;
}

function prepareItem(item: InboxItem, into: Prepared): void {
  if (item.projectId === null) throw new BadInput('An error event must belong to a project.');
  const body = readable(() => inflate(item.body, item.encoding, MAX_BYTES));
  const isStore = item.meta['format'] === 'sentry-event';
  into.format.set(item.id, { format: isStore ? 'sentry-event' : 'sentry-envelope', bytes: body.length });
  // The id that the caller was told, where the door made one.
  const givenId = text(item.meta['eventId']);
  if (isStore) {
    const payload = readable(() => decodeStoreBody(body, MAX_BYTES));
    addEvent(item, item.projectId, payload, { eventId: givenId }, into);
    return;
  }
  const { header, items } = readable(() => parseEnvelope(body));
  let first = true;
  for (const entry of items) {
    if (!takeItem(item, entry, into)) continue;
    // The header names one event; an SDK sends no second one, and another sender's must not pass for the same.
    const eventId = first ? (header.eventId ?? givenId) : undefined;
    addEvent(item, item.projectId, entry.payload, { eventId, sentAt: header.sentAt }, into);
    first = false;
  }
}

/** Whether the item is one to translate; what is not is counted as dropped. */
function takeItem(item: InboxItem, entry: EnvelopeItem, into: Prepared): boolean {
  const action = dispatch(entry);
  if (action.take === 'event') return true;
  count(item, action.category, 'received', into);
  count(item, action.category, 'dropped', into, action.reason);
  return false;
}

function addEvent(
  item: InboxItem,
  projectId: string,
  payload: Buffer,
  header: { eventId?: string; sentAt?: string },
  into: Prepared,
): void {
  count(item, 'error', 'received', into);
  const raw = skimJsonObject(payload, DETAIL_MEMBERS);
  if (raw === undefined) {
    count(item, 'error', 'dropped', into, 'invalid_json');
    return;
  }
  const receivedMs = item.receivedAt.getTime();
  const event = translateEvent(raw, { ...header, receivedMs, newEventId, detail: false });
  into.events.push(preparedOf(item, projectId, event));
}

/** An event with its group and the words that its issue gets. */
export function preparedOf(item: InboxItem, projectId: string, event: ErrorEvent): PreparedEvent {
  const grouping = groupEvent(event);
  return {
    item,
    projectId,
    hash: grouping.hash.toString('hex'),
    event: headOf(event),
    grouping,
    description: describeEvent(event),
    occurrence: {
      occurredMs: Date.parse(event.timestamp),
      level: event.level,
      release: event.release ?? null,
      environment: event.environment ?? null,
      userKey: userKey(event.user)?.toString('hex') ?? null,
      dimensions: dimensions(event),
    },
  };
}

function count(item: InboxItem, category: string, state: LedgerCount['state'], into: Prepared, reason?: string): void {
  into.counts.push({ tenant: item.tenant, source: 'sentry', unit: 'item', category, state, reason, quantity: 1 });
}

/** The door checked encoding and framing before it said yes; what fails here is damaged and will stay so. */
function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EncodingError || error instanceof EnvelopeError) throw new BadInput(error.message);
    throw error;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
