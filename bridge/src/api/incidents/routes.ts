import {
  IncidentDetail,
  IncidentPage,
  IncidentUpdate,
  NewIncident,
  NewTimelineEvent,
  TimelineEvent,
} from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { walkFrom } from '../graph/walk';
import { decodeCursor, numberId, timeKey, toPage, uuidId } from '../paging/cursor';
import { before, exactTime } from '../paging/keyset';
import { paging, timeRange } from '../paging/parameters';
import { noInput, route, type Route } from '../routes/route';
import { mustBeReadable } from '../unreadable';
import { uuidOf } from '../validId';
import { selectIncidents, toIncidents, type IncidentRow } from './rows';
import { TimelinePage, toTimelineEvent } from './timeline';
import { comment, openIncident, updateIncident } from './write';

const IncidentId = z.object({ id: z.string() });
const IncidentFilters = z.object({
  status: z.enum(['active', 'resolved', 'all']).default('all'),
  ...timeRange,
  ...paging,
});
const sort = 'createdAt';
const timelineSort = 'at';

export function incidentRoutes(deps: ApiDeps): Route[] {
  const find = async (tenant: string, id: string): Promise<IncidentRow> => {
    const [row] = uuidOf(id) ? await selectIncidents(deps.db, tenant, (build) => build('incident.id', '=', id), 1) : [];
    if (!row) throw notFound('incident');
    return row;
  };
  const detail = async (tenant: string, id: string): Promise<IncidentDetail> => {
    const row = await find(tenant, id);
    const [incidents, walk] = await Promise.all([
      toIncidents(deps.db, tenant, [row], mustBeReadable),
      walkFrom(deps.db, tenant, { kind: 'incident', id: row.id }),
    ]);
    const [incident] = incidents;
    if (!incident) throw notFound('incident');
    return { ...incident, ...walk };
  };
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/incidents',
        operationId: 'listIncidents',
        summary: 'Incidents, newest first',
        tag: 'incidents',
        query: IncidentFilters,
        answer: IncidentPage,
      },
      async ({ query }, caller) => {
        const cursor = decodeCursor(query.cursor, sort, { key: timeKey, id: uuidId });
        const rows = await selectIncidents(
          deps.db,
          caller.tenant,
          (build) =>
            build.and([
              ...(query.status === 'all'
                ? []
                : [build('incident.status', query.status === 'active' ? '<>' : '=', 'resolved')]),
              ...(query.from ? [build('incident.created_at', '>=', new Date(query.from))] : []),
              ...(query.to ? [build('incident.created_at', '<', new Date(query.to))] : []),
              ...(cursor
                ? [before('incident.created_at', 'incident.id', cursor, { key: 'timestamptz', id: 'uuid' })]
                : []),
            ]),
          query.limit + 1,
        );
        const page = toPage(rows, query.limit, (row) => ({ sort, key: row.cursor_key, id: row.id }));
        return { items: await toIncidents(deps.db, caller.tenant, page.rows, deps.unreadable), next: page.next };
      },
    ),
    route(
      'write',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/incidents',
        operationId: 'openIncident',
        summary: 'Open an incident by hand',
        tag: 'incidents',
        status: 201,
        body: NewIncident,
        answer: IncidentDetail,
      },
      async ({ body }, caller) => {
        const id = await deps.db.transaction().execute((tx) => openIncident(tx, caller, body, deps.now()));
        return detail(caller.tenant, id);
      },
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/incidents/{id}',
        operationId: 'getIncident',
        summary: 'One incident and what the graph knows about it',
        tag: 'incidents',
        params: IncidentId,
        answer: IncidentDetail,
      },
      ({ params }, caller) => detail(caller.tenant, params.id),
    ),
    route(
      'write',
      {
        ...noInput,
        method: 'put',
        path: '/api/v1/incidents/{id}',
        operationId: 'updateIncident',
        summary: 'Move an incident on, assign it, comment on it',
        tag: 'incidents',
        params: IncidentId,
        body: IncidentUpdate,
        answer: IncidentDetail,
      },
      async ({ params, body }, caller) => {
        await deps.db.transaction().execute((tx) => updateIncident(tx, caller, params.id, body, deps.now()));
        return detail(caller.tenant, params.id);
      },
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/incidents/{id}/timeline',
        operationId: 'listIncidentTimeline',
        summary: 'What happened, newest first',
        tag: 'incidents',
        params: IncidentId,
        query: z.object(paging),
        answer: TimelinePage,
      },
      async ({ params, query }, caller) => {
        const incident = await find(caller.tenant, params.id);
        const cursor = decodeCursor(query.cursor, timelineSort, { key: timeKey, id: numberId });
        const rows = await deps.db
          .selectFrom('incident_timeline')
          .selectAll()
          .select(exactTime('incident_timeline.at').as('cursor_key'))
          .where('tenant', '=', caller.tenant)
          .where('incident_id', '=', incident.id)
          .where(
            cursor
              ? before('incident_timeline.at', 'incident_timeline.id', cursor, { key: 'timestamptz', id: 'bigint' })
              : sql<boolean>`true`,
          )
          .orderBy('at', 'desc')
          .orderBy('id', 'desc')
          .limit(query.limit + 1)
          .execute();
        const page = toPage(rows, query.limit, (row) => ({ sort: timelineSort, key: row.cursor_key, id: row.id }));
        return { items: page.rows.map(toTimelineEvent), next: page.next };
      },
    ),
    route(
      'write',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/incidents/{id}/timeline',
        operationId: 'addToIncidentTimeline',
        summary: 'Write a comment or an action into the timeline',
        tag: 'incidents',
        status: 201,
        params: IncidentId,
        body: NewTimelineEvent,
        answer: TimelineEvent,
      },
      async ({ params, body }, caller) => {
        const id = await deps.db.transaction().execute((tx) => comment(tx, caller, params.id, body, deps.now()));
        const row = await deps.db
          .selectFrom('incident_timeline')
          .selectAll()
          .where('tenant', '=', caller.tenant)
          .where('id', '=', id)
          .executeTakeFirstOrThrow();
        return toTimelineEvent(row);
      },
    ),
  ];
}
