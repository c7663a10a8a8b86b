import { type Pipeline, Pipelines, PipelineSort } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import { rateInterval } from '../../domain/statistics/interval';
import type { ApiDeps } from '../deps';
import { periodOf } from '../paging/period';
import { text, texts, timeRange } from '../paging/parameters';
import { noInput, route, type Route } from '../routes/route';
import { cacheRows, type CacheRow, hitRateOf } from './cache';
import { figureRows, figuresOf, type FigureRow } from './figures';
import { greenOf } from './green';
import { recentOf } from './recent';
import { shiftsOf } from './shifts';
import { sortPipelines } from './sort';

const Query = z.object({
  repository: texts(300).optional(),
  name: texts(300).optional(),
  branch: texts(300).optional(),
  q: text(200).optional().meta({ description: 'What repository or pipeline contain.' }),
  sort: PipelineSort.default('lost').meta({ description: 'Default: what was lost on runs that did not succeed.' }),
  ...timeRange,
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

const keyOf = ({ repository, name, system }: Pick<FigureRow, 'repository' | 'name' | 'system'>): string =>
  JSON.stringify([repository, name, system]);

/** How pipelines do. */
export function pipelineRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/pipelines',
        operationId: 'listPipelines',
        summary: 'Pipelines with how their runs of a period went, what was lost most first',
        tag: 'pipelines',
        query: Query,
        answer: Pipelines,
      },
      async ({ query }, caller) => {
        const period = periodOf(query, deps.now());
        const where = conditionOf(caller.tenant, query);
        const [rows, earlier, cache, earlierCache] = await Promise.all([
          figureRows(deps.db, where, period.from, period.to),
          figureRows(deps.db, where, period.previous, period.from),
          cacheRows(deps.db, caller.tenant, where, period.from, period.to),
          cacheRows(deps.db, caller.tenant, where, period.previous, period.from),
        ]);
        const cacheOf = hitRates(cache, earlierCache);
        const before = new Map(earlier.map((row) => [keyOf(row), row]));
        const pipelines = rows.map((row) => ({
          ...row,
          lastRunAt: row.last_run_at,
          now: figuresOf(row),
          before: figuresOf(before.get(keyOf(row))),
        }));
        const shown = sortPipelines(pipelines, query.sort).slice(0, query.limit);
        const [recent, green, shifts] = await Promise.all([
          recentOf(deps.db, caller.tenant, shown, query.branch),
          greenOf(deps.db, caller.tenant, shown, period),
          shiftsOf(deps.db, caller.tenant, shown, { branches: query.branch, to: period.to }),
        ]);
        const items = shown.map((pipeline, n): Pipeline => {
          const interval = rateInterval(pipeline.now.succeeded, pipeline.now.decided);
          return {
            repository: pipeline.repository,
            name: pipeline.name,
            system: pipeline.system,
            now: pipeline.now,
            before: pipeline.before,
            successLow: interval?.low ?? null,
            successHigh: interval?.high ?? null,
            running: pipeline.running,
            queued: pipeline.queued,
            lastRunAt: pipeline.lastRunAt.toISOString(),
            ...(recent[n] ?? { bars: [], broken: null }),
            timeToGreen: green[n] ?? null,
            shift: shifts[n] ?? null,
            cacheHitRate: cacheOf(keyOf(pipeline)),
          };
        });
        return { from: period.from.toISOString(), to: period.to.toISOString(), items, total: pipelines.length };
      },
    ),
  ];
}

function hitRates(now: readonly CacheRow[], before: readonly CacheRow[]): (key: string) => Pipeline['cacheHitRate'] {
  const rows = new Map(now.map((row) => [keyOf(row), row]));
  const earlier = new Map(before.map((row) => [keyOf(row), row]));
  return (key) => {
    const row = rows.get(key);
    const rate = hitRateOf(row);
    return row === undefined || rate === null
      ? null
      : { now: rate, before: hitRateOf(earlier.get(key)), lookups: row.lookups };
  };
}

function conditionOf(tenant: string, query: z.output<typeof Query>) {
  const conditions = [sql<boolean>`tenant = ${tenant}`];
  if (query.repository) conditions.push(sql`repository = ANY(${query.repository}::text[])`);
  if (query.name) conditions.push(sql`name = ANY(${query.name}::text[])`);
  if (query.branch) conditions.push(sql`branch = ANY(${query.branch}::text[])`);
  // Not LIKE: what people type is no pattern.
  if (query.q) conditions.push(sql`strpos(lower(repository || ' ' || name), ${query.q.toLowerCase()}) > 0`);
  return sql<boolean>`(${sql.join(conditions, sql` AND `)})`;
}
