import { Level, type EventSummary } from '@summit/contracts';
import type { Selectable } from 'kysely';
import type { EventTable } from '../../store/tables';

export type EventRow = Selectable<EventTable> & { cursor_key: string };

/** Event ids are 32 hex digits to people and SDKs; PostgreSQL prints uuids with dashes. */
export const eventIdText = (uuid: string): string => uuid.replaceAll('-', '');

export const toEventSummary = (row: EventRow): EventSummary => ({
  eventId: eventIdText(row.event_id),
  issueId: row.issue_id,
  timestamp: row.occurred_at.toISOString(),
  receivedAt: row.received_at.toISOString(),
  title: row.title,
  level: Level.parse(row.level),
  platform: row.platform,
  release: row.release,
  environment: row.environment,
  user: row.user_label,
  traceId: row.trace_id,
  spanId: row.span_id,
});
