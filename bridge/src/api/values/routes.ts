import { Level, Values } from '@summit/contracts';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { text } from '../paging/parameters';
import { noInput, route, type Route } from '../routes/route';

const Dimension = z.enum([
  'repositories',
  'branches',
  'pipelines',
  'people',
  'projects',
  'environments',
  'releases',
  'levels',
  'owners',
  'teams',
]);

const Filters = z.object({
  repository: text(300)
    .optional()
    .meta({ description: 'Branches, pipelines, people and owners of tests of this repository only.' }),
  project: text(100).optional().meta({ description: 'Releases of this project (slug) only.' }),
  q: text(200).optional().meta({ description: 'Values that contain this.' }),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
type Filters = z.output<typeof Filters>;

/** How each dimension is listed; every statement gives one column `value`. Newest first where there is a time, else by name. */
function statement(
  dimension: z.infer<typeof Dimension>,
  tenant: string,
  filters: Filters,
): RawBuilder<{ value: string }> {
  const ofRepository = filters.repository === undefined ? sql`true` : sql`repository = ${filters.repository}`;
  const ofProject = filters.project === undefined ? sql`true` : sql`p.slug = ${filters.project}`;
  switch (dimension) {
    case 'repositories':
      return sql`SELECT DISTINCT full_name AS value FROM repository WHERE tenant = ${tenant}`;
    case 'branches':
      return sql`SELECT branch AS value FROM run WHERE tenant = ${tenant} AND branch IS NOT NULL AND ${ofRepository} GROUP BY branch`;
    case 'pipelines':
      return sql`SELECT name AS value FROM run WHERE tenant = ${tenant} AND ${ofRepository} GROUP BY name`;
    case 'people':
      return sql`SELECT actor ->> 'name' AS value FROM run WHERE tenant = ${tenant} AND actor ->> 'name' <> '' AND ${ofRepository} GROUP BY 1`;
    case 'projects':
      return sql`SELECT slug AS value FROM project WHERE tenant = ${tenant}`;
    case 'environments':
      return sql`SELECT name AS value FROM environment WHERE tenant = ${tenant}
        UNION SELECT DISTINCT t.value FROM issue_tag t JOIN issue i ON i.id = t.issue_id WHERE t.key = 'environment' AND i.tenant = ${tenant}`;
    case 'releases':
      return sql`SELECT r.version AS value FROM release r JOIN project p ON p.id = r.project_id
        WHERE r.tenant = ${tenant} AND p.tenant = ${tenant} AND ${ofProject} GROUP BY r.version ORDER BY max(r.last_seen) DESC`;
    case 'owners':
      return sql`SELECT DISTINCT unnest(owners) AS value FROM test WHERE tenant = ${tenant} AND ${ofRepository}`;
    case 'teams':
      return sql`SELECT name AS value FROM team WHERE tenant = ${tenant}`;
    case 'levels':
      return sql`SELECT unnest(${Level.options}::text[]) AS value`;
  }
}

export function valueRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/values/{dimension}',
        operationId: 'listValues',
        summary: 'Values for filters and dashboard variables',
        tag: 'values',
        params: z.object({ dimension: Dimension }),
        query: Filters,
        answer: Values,
      },
      async ({ params, query }, caller) => {
        const list = statement(params.dimension, caller.tenant, query);
        const containing = query.q === undefined ? sql`true` : sql`position(lower(${query.q}) IN lower(value)) > 0`;
        const order = params.dimension === 'releases' || params.dimension === 'levels' ? sql`` : sql`ORDER BY value`;
        const { rows } = await sql<{
          value: string;
        }>`SELECT value FROM (${list}) AS list WHERE ${containing} ${order} LIMIT ${query.limit}`.execute(deps.db);
        return { items: rows.map((row) => row.value) };
      },
    ),
  ];
}
