import { ChangeDetail } from '@summit/contracts';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { walkFrom } from '../graph/walk';
import { text } from '../paging/parameters';
import { noInput, route, type Route } from '../routes/route';
import { actorOf, isoOf } from '../rows';

export function changeRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/changes/{number}',
        operationId: 'getChange',
        summary: 'One pull or merge request and what came of it',
        tag: 'graph',
        params: z.object({ number: z.string() }),
        query: z.object({ repository: text(300) }),
        answer: ChangeDetail,
      },
      async ({ params, query }, caller) => {
        if (!/^\d{1,15}$/.test(params.number)) throw notFound('change');
        const row = await deps.db
          .selectFrom('change')
          .selectAll()
          .where('tenant', '=', caller.tenant)
          .where('repository', '=', query.repository)
          .where('number', '=', params.number)
          .limit(1)
          .executeTakeFirst();
        if (!row) throw notFound('change');
        const walk = await walkFrom(deps.db, caller.tenant, {
          kind: 'change',
          id: `${row.repository}#${row.number}`,
          repository: row.repository,
          number: row.number,
          headSha: row.head_sha,
          mergeSha: row.merge_sha,
        });
        return {
          repository: row.repository,
          number: Number(row.number),
          title: row.title,
          state: row.state,
          url: row.url,
          author: actorOf(row.author),
          headBranch: row.head_branch,
          baseBranch: row.base_branch,
          createdAt: isoOf(row.created_at),
          mergedAt: isoOf(row.merged_at),
          closedAt: isoOf(row.closed_at),
          labels: row.labels,
          ...walk,
        };
      },
    ),
  ];
}
