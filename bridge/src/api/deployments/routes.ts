import { DeploymentDetail, DeploymentErrors, DeploymentPage, ReleaseNotes } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { walkFrom } from '../graph/walk';
import { decodeCursor, textId, timeKey, toPage } from '../paging/cursor';
import { before, exactTime } from '../paging/keyset';
import { paging, texts, timeRange } from '../paging/parameters';
import { noInput, route, type Route } from '../routes/route';
import { inTeams } from '../teams/members';
import { textOf } from '../validId';
import { approvalsOf } from '../dora/approvals';
import { deliveryOf } from './delivery';
import { errorsOf } from './errors';
import { notesOf } from './notes';
import { toDeployment } from './rows';

const DeploymentFilters = z.object({
  environment: texts(200).optional(),
  repository: texts(300).optional(),
  team: texts(100).optional().meta({ description: 'Repositories of these teams only.' }),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/, 'must be 7 to 64 lower-case hex digits')
    .optional(),
  state: texts(50).optional(),
  ...timeRange,
  ...paging,
});
const sort = 'createdAt';
const DeploymentId = z.object({ id: z.string() });

export function deploymentRoutes(deps: ApiDeps): Route[] {
  const find = async (given: string, tenant: string) => {
    const id = textOf(given);
    const row =
      id === null
        ? undefined
        : await deps.db
            .selectFrom('deployment')
            .selectAll()
            .where('tenant', '=', tenant)
            .where('id', '=', id)
            .executeTakeFirst();
    if (!row) throw notFound('deployment');
    return row;
  };
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
      async ({ query: asked }, caller) => {
        const query = await inTeams(deps.db, caller.tenant, asked);
        const cursor = decodeCursor(query.cursor, sort, { key: timeKey, id: textId });
        let select = deps.db
          .selectFrom('deployment')
          .selectAll()
          .select(exactTime('deployment.created_at').as('cursor_key'))
          .where('tenant', '=', caller.tenant);
        if (query.environment) select = select.where('environment', 'in', query.environment);
        if (query.repository) select = select.where('repository', '=', sql<string>`ANY(${query.repository}::text[])`);
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
        params: DeploymentId,
        answer: DeploymentDetail,
      },
      async ({ params }, caller) => {
        const row = await find(params.id, caller.tenant);
        const walk = await walkFrom(deps.db, caller.tenant, {
          kind: 'deployment',
          id: row.id,
          repository: row.repository,
          sha: row.sha,
          runId: row.run_id,
        });
        const approvals = await approvalsOf(deps.db, caller.tenant, row.id);
        return { ...toDeployment(row), ...walk, ...approvals, ...(await deliveryOf(deps.db, caller.tenant, row.id)) };
      },
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/deployments/{id}/notes',
        operationId: 'getReleaseNotes',
        summary: 'Release notes of what a deployment was the first to bring',
        tag: 'deployments',
        params: DeploymentId,
        answer: ReleaseNotes,
      },
      async ({ params }, caller) => notesOf(deps.db, await find(params.id, caller.tenant)),
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/deployments/{id}/errors',
        operationId: 'getDeploymentErrors',
        summary: 'Errors before and after a deployment, compared',
        tag: 'deployments',
        params: DeploymentId,
        query: z.object({ hours: z.coerce.number().min(0.1).max(168).default(24) }),
        answer: DeploymentErrors,
      },
      async ({ params, query }, caller) =>
        errorsOf(deps.db, await find(params.id, caller.tenant), {
          hours: query.hours,
          now: deps.now(),
          retentionDays: deps.retentionDays,
        }),
    ),
  ];
}
