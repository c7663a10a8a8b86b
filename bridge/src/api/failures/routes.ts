import { FailedJobPage, FailureCause, FailureCauses, type FailedJob } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor, timeKey } from '../paging/cursor';
import { paging, text, texts, timeRange } from '../paging/parameters';
import { type Period, periodOf } from '../paging/period';
import { noInput, route, type Route } from '../routes/route';
import { withCauses } from './failedJobs';
import { sumUp } from './sums';
import { countTries, selectTries, type TryScope } from './tries';

const filters = {
  repository: texts(300).optional(),
  name: texts(300).optional(),
  branch: texts(300).optional(),
  q: text(200).optional().meta({ description: 'What repository or pipeline contain.' }),
  ...timeRange,
};
const CausesQuery = z.object(filters);
const FailuresQuery = z.object({
  ...filters,
  cause: z.array(FailureCause).max(4).optional(),
  ...paging,
});

/** Failures of a period beyond these are counted, not asked why. */
const MOST = 1_000;
/** A page of one cause is looked for among so many. */
const AT_ONCE = 500;

const sort = 'failedAt';
const hashId = /^[0-9a-f]{32}$/;

/** Why jobs fail. */
export function failureRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/health/causes',
        operationId: 'getFailureCauses',
        summary: 'Why the jobs of a period failed, by pipeline: infrastructure, flaky, code, or unknown',
        tag: 'pipelines',
        query: CausesQuery,
        answer: FailureCauses,
      },
      async ({ query }, caller) => {
        const now = deps.now();
        const period = periodOf(query, now);
        const scope = scopeOf(caller.tenant, query, period);
        const tries = await selectTries(deps.db, scope, MOST);
        const failed = await withCauses(deps.db, caller.tenant, tries, now);
        return {
          from: period.from.toISOString(),
          to: period.to.toISOString(),
          looked: failed.length,
          total: failed.length < MOST ? failed.length : await countTries(deps.db, scope),
          ...sumUp(failed),
        };
      },
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/health/failures',
        operationId: 'listFailedJobs',
        summary: 'Jobs that failed, newest first, each with its cause and the log lines, tests or words that show it',
        tag: 'pipelines',
        query: FailuresQuery,
        answer: FailedJobPage,
      },
      async ({ query }, caller) => failuresPage(deps, caller.tenant, query),
    ),
  ];
}

async function failuresPage(
  deps: ApiDeps,
  tenant: string,
  query: z.output<typeof FailuresQuery>,
): Promise<z.infer<typeof FailedJobPage>> {
  const now = deps.now();
  const cursor = decodeCursor(query.cursor, sort, { key: timeKey, id: hashId });
  const scope = scopeOf(tenant, query, periodOf(query, now));
  if (cursor)
    scope.ofTry = sql<boolean>`${scope.ofTry} AND at <= ${cursor.key}::timestamptz AND (at, cursor_id) < (${cursor.key}::timestamptz, ${cursor.id}::text)`;
  const causes = query.cause;
  const take = causes ? AT_ONCE : query.limit;
  const tries = await selectTries(deps.db, scope, take + 1);
  const looked = tries.slice(0, take);
  const failed = await withCauses(deps.db, tenant, looked, now);
  const items: FailedJob[] = [];
  let last = 0;
  for (; last < failed.length && items.length < query.limit; last++) {
    const job = failed[last];
    if (job && (!causes || causes.includes(job.cause))) items.push(job);
  }
  const end = tries[last - 1];
  return {
    items,
    next: end && tries.length > last ? encodeCursor({ sort, key: end.cursor_key, id: end.cursor_id }) : null,
  };
}

function scopeOf(tenant: string, query: z.output<typeof CausesQuery>, { from, to }: Period): TryScope {
  const ofRun = [sql<boolean>`true`];
  if (query.repository) ofRun.push(sql`r.repository = ANY(${query.repository}::text[])`);
  if (query.name) ofRun.push(sql`r.name = ANY(${query.name}::text[])`);
  if (query.branch) ofRun.push(sql`r.branch = ANY(${query.branch}::text[])`);
  // Not LIKE: what people type is no pattern.
  if (query.q) ofRun.push(sql`strpos(lower(r.repository || ' ' || r.name), ${query.q.toLowerCase()}) > 0`);
  return { tenant, ofRun: sql.join(ofRun, sql` AND `), ofTry: sql<boolean>`at >= ${from} AND at < ${to}` };
}
