import { LogAnnotations, LogLines, LogMatches, LogOutline, LogPosition, RunLogs } from '@summit/contracts';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { noInput, route, streamRoute, type Route } from '../routes/route';
import { annotationsOfLog, outlineOfLog } from './found';
import { downloadLog, LineRange, linesOfLog, seekInLog, SeekTime } from './lines';
import { logsOfRun } from './rows';
import { LogQuery, searchLog } from './search';

const RunId = z.object({ id: z.string() });
const LogId = z.object({ id: z.string(), logId: z.string() });
const ofLog = { ...noInput, method: 'get', tag: 'logs', params: LogId } as const;
const path = (what: string): string => `/api/v1/runs/{id}/logs/{logId}/${what}`;

export function logRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/runs/{id}/logs',
        operationId: 'listRunLogs',
        summary: 'Logs of a run, one a job',
        tag: 'logs',
        params: RunId,
        answer: RunLogs,
      },
      async ({ params }, caller) => ({ items: await logsOfRun(deps.db, caller, params.id) }),
    ),
    route(
      'read',
      {
        ...ofLog,
        path: path('lines'),
        operationId: 'getLogLines',
        summary: 'Lines of a log',
        query: LineRange,
        answer: LogLines,
      },
      ({ params, query }, caller) => linesOfLog(deps, caller, params, query),
    ),
    route(
      'read',
      {
        ...ofLog,
        path: path('outline'),
        operationId: 'getLogOutline',
        summary: 'The groups of a log',
        answer: LogOutline,
      },
      ({ params }, caller) => outlineOfLog(deps, caller, params),
    ),
    route(
      'read',
      {
        ...ofLog,
        path: path('annotations'),
        operationId: 'getLogAnnotations',
        summary: 'Errors and warnings of tools in a log, with file and line',
        answer: LogAnnotations,
      },
      ({ params }, caller) => annotationsOfLog(deps, caller, params),
    ),
    route(
      'read',
      {
        ...ofLog,
        path: path('search'),
        operationId: 'searchLog',
        summary: 'Lines of a log that hold a text or match an expression',
        query: LogQuery,
        answer: LogMatches,
      },
      ({ params, query }, caller) => searchLog(deps, caller, params, query),
    ),
    route(
      'read',
      {
        ...ofLog,
        path: path('seek'),
        operationId: 'seekInLog',
        summary: 'The line that was written at a time',
        query: SeekTime,
        answer: LogPosition,
      },
      ({ params, query }, caller) => seekInLog(deps, caller, params, query),
    ),
    streamRoute(
      'read',
      {
        ...ofLog,
        path: path('raw'),
        operationId: 'downloadLog',
        summary: 'A log as a file',
        contentType: 'text/plain; charset=utf-8',
        answer: z.string(),
      },
      ({ params }, caller) => downloadLog(deps, caller, params),
    ),
  ];
}
