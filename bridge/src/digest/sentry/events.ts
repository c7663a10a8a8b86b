import { rawQuery, type Tx } from '../../store/database';
import type { InboxItem } from '../context';
import type { Blobs } from '../../store/blobs';
import type { Prepared, PreparedEvent } from './prepare';
import type { IssueGroup } from './issues';

/** Keeps the bodies that hold at least one new event; returns the blob of each inbox row. */
export async function keepBodies(
  tx: Tx,
  blobs: Blobs,
  events: readonly PreparedEvent[],
  formats: Prepared['format'],
): Promise<Map<string, string>> {
  const items = new Map<string, InboxItem>(events.map((event) => [event.item.id, event.item]));
  const rows = [...items.values()].map((item) => {
    const { format, bytes } = formats.get(item.id) ?? { format: 'sentry-envelope', bytes: 0 };
    return {
      inboxId: item.id,
      tenant: item.tenant,
      receivedAt: item.receivedAt,
      encoding: item.encoding,
      format,
      bytes,
    };
  });
  const ids = await blobs.putFromInbox(tx, rows);
  return new Map(rows.map((row, index) => [row.inboxId, ids[index] ?? '']));
}

export async function insertEvents(tx: Tx, groups: readonly IssueGroup[], blobIds: Map<string, string>): Promise<void> {
  const rows = groups.flatMap(({ issueId, events }) => events.map((event) => ({ issueId, ...event })));
  await rawQuery(
    tx,
    `INSERT INTO event (tenant, project_id, event_id, issue_id, received_at, occurred_at, title, level, platform, release, environment,
       user_label, trace_id, span_id, blob_id)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::uuid[], $4::bigint[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[],
       $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[])`,
    [
      rows.map((r) => r.item.tenant),
      rows.map((r) => r.projectId),
      rows.map((r) => r.event.eventId),
      rows.map((r) => r.issueId),
      rows.map((r) => r.item.receivedAt.toISOString()),
      rows.map((r) => r.event.timestamp),
      rows.map((r) => r.description.title),
      rows.map((r) => r.event.level),
      rows.map((r) => r.event.platform),
      rows.map((r) => r.occurrence.release),
      rows.map((r) => r.occurrence.environment),
      rows.map((r) => r.event.userLabel),
      rows.map((r) => r.event.traceId ?? null),
      rows.map((r) => r.event.spanId ?? null),
      rows.map((r) => blobIds.get(r.item.id)),
    ],
  );
}
