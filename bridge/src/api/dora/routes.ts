import { DeploymentKind, Dora, DoraChangePage, DoraDeploymentPage, DoraTeams } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { decodeCursor, textId, timeKey, toPage } from '../paging/cursor';
import { before, exactTime } from '../paging/keyset';
import { paging, text } from '../paging/parameters';
import { periodOf } from '../paging/period';
import { noInput, route, type Route } from '../routes/route';
import { inTeams } from '../teams/members';
import { approvalWaits } from './approvals';
import { toDoraChange, toDoraDeployment } from './evidence';
import { doraOf } from './figures';
import { DoraQuery, DoraScope, DoraTeamQuery, scopeCondition } from './parameters';
import { doraTeamsOf } from './teams';

const flag = z.literal('true').optional();

const DeploymentEvidence = DoraScope.extend({
  kind: z.array(DeploymentKind).max(3).optional(),
  failed: flag.meta({ description: '`true`: only those that failed in production.' }),
  rework: flag.meta({ description: '`true`: only those that count as rework.' }),
  ...paging,
});
const ChangeEvidence = DoraScope.extend({ deployment: text(300).optional(), ...paging });

/** DORA's metrics, and the deployments and changes that they are made of. */
export function doraRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/dora',
        operationId: 'getDora',
        summary: "DORA's five metrics of a period, with their trend",
        tag: 'dora',
        query: DoraQuery,
        answer: Dora,
      },
      async ({ query }, caller) =>
        doraOf(deps.db, caller.tenant, await inTeams(deps.db, caller.tenant, query), periodOf(query, deps.now())),
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/dora/teams',
        operationId: 'listDoraTeams',
        summary: "DORA's five metrics of each team",
        tag: 'dora',
        query: DoraTeamQuery,
        answer: DoraTeams,
      },
      async ({ query }, caller) =>
        doraTeamsOf(deps.db, caller.tenant, await inTeams(deps.db, caller.tenant, query), periodOf(query, deps.now())),
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/dora/deployments',
        operationId: 'listDoraDeployments',
        summary: 'Deployments as the metrics count them, newest first',
        tag: 'dora',
        query: DeploymentEvidence,
        answer: DoraDeploymentPage,
      },
      async ({ query: asked }, caller) => {
        const query = await inTeams(deps.db, caller.tenant, asked);
        const sort = 'finishedAt';
        const period = periodOf(query, deps.now());
        const cursor = decodeCursor(query.cursor, sort, { key: timeKey, id: textId });
        let select = deps.db
          .selectFrom('dora_deployment')
          .selectAll()
          .select(exactTime('finished_at').as('cursor_key'))
          .where(scopeCondition(caller.tenant, query))
          .where('finished_at', '>=', period.from)
          .where('finished_at', '<', period.to);
        if (query.kind) select = select.where('kind', 'in', query.kind);
        if (query.failed) select = select.where('failure', 'is not', null);
        if (query.rework) select = select.where('rework', 'is not', null);
        if (cursor) select = select.where(before('finished_at', 'id', cursor, { key: 'timestamptz', id: 'text' }));
        const rows = await select
          .orderBy('finished_at', 'desc')
          .orderBy('id', 'desc')
          .limit(query.limit + 1)
          .execute();
        const page = toPage(rows, query.limit, (row) => ({ sort, key: row.cursor_key, id: row.id }));
        const waits = await approvalWaits(
          deps.db,
          caller.tenant,
          page.rows.map(({ id }) => id),
        );
        return { items: page.rows.map((row) => toDoraDeployment(row, waits)), next: page.next };
      },
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/dora/changes',
        operationId: 'listDoraChanges',
        summary: 'Changes and when they reached an environment, last deployed first',
        tag: 'dora',
        query: ChangeEvidence,
        answer: DoraChangePage,
      },
      async ({ query: asked }, caller) => {
        const query = await inTeams(deps.db, caller.tenant, asked);
        const sort = 'deployedAt';
        const cursor = decodeCursor(query.cursor, sort, { key: timeKey, id: textId });
        const period = periodOf(query, deps.now());
        // Several changes are deployed at one moment: the id of a row is its deployment and its key.
        const id = sql<string>`deployment_id || ' ' || key`;
        let select = deps.db
          .selectFrom('dora_change')
          .selectAll()
          .select([exactTime('deployed_at').as('cursor_key'), id.as('cursor_id')]);
        // What one deployment brought is asked for by its id, in whatever environment it was.
        select =
          query.deployment === undefined
            ? select
                .where(scopeCondition(caller.tenant, query))
                .where('deployed_at', '>=', period.from)
                .where('deployed_at', '<', period.to)
            : select.where('tenant', '=', caller.tenant).where('deployment_id', '=', query.deployment);
        if (cursor)
          select = select
            .where(sql<boolean>`deployed_at <= ${cursor.key}::timestamptz`)
            .where(sql<boolean>`(deployed_at, ${id}) < (${cursor.key}::timestamptz, ${cursor.id})`);
        const rows = await select
          .orderBy('deployed_at', 'desc')
          .orderBy(id, 'desc')
          .limit(query.limit + 1)
          .execute();
        const page = toPage(rows, query.limit, (row) => ({ sort, key: row.cursor_key, id: row.cursor_id }));
        const waits = await approvalWaits(
          deps.db,
          caller.tenant,
          page.rows.map(({ deployment_id }) => deployment_id),
        );
        return { items: page.rows.map((row) => toDoraChange(row, waits)), next: page.next };
      },
    ),
  ];
}
