import { Doctor } from '@summit/contracts';
import type { ApiDeps } from '../deps';
import { noInput, route, type Route } from '../routes/route';
import { backendHops } from './backends';
import { bridgeHop, databaseHop, digestHop, exportHop, identityHop } from './own';

export const doctorRoutes = (deps: ApiDeps): Route[] => [
  route(
    'read',
    {
      ...noInput,
      method: 'get',
      path: '/api/v1/doctor',
      operationId: 'getDoctor',
      summary: 'Each hop from Grafana to the stores: what was tried, how it went, what to do',
      tag: 'operations',
      answer: Doctor,
    },
    async (_call, caller) => {
      const [own, backends] = await Promise.all([
        Promise.all([
          bridgeHop(deps),
          databaseHop(deps),
          digestHop(deps, caller.tenant),
          exportHop(deps, caller.tenant),
          identityHop(deps, caller),
        ]),
        backendHops(deps.backends, caller.scopes.includes('admin')),
      ]);
      return { version: deps.version, hops: [...own, ...backends] };
    },
  ),
];
