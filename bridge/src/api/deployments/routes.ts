import { DeploymentDetail, DeploymentPage } from '@summit/contracts';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { walkFrom } from '../graph/walk';
import { decodeCursor, textId, timeKey, toPage } from '../paging/cursor';
import { before, exactTime } from '../paging/keyset';
import { paging, texts, timeRange } from '../paging/parameters';
import { noInput, route, type Route } from '../routes/route';
import { textOf } from '../validId';
import { deliveryOf } from './delivery';
import { toDeployment } from './rows';

const DeploymentFilters = z.object({
  environment: texts(200).optional(),
  repository: texts(300).optional(),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/, 'must be 7 to 64 lower-case hex digits')
    .optional(),
  state: texts(50).optional(),
  ...timeRange,
  ...paging,
});
const sort = 'createdAt';

export function deploymentRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/deployments',
        operationId: 'listDeployments',
        summary: 'Deployments, newest first',
        tag: 'deployments',
        query: DeploymentFilters,
        answer: DeploymentPage,
      },
      async ({ query }, caller) => {
        const cursor = decodeCursor(query.cursor, sort, { key: timeKey, id: textId });
        let select = deps.db
          .selectFrom('deployment')
          .selectAll()
          .select(exactTime('deployment.created_at').as('cursor_key'))
          .where('tenant', '=', caller.tenant);
        if (query.environment) select = select.where('environment', 'in', query.environment);
        if (query.repository) select = select.where('repository', 'in', query.repository);
        if (query.state) select = select.where('state', 'in', query.state);
        if (query.commit) select = select.where('sha', '>=', query.commit).where('sha', '<', `${query.commit}g`);
        if (query.from) select = select.where('created_at', '>=', new Date(query.from));
        if (query.to) select = select.where('created_at', '<', new Date(query.to));
        if (cursor)
          select = select.where(
            before('deployment.created_at', 'deployment.id', cursor, { key: 'timestamptz', id: 'text' }),
          );
        const rows = await select
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(query.limit + 1)
          .execute();
        const page = toPage(rows, query.limit, (row) => ({ sort, key: row.cursor_key, id: row.id }));
        return { items: page.rows.map(toDeployment), next: page.next };
      },
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/deployments/{id}',
        operationId: 'getDeployment',
        summary: 'One deployment and what the graph knows about it',
        tag: 'deployments',
        params: z.object({ id: z.string() }),
        answer: DeploymentDetail,
      },
      async ({ params }, caller) => {
        const id = textOf(params.id);
        const row =
          id === null
            ? undefined
            : await deps.db
                .selectFrom('deployment')
                .selectAll()
                .where('tenant', '=', caller.tenant)
                .where('id', '=', id)
                .executeTakeFirst();
        if (!row) throw notFound('deployment');
        const walk = await walkFrom(deps.db, caller.tenant, {
          kind: 'deployment',
          id: row.id,
          repository: row.repository,
          sha: row.sha,
          runId: row.run_id,
        });
        return { ...toDeployment(row), ...walk, ...(await deliveryOf(deps.db, caller.tenant, row.id)) };
      },
    ),
  ];
}
