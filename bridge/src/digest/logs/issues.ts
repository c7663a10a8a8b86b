import { gzipSync } from 'node:zlib';
import type { Blobs } from '../../store/blobs';
import type { Tx } from '../../store/database';
import { translateEvent } from '../../translate/sentry/items/event';
import type { Fields } from '../../translate/sentry/read';
import type { DigestContext, InboxItem } from '../context';
import { insertEvents } from '../sentry/events';
import { findOrCreateIssues } from '../sentry/issues';
import { preparedOf, type PreparedEvent } from '../sentry/prepare';
import { keepUnseen } from '../sentry/seen';
import { addTags } from '../sentry/tags';
import { addHoursAndReleases, updateIssues } from '../sentry/update';
import { countItem } from '../shared/count';
import type { BuildEvent } from './events';

/** Errors of one part of a log. */
export interface PartEvents {
  item: InboxItem;
  projectId: string;
  events: readonly BuildEvent[];
}

/**
 * Adds the errors of builds to their issues, as events like any other: the same grouping, the same tables. Only releases and services stay as they
 * are: a build is neither. Returns the issue of each event, by project and event id.
 */
export async function addToIssues(
  tx: Tx,
  blobs: Blobs,
  parts: readonly PartEvents[],
  context: DigestContext,
): Promise<Map<string, string>> {
  const prepared = parts.flatMap(({ item, projectId, events }) =>
    events.map((event) => preparedOf(item, projectId, read(event, item))),
  );
  if (prepared.length === 0) return new Map();
  // All of them find their issue, also those that this log has told of before.
  const groups = await findOrCreateIssues(tx, prepared);
  const fresh = new Set((await keepUnseen(tx, prepared)).map(keyOfPrepared));
  const counted = groups
    .map((group) => ({ ...group, events: once(group.events, fresh) }))
    .filter(({ events }) => events.length > 0);
  await insertEvents(tx, counted, await keepBodies(tx, blobs, parts));
  const updated = await updateIssues(tx, counted);
  await addHoursAndReleases(tx, updated);
  await addTags(tx, updated);
  for (const { group } of updated) context.changed(group.tenant, 'issue', group.issueId);
  count(context, parts, fresh);
  return new Map(
    groups.flatMap(({ issueId, events }) => events.map((event) => [keyOfPrepared(event), issueId] as const)),
  );
}

/** The key of an event in what `addToIssues` returns. */
export const eventKey = (projectId: string, eventId: string): string => `${projectId}/${eventId}`;
const keyOfPrepared = ({ projectId, event }: PreparedEvent): string => eventKey(projectId, event.eventId);

function read({ raw, eventId }: BuildEvent, item: InboxItem) {
  const fields: Fields = raw;
  const receivedMs = item.receivedAt.getTime();
  return translateEvent(fields, { receivedMs, eventId, newEventId: () => eventId, detail: false });
}

/** Each event that is new, once. */
function once(events: readonly PreparedEvent[], fresh: ReadonlySet<string>): PreparedEvent[] {
  const byKey = new Map(
    events.filter((event) => fresh.has(keyOfPrepared(event))).map((event) => [keyOfPrepared(event), event]),
  );
  return [...byKey.values()];
}

/** The events of a part as one envelope, by the id of the inbox row. */
async function keepBodies(tx: Tx, blobs: Blobs, parts: readonly PartEvents[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { item, events } of parts) {
    const [first] = events;
    if (!first) continue;
    const lines = events.flatMap(({ raw }) => {
      const payload = JSON.stringify(raw);
      return [JSON.stringify({ type: 'event', length: Buffer.byteLength(payload) }), payload];
    });
    const envelope = [JSON.stringify({ event_id: first.eventId }), ...lines, ''].join('\n');
    const id = await blobs.put(tx, {
      tenant: item.tenant,
      receivedAt: item.receivedAt,
      encoding: 'gzip',
      format: 'sentry-envelope',
      body: gzipSync(envelope),
    });
    ids.set(item.id, id);
  }
  return ids;
}

function count(context: DigestContext, parts: readonly PartEvents[], fresh: ReadonlySet<string>): void {
  const counted = new Set<string>();
  for (const { item, projectId, events } of parts)
    for (const { eventId } of events) {
      const key = eventKey(projectId, eventId);
      const isNew = fresh.has(key) && !counted.has(key);
      counted.add(key);
      countItem(context, item, 'build_error', 'received');
      countItem(context, item, 'build_error', isNew ? 'stored' : 'deduplicated');
    }
}
