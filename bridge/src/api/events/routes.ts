import { EventDetail, EventPage } from '@summit/contracts';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { findIssue } from '../issues/detail';
import { decodeCursor, timeKey, toPage, uuidId } from '../paging/cursor';
import { exactTime, before } from '../paging/keyset';
import { paging, texts, timeRange } from '../paging/parameters';
import { noInput, route, type Route } from '../routes/route';
import { eventDetail } from './detail';
import { toEventSummary } from './rows';

const EventFilters = z.object({
  release: texts(300).optional(),
  environment: texts(200).optional(),
  ...timeRange,
  ...paging,
});
const sort = 'receivedAt';

export function eventRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/issues/{id}/events',
        operationId: 'listIssueEvents',
        summary: 'Events of an issue, newest received first',
        tag: 'events',
        params: z.object({ id: z.string() }),
        query: EventFilters,
        answer: EventPage,
      },
      async ({ params, query }, caller) => {
        const issue = await findIssue(deps.db, caller.tenant, params.id);
        const cursor = decodeCursor(query.cursor, sort, { key: timeKey, id: uuidId });
        let select = deps.db
          .selectFrom('event')
          .selectAll()
          .select(exactTime('event.received_at').as('cursor_key'))
          .where('tenant', '=', caller.tenant)
          .where('issue_id', '=', issue.id);
        if (query.release) select = select.where('release', 'in', query.release);
        if (query.environment) select = select.where('environment', 'in', query.environment);
        if (query.from) select = select.where('received_at', '>=', new Date(query.from));
        if (query.to) select = select.where('received_at', '<', new Date(query.to));
        if (cursor)
          select = select.where(
            before('event.received_at', 'event.event_id', cursor, { key: 'timestamptz', id: 'uuid' }),
          );
        const rows = await select
          .orderBy('received_at', 'desc')
          .orderBy('event_id', 'desc')
          .limit(query.limit + 1)
          .execute();
        const page = toPage(rows, query.limit, (row) => ({ sort, key: row.cursor_key, id: row.event_id }));
        return { items: page.rows.map(toEventSummary), next: page.next };
      },
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/issues/{id}/events/{eventId}',
        operationId: 'getIssueEvent',
        summary: 'One event whole: parsed, and as the SDK sent it',
        tag: 'events',
        params: z.object({
          id: z.string(),
          eventId: z.string().meta({ description: '32 hex digits, or `latest`, `oldest`.' }),
        }),
        answer: EventDetail,
      },
      async ({ params }, caller) => {
        const issue = await findIssue(deps.db, caller.tenant, params.id);
        return eventDetail(deps, issue, params.eventId);
      },
    ),
  ];
}
