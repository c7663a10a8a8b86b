import type { EventDetail } from '@summit/contracts';
import { sql } from 'kysely';
import type { Database } from '../../store/database';
import type { ApiDeps, OpenedEvent } from '../deps';
import { ApiError, notFound } from '../errors';
import { runTitle } from '../graph/runs';
import { exactTime } from '../paging/keyset';
import { eventIdOf } from '../validId';
import type { IssueRow } from '../issues/rows';
import { eventIdText, toEventSummary, type EventRow } from './rows';

/** An event of an issue by its id, or the `latest` or `oldest` one. */
export async function eventDetail(deps: ApiDeps, issue: IssueRow, which: string): Promise<EventDetail> {
  const row = await find(deps.db, issue, which);
  const { tenant } = issue;
  const [opened, previous, next, run] = await Promise.all([
    open(deps, tenant, row),
    neighbour(deps.db, row, 'previous'),
    neighbour(deps.db, row, 'next'),
    runOf(deps.db, row),
  ]);
  return { ...toEventSummary(row), ...opened, previous, next, run };
}

async function find(db: Database, issue: IssueRow, which: string): Promise<EventRow> {
  const ofIssue = db
    .selectFrom('event')
    .selectAll()
    .select(exactTime('event.received_at').as('cursor_key'))
    .where('tenant', '=', issue.tenant)
    .where('project_id', '=', issue.project_id)
    .where('issue_id', '=', issue.id);
  const eventId = eventIdOf(which);
  const direction = which === 'oldest' ? 'asc' : 'desc';
  if (!eventId && which !== 'latest' && which !== 'oldest') throw notFound('event');
  const query = eventId
    ? ofIssue.where('event_id', '=', eventId)
    : ofIssue.orderBy('received_at', direction).orderBy('event_id', direction);
  const row = await query.limit(1).executeTakeFirst();
  if (!row) throw notFound('event');
  return row;
}

async function open(deps: ApiDeps, tenant: string, row: EventRow): Promise<OpenedEvent> {
  const stored = await deps.blobs.get(deps.db, tenant, row.blob_id);
  if (!stored)
    throw new ApiError(410, 'The body of this event is no longer kept.', [
      'Its retention has ended; the counts remain.',
    ]);
  return deps.openEvent(stored, eventIdText(row.event_id), row.received_at);
}

/** The event received just before or after this one, within its issue. */
async function neighbour(db: Database, row: EventRow, side: 'previous' | 'next'): Promise<string | null> {
  const [compare, order] = side === 'previous' ? (['<', 'desc'] as const) : (['>', 'asc'] as const);
  const found = await db
    .selectFrom('event')
    .select('event_id')
    .where('tenant', '=', row.tenant)
    .where('issue_id', '=', row.issue_id)
    .where(
      sql<boolean>`(received_at, event_id) ${sql.raw(compare)} (${row.cursor_key}::timestamptz, ${row.event_id}::uuid)`,
    )
    .orderBy('received_at', order)
    .orderBy('event_id', order)
    .limit(1)
    .executeTakeFirst();
  return found ? eventIdText(found.event_id) : null;
}

/** How long a run may have waited and worked when one of its jobs reports an error. */
const LONGEST_RUN_MS = 7 * 24 * 60 * 60_000;
/** How far the clocks of a runner and of its CI system may differ. */
const SKEW_MS = 60 * 60_000;

/** The run whose trace the event belongs to; looked for among the runs of its time alone, since runs have no index by trace. */
async function runOf(db: Database, row: EventRow): Promise<EventDetail['run']> {
  if (row.trace_id === null) return null;
  const at = row.occurred_at.getTime();
  const found = await db
    .selectFrom('run')
    .select(['id', 'name', 'number', 'attempt'])
    .where('tenant', '=', row.tenant)
    .where('trace_id', '=', row.trace_id)
    .where('queued_at', '>', new Date(at - LONGEST_RUN_MS))
    .where('queued_at', '<', new Date(at + SKEW_MS))
    .orderBy('queued_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found ? { id: found.id, title: runTitle(found) } : null;
}
