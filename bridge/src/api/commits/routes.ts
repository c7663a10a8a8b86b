import { CommitDetail } from '@summit/contracts';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { walkFrom } from '../graph/walk';
import { text } from '../paging/parameters';
import { noInput, route, type Route } from '../routes/route';
import { actorOf, isoOf } from '../rows';

export function commitRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/commits/{sha}',
        operationId: 'getCommit',
        summary: 'One commit and what came of it',
        tag: 'graph',
        params: z.object({ sha: z.string().meta({ description: 'The sha, or at least seven digits of it.' }) }),
        query: z.object({ repository: text(300).optional() }),
        answer: CommitDetail,
      },
      async ({ params, query }, caller) => {
        const sha = params.sha.toLowerCase();
        if (!/^[0-9a-f]{7,64}$/.test(sha)) throw notFound('commit');
        let select = deps.db
          .selectFrom('commit')
          .selectAll()
          .where('tenant', '=', caller.tenant)
          .where('sha', '>=', sha)
          .where('sha', '<', `${sha}g`);
        if (query.repository) select = select.where('repository', '=', query.repository);
        const row = await select.orderBy('sha').orderBy('repository').limit(1).executeTakeFirst();
        if (!row) throw notFound('commit');
        const walk = await walkFrom(deps.db, caller.tenant, {
          kind: 'commit',
          id: row.sha,
          sha: row.sha,
          repository: row.repository,
        });
        return {
          sha: row.sha,
          repository: row.repository,
          message: row.message,
          author: actorOf(row.author),
          committedAt: isoOf(row.committed_at),
          branch: row.branch,
          url: row.url,
          ...walk,
        };
      },
    ),
  ];
}
