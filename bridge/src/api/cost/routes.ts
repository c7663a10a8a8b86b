import { Cost, NewPriceList, PriceList } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../store/database';
import { audit } from '../audit';
import type { ApiDeps } from '../deps';
import { periodOf } from '../paging/period';
import { inTeams } from '../teams/members';
import { noInput, route, type Route } from '../routes/route';
import { isoOf } from '../rows';
import { costOf, CostQuery } from './cost';
import { csvOf } from './csv';
import { pricesOf, seenRunners } from './prices';

/** What CI costs, and the prices that it is worked out by. */
export function costRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/cost',
        operationId: 'getCost',
        summary: 'What the jobs that ended in a period took and cost, and what that was spent on, dearest first',
        tag: 'cost',
        query: CostQuery,
        answer: Cost,
      },
      async ({ query }, caller) =>
        costOf(deps.db, caller.tenant, await inTeams(deps.db, caller.tenant, query), periodOf(query, deps.now())),
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/cost.csv',
        operationId: 'exportCost',
        summary: 'The items of the same as CSV; times are minutes',
        tag: 'cost',
        contentType: 'text/csv; charset=utf-8',
        query: CostQuery,
        answer: z.string(),
      },
      async ({ query: asked }, caller) => {
        const query = await inTeams(deps.db, caller.tenant, asked);
        return csvOf(await costOf(deps.db, caller.tenant, query, periodOf(query, deps.now())));
      },
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/prices',
        operationId: 'getPrices',
        summary: 'What a minute on which runners costs, and the runners that were seen',
        tag: 'cost',
        answer: PriceList,
      },
      async (_call, caller) => priceList(deps.db, caller.tenant, deps.now()),
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'put',
        path: '/api/v1/prices',
        operationId: 'setPrices',
        summary: 'Replace the prices; they hold for what is past too',
        tag: 'cost',
        body: NewPriceList,
        answer: PriceList,
      },
      async ({ body }, caller) => {
        await deps.db.transaction().execute(async (tx) => {
          const rules = JSON.stringify(body.rules);
          await sql`INSERT INTO price_list (tenant, currency, rules) VALUES (${caller.tenant}, ${body.currency}, ${rules}::jsonb)
            ON CONFLICT (tenant) DO UPDATE SET currency = excluded.currency, rules = excluded.rules, updated_at = now()`.execute(
            tx,
          );
          await audit(tx, caller, 'prices.set', caller.tenant, { currency: body.currency, rules: body.rules.length });
        });
        return priceList(deps.db, caller.tenant, deps.now());
      },
    ),
  ];
}

async function priceList(db: Database, tenant: string, now: Date): Promise<PriceList> {
  const prices = await pricesOf(db, tenant);
  return {
    currency: prices.currency,
    rules: [...prices.rules],
    updatedAt: isoOf(prices.updatedAt),
    seen: await seenRunners(db, tenant, prices, now),
  };
}
