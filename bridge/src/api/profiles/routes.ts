import { RunProfiles } from '@summit/contracts';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { noInput, route, type Route } from '../routes/route';
import { profilesOfRun } from './ofRun';

const RunId = z.object({ id: z.string() });

export function profileRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/runs/{id}/profiles',
        operationId: 'listRunProfiles',
        summary: 'Where the time of the builds of a run went, as their tools told it, the longest first',
        tag: 'runs',
        params: RunId,
        answer: RunProfiles,
      },
      ({ params }, caller) => profilesOfRun(deps.db, caller.tenant, params.id),
    ),
  ];
}
