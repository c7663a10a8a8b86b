import {
  ChangesCoverage,
  CoverageChange,
  CoverageTrend,
  NewQuarantine,
  Quarantine,
  QuarantinedTests,
  RunCoverage,
  RunTests,
  TestHistory,
  TestPage,
} from '@summit/contracts';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { noBody, noInput, route, type Route } from '../routes/route';
import { coverageOfRun } from './coverage';
import { HistoryFilters, testHistory } from './history';
import { listTests, TestFilters } from './list';
import { RunTestFilters, testsOfRun } from './ofRun';
import { endQuarantine, listQuarantine, QuarantineFilters, startQuarantine } from './quarantine';
import { ChangesFilters, changesCoverage, coverageChange, coverageTrend, TrendFilters } from './trend';

const Id = z.object({ id: z.string() });

export const testRoutes = (deps: ApiDeps): Route[] => [
  ...coverageRoutes(deps),
  // Before the tests: `quarantine` is no id.
  ...quarantineRoutes(deps),
  ...resultRoutes(deps),
];

function coverageRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/coverage',
        operationId: 'getCoverageTrend',
        summary: 'The coverage of a branch, run by run, oldest first; of more than 500 runs the latest',
        tag: 'tests',
        query: TrendFilters,
        answer: CoverageTrend,
      },
      ({ query }, caller) => coverageTrend(deps, caller, query),
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/coverage/changes',
        operationId: 'listChangesCoverage',
        summary: 'The latest changes of a repository that were run with coverage, each against the branch it goes to',
        tag: 'tests',
        query: ChangesFilters,
        answer: ChangesCoverage,
      },
      ({ query }, caller) => changesCoverage(deps, caller, query.repository),
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
        path: '/api/v1/runs/{id}/coverage/change',
        operationId: 'getCoverageChange',
        summary:
          'How the coverage of a run differs from that of the branch its change goes to, and the files that lost most',
        tag: 'tests',
        params: Id,
        answer: CoverageChange,
      },
      ({ params }, caller) => coverageChange(deps, caller, params.id),
    ),
  ];
}

function quarantineRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/tests/quarantine',
        operationId: 'listQuarantine',
        summary: 'The tests of a repository whose failures are put up with now, for a build to read',
        tag: 'tests',
        query: QuarantineFilters,
        answer: QuarantinedTests,
      },
      ({ query }, caller) => listQuarantine(deps, caller, query.repository),
    ),
    route(
      'write',
      {
        ...noInput,
        method: 'put',
        path: '/api/v1/tests/{id}/quarantine',
        operationId: 'startQuarantine',
        summary: 'Put up with failures of a test until a day, or give its quarantine another reason and end',
        tag: 'tests',
        params: Id,
        body: NewQuarantine,
        answer: Quarantine,
      },
      ({ params, body }, caller) => startQuarantine(deps, caller, params.id, body),
    ),
    route(
      'write',
      {
        ...noInput,
        method: 'delete',
        path: '/api/v1/tests/{id}/quarantine',
        operationId: 'endQuarantine',
        summary: "End a test's quarantine before its day",
        tag: 'tests',
        status: 204,
        params: Id,
        answer: noBody,
      },
      ({ params }, caller) => endQuarantine(deps, caller, params.id),
    ),
  ];
}

function resultRoutes(deps: ApiDeps): Route[] {
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
