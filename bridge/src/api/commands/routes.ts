import { RunCommands } from '@summit/contracts';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { noInput, route, type Route } from '../routes/route';
import { commandsOfRun } from './ofRun';

const RunId = z.object({ id: z.string() });

export function commandRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/runs/{id}/commands',
        operationId: 'listRunCommands',
        summary: 'What the commands of a run took that ran under `summit run`, in the order of their start',
        tag: 'runs',
        params: RunId,
        answer: RunCommands,
      },
      ({ params }, caller) => commandsOfRun(deps.db, caller.tenant, params.id),
    ),
  ];
}
