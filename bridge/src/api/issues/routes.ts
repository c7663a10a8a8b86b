import { IssueCounts, IssueDetail, IssuePage, IssueStatus } from '@summit/contracts';
import { z } from 'zod';
import { audit, changed } from '../audit';
import type { ApiDeps } from '../deps';
import { countKey, decodeCursor, numberId, timeKey, toPage } from '../paging/cursor';
import { noInput, route, type Route } from '../routes/route';
import { findIssue, issueDetail } from './detail';
import { countByStatus } from './counts';
import { IssueCountFilters, issueCondition, IssueFilters } from './filters';
import { selectIssues, sortColumns, toIssues } from './rows';

const IssueId = z.object({ id: z.string().meta({ description: 'Id or short id.' }) });
const IssueUpdate = z.object({ status: IssueStatus });

export function issueRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/issues',
        operationId: 'listIssues',
        summary: 'Issues by search, filters and sort',
        tag: 'issues',
        query: IssueFilters,
        answer: IssuePage,
      },
      async ({ query }, caller) => {
        const key = sortColumns[query.sort].type === 'timestamptz' ? timeKey : countKey;
        const cursor = decodeCursor(query.cursor, query.sort, { key, id: numberId });
        const rows = await selectIssues(
          deps.db,
          caller.tenant,
          query.sort,
          issueCondition(query, cursor),
          query.limit + 1,
        );
        const page = toPage(rows, query.limit, (row) => ({ sort: query.sort, key: row.cursor_key, id: row.id }));
        return { items: await toIssues(deps.db, page.rows, deps.now(), deps.unreadable), next: page.next };
      },
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/issue-counts',
        operationId: 'countIssues',
        summary: 'How many issues of each status a search and filters find, up to a cap',
        tag: 'issues',
        query: IssueCountFilters,
        answer: IssueCounts,
      },
      ({ query }, caller) => countByStatus(deps.db, caller.tenant, issueCondition(query, null)),
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/issues/{id}',
        operationId: 'getIssue',
        summary: 'One issue, its distributions, its grouping and what the graph knows about it',
        tag: 'issues',
        params: IssueId,
        answer: IssueDetail,
      },
      ({ params }, caller) => issueDetail(deps, caller.tenant, params.id),
    ),
    route(
      'write',
      {
        ...noInput,
        method: 'put',
        path: '/api/v1/issues/{id}',
        operationId: 'updateIssue',
        summary: 'Resolve, archive or reopen an issue',
        tag: 'issues',
        params: IssueId,
        body: IssueUpdate,
        answer: IssueDetail,
      },
      async ({ params, body }, caller) => {
        const issue = await findIssue(deps.db, caller.tenant, params.id);
        await deps.db.transaction().execute(async (tx) => {
          const current = await tx
            .selectFrom('issue')
            .select('status')
            .where('tenant', '=', caller.tenant)
            .where('id', '=', issue.id)
            .forUpdate()
            .executeTakeFirst();
          if (!current || current.status === body.status) return;
          await tx
            .updateTable('issue')
            .set({ status: body.status, updated_at: deps.now() })
            .where('tenant', '=', caller.tenant)
            .where('id', '=', issue.id)
            .execute();
          await audit(tx, caller, 'issue.status', issue.id, { from: current.status, to: body.status });
          await changed(tx, caller.tenant, 'issue', issue.id);
        });
        return issueDetail(deps, caller.tenant, issue.id);
      },
    ),
  ];
}
