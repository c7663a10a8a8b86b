import { RunDetail, RunPage, RunSpans } from '@summit/contracts';
import { z } from 'zod';
import { declaredJobs } from '../../store/declaredJobs';
import type { ApiDeps } from '../deps';
import { decodeCursor, textId, timeKey, toPage } from '../paging/cursor';
import { noInput, route, type Route } from '../routes/route';
import { graphOfRun } from './criticalPath';
import { findRun, runDetail, spansOfRun } from './detail';
import { runCondition, RunFilters } from './filters';
import { selectRuns, toRun, toRuns } from './rows';

const RunId = z.object({ id: z.string() });
const sort = 'queuedAt';

export function runRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/runs',
        operationId: 'listRuns',
        summary: 'Runs, newest first, live ones among them',
        tag: 'runs',
        query: RunFilters,
        answer: RunPage,
      },
      async ({ query }, caller) => {
        const cursor = decodeCursor(query.cursor, sort, { key: timeKey, id: textId });
        const rows = await selectRuns(deps.db, caller.tenant, runCondition(query, cursor), query.limit + 1);
        const page = toPage(rows, query.limit, (row) => ({ sort, key: row.cursor_key, id: row.id }));
        return { items: toRuns(page.rows, deps.unreadable), next: page.next };
      },
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/runs/{id}',
        operationId: 'getRun',
        summary: 'One run and what the graph knows about it',
        tag: 'runs',
        params: RunId,
        answer: RunDetail,
      },
      ({ params }, caller) => runDetail(deps, caller.tenant, params.id),
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/runs/{id}/spans',
        operationId: 'getRunSpans',
        summary: "The bars of a run's Gantt, and which job waited for which; live runs have bars without an end",
        tag: 'runs',
        params: RunId,
        answer: RunSpans,
      },
      async ({ params }, caller) => {
        const row = await findRun(deps.db, caller.tenant, params.id);
        const [spans, declarations] = await Promise.all([
          spansOfRun(deps.db, row, deps.now()),
          declaredJobs(deps.db, caller.tenant, row.id),
        ]);
        return { run: toRun(row), spans, graph: graphOfRun(spans, declarations) };
      },
    ),
  ];
}
