import { Me } from '@summit/contracts';
import { noInput, route, type Route } from '../routes/route';

export const meRoutes = (): Route[] => [
  route(
    'read',
    {
      ...noInput,
      method: 'get',
      path: '/api/v1/me',
      operationId: 'getMe',
      summary: 'Who calls, as the bridge sees it',
      tag: 'identity',
      answer: Me,
    },
    async (_call, caller) => ({
      tenant: caller.tenant,
      actor: caller.displayName,
      kind: caller.kind,
      scopes: [...caller.scopes],
      role: caller.role,
    }),
  ),
];
