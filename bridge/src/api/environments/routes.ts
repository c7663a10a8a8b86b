import { RunningDeploymentPage } from '@summit/contracts';
import { sql, type RawBuilder, type Selectable } from 'kysely';
import { z } from 'zod';
import type { DeploymentTable } from '../../store/tables';
import type { ApiDeps } from '../deps';
import { toDeployment } from '../deployments/rows';
import { oneOf } from '../graph/match';
import { decodeCursor, textId, toPage } from '../paging/cursor';
import { paging, texts } from '../paging/parameters';
import { noInput, route, type Route } from '../routes/route';
import { isoOf } from '../rows';

const Filters = z.object({
  repository: texts(300).optional(),
  environment: texts(200).optional(),
  ...paging,
});

interface Row extends Selectable<DeploymentTable> {
  message: string | null;
  committed_at: Date | null;
}

const sort = 'place';

export function environmentRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/environments',
        operationId: 'listEnvironments',
        summary:
          'What runs where: the newest successful deployment of each repository to each environment, by their names',
        tag: 'deployments',
        query: Filters,
        answer: RunningDeploymentPage,
      },
      async ({ query }, caller) => {
        const cursor = decodeCursor(query.cursor, sort, { key: /^$/, id: textId });
        const wanted = sql<boolean>`tenant = ${caller.tenant} AND result = 'success'
          AND ${query.repository ? oneOf(sql.ref('repository'), query.repository) : sql`true`}
          AND ${query.environment ? oneOf(sql.ref('environment'), query.environment) : sql`true`}`;
        const from = cursor
          ? sql<boolean>`(repository, environment) > (SELECT repository, environment FROM deployment WHERE tenant = ${caller.tenant} AND id = ${cursor.id})`
          : sql<boolean>`true`;
        const { rows } = await newestOfEachPlace(caller.tenant, wanted, from, query.limit + 1).execute(deps.db);
        // The place is remembered by the deployment there: names may be longer than a cursor.
        const page = toPage(rows, query.limit, (row) => ({ sort, key: '', id: row.id }));
        return {
          items: page.rows.map((row) => ({
            ...toDeployment(row),
            commitMessage: row.message,
            committedAt: isoOf(row.committed_at),
          })),
          next: page.next,
        };
      },
    ),
  ];
}

/** Hops along the index from one (repository, environment) to the next, so that the cost is that of the places and not of all deployments. */
const newestOfEachPlace = (
  tenant: string,
  wanted: RawBuilder<boolean>,
  from: RawBuilder<boolean>,
  limit: number,
): RawBuilder<Row> => {
  const next = (beyond: RawBuilder<boolean>) => sql`SELECT repository, environment FROM deployment
    WHERE ${wanted} AND ${beyond} ORDER BY repository, environment LIMIT 1`;
  return sql<Row>`WITH RECURSIVE place AS (
      (${next(from)})
      UNION ALL
      SELECT hop.* FROM place CROSS JOIN LATERAL (
        ${next(sql<boolean>`(deployment.repository, deployment.environment) > (place.repository, place.environment)`)}
      ) AS hop
    ), page AS (SELECT * FROM place LIMIT ${limit})
    SELECT newest.*, commit.message, commit.committed_at FROM page
    CROSS JOIN LATERAL (
      SELECT * FROM deployment WHERE tenant = ${tenant} AND result = 'success'
        AND repository = page.repository AND environment = page.environment
      ORDER BY finished_at DESC, id DESC LIMIT 1
    ) AS newest
    LEFT JOIN commit ON commit.tenant = ${tenant} AND commit.repository = newest.repository AND commit.sha = newest.sha
    ORDER BY newest.repository, newest.environment`;
};
