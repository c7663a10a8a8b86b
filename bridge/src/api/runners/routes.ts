import { Runners } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { timeRange } from '../paging/parameters';
import { periodOf } from '../paging/period';
import { noInput, route, type Route } from '../routes/route';
import { usesOf } from './use';

/** Runners are everyone's: they are not asked by repository, of whose jobs alone they may seem idle. */
const Query = z.object(timeRange);

/** How busy runners are. */
export function runnerRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/health/runners',
        operationId: 'listRunners',
        summary: 'Kinds of runners with how busy they were, and how many jobs waited for them how long',
        tag: 'pipelines',
        query: Query,
        answer: Runners,
      },
      async ({ query }, caller) => {
        const { from, to } = periodOf(query, deps.now());
        const where = sql<boolean>`tenant = ${caller.tenant} AND at >= ${from} AND at < ${to}`;
        const { rows } = await sql<{ n: number }>`SELECT count(*)::float8 AS n FROM job_time WHERE ${where}`.execute(
          deps.db,
        );
        const total = rows[0]?.n ?? 0;
        const items = await usesOf(deps.db, where, { from, to, total });
        const looked = items.reduce((sum, { jobs }) => sum + jobs, 0);
        return { from: from.toISOString(), to: to.toISOString(), looked, total, items };
      },
    ),
  ];
}
