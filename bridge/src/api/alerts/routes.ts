import { Alert, AlertPage, Severity } from '@summit/contracts';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { decodeCursor, timeKey, toPage, uuidId } from '../paging/cursor';
import { before, exactTime } from '../paging/keyset';
import { paging, timeRange } from '../paging/parameters';
import { noInput, route, type Route } from '../routes/route';
import { uuidOf } from '../validId';
import { toAlert, toAlerts } from './rows';

const AlertFilters = z.object({
  status: z.enum(['firing', 'resolved', 'all']).default('all'),
  severity: z.array(Severity).max(5).optional(),
  ...timeRange,
  ...paging,
});
const sort = 'startsAt';

export function alertRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/alerts',
        operationId: 'listAlerts',
        summary: 'Firings of alerts, newest first',
        tag: 'alerts',
        query: AlertFilters,
        answer: AlertPage,
      },
      async ({ query }, caller) => {
        const cursor = decodeCursor(query.cursor, sort, { key: timeKey, id: uuidId });
        let select = deps.db
          .selectFrom('alert')
          .selectAll()
          .select(exactTime('alert.starts_at').as('cursor_key'))
          .where('tenant', '=', caller.tenant);
        if (query.status !== 'all') select = select.where('status', '=', query.status);
        if (query.severity) select = select.where('severity', 'in', query.severity);
        if (query.from) select = select.where('starts_at', '>=', new Date(query.from));
        if (query.to) select = select.where('starts_at', '<', new Date(query.to));
        if (cursor)
          select = select.where(before('alert.starts_at', 'alert.id', cursor, { key: 'timestamptz', id: 'uuid' }));
        const rows = await select
          .orderBy('starts_at', 'desc')
          .orderBy('id', 'desc')
          .limit(query.limit + 1)
          .execute();
        const page = toPage(rows, query.limit, (row) => ({ sort, key: row.cursor_key, id: row.id }));
        return { items: toAlerts(page.rows, deps.unreadable), next: page.next };
      },
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/alerts/{id}',
        operationId: 'getAlert',
        summary: 'One firing of an alert',
        tag: 'alerts',
        params: z.object({ id: z.string() }),
        answer: Alert,
      },
      async ({ params }, caller) => {
        const id = uuidOf(params.id);
        const row =
          id === null
            ? undefined
            : await deps.db
                .selectFrom('alert')
                .selectAll()
                .where('tenant', '=', caller.tenant)
                .where('id', '=', id)
                .executeTakeFirst();
        if (!row) throw notFound('alert');
        return toAlert(row);
      },
    ),
  ];
}
