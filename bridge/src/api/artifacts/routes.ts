import { RunArtifacts } from '@summit/contracts';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { noInput, route, type Route } from '../routes/route';
import { artifactsOfRun } from './ofRun';

const RunId = z.object({ id: z.string() });

export function artifactRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/runs/{id}/artifacts',
        operationId: 'listRunArtifacts',
        summary: 'What a run left behind, the largest first, with the sizes that each had in earlier runs',
        tag: 'runs',
        params: RunId,
        answer: RunArtifacts,
      },
      ({ params }, caller) => artifactsOfRun(deps.db, caller.tenant, params.id),
    ),
  ];
}
