import { Home } from '@summit/contracts';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { text } from '../paging/parameters';
import { noInput, route, type Route } from '../routes/route';
import { homeOf } from './home';

const DAYS = 14;
const DAY_MS = 86_400_000;

const Query = z.object({
  name: z.array(text(200)).min(1).max(20).meta({
    description: 'The person, as runs, changes and commits call them: logins, display names, e-mails. May be repeated.',
  }),
});

/** What concerns one person. */
export const homeRoutes = (deps: ApiDeps): Route[] => [
  route(
    'read',
    {
      ...noInput,
      method: 'get',
      path: '/api/v1/home',
      operationId: 'getHome',
      summary:
        "A person's runs, failing branches and tests, open changes, suspected issues and what they shipped, of two weeks",
      tag: 'home',
      query: Query,
      answer: Home,
    },
    ({ query }, caller) =>
      homeOf(deps, {
        tenant: caller.tenant,
        names: query.name,
        since: new Date(deps.now().getTime() - DAYS * DAY_MS),
      }),
  ),
];
