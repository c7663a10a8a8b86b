import { RunCoverage, RunTests, TestHistory, TestPage } from '@summit/contracts';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { noInput, route, type Route } from '../routes/route';
import { coverageOfRun } from './coverage';
import { HistoryFilters, testHistory } from './history';
import { listTests, TestFilters } from './list';
import { RunTestFilters, testsOfRun } from './ofRun';

const Id = z.object({ id: z.string() });

export function testRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/runs/{id}/tests',
        operationId: 'listRunTests',
        summary: 'Tests of a run as its jobs reported them, what did not pass first',
        tag: 'tests',
        params: Id,
        query: RunTestFilters,
        answer: RunTests,
      },
      ({ params, query }, caller) => testsOfRun(deps, caller, params.id, query),
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/runs/{id}/coverage',
        operationId: 'getRunCoverage',
        summary: 'What of the code the tests of a run reached',
        tag: 'tests',
        params: Id,
        answer: RunCoverage,
      },
      ({ params }, caller) => coverageOfRun(deps, caller, params.id),
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/tests',
        operationId: 'listTests',
        summary: 'Tests over all their runs, the most flaky first',
        tag: 'tests',
        query: TestFilters,
        answer: TestPage,
      },
      ({ query }, caller) => listTests(deps, caller, query),
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/tests/{id}',
        operationId: 'getTest',
        summary: 'A test: its results, newest first, how flaky it is, and what broke it',
        tag: 'tests',
        params: Id,
        query: HistoryFilters,
        answer: TestHistory,
      },
      ({ params, query }, caller) => testHistory(deps, caller, params.id, query),
    ),
  ];
}
