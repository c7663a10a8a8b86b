import { Recommendations } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import { ruleOf } from '../../domain/cost/price';
import { cache, flaky, parallelism, rank, skip, split, superseded } from '../../domain/recommendations';
import type { Database } from '../../store/database';
import { labelsOfKind, pricedKinds, type Prices, pricesOf } from '../cost/prices';
import type { ApiDeps } from '../deps';
import { type Period, periodOf } from '../paging/period';
import { texts, timeRange } from '../paging/parameters';
import { noInput, route, type Route } from '../routes/route';
import { failedTries, neverFailed, overtakenRuns, queuedByKind } from './histories';
import { type PricePerMs, samplesOf } from './samples';

const Query = z.object({
  repository: texts(300).optional(),
  ...timeRange,
  limit: z.coerce.number().int().min(1).max(500).default(30),
});

/** What would make CI quicker or cheaper. */
export function recommendationRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/recommendations',
        operationId: 'listRecommendations',
        summary: 'What would make CI quicker or cheaper, by what ran in a period, what saves most time first',
        tag: 'pipelines',
        query: Query,
        answer: Recommendations,
      },
      async ({ query }, caller) =>
        recommend(deps.db, caller.tenant, query.repository, periodOf(query, deps.now()), query.limit),
    ),
  ];
}

async function recommend(
  db: Database,
  tenant: string,
  repositories: readonly string[] | undefined,
  period: Period,
  limit: number,
): Promise<Recommendations> {
  const prices = await pricesOf(db, tenant);
  const price = pricePerMs(prices);
  const where = repositories
    ? sql<boolean>`tenant = ${tenant} AND repository = ANY(${repositories}::text[])`
    : sql<boolean>`tenant = ${tenant}`;
  const scope = { where, period, kinds: await pricedKinds(db, tenant, prices) };
  // Not of a repository: runners are everyone's, and who waits for them waits for the jobs of all.
  const everyones = { ...scope, where: sql<boolean>`tenant = ${tenant}` };
  const [samples, steady, tries, overtaken, queued] = await Promise.all([
    samplesOf(db, where, period, price),
    neverFailed(db, scope),
    failedTries(db, scope),
    overtakenRuns(db, where, period, price),
    repositories ? [] : queuedByKind(db, everyones),
  ]);
  const found = [
    ...samples.flatMap((sample) => [split(sample), ...cache(sample)]),
    ...steady.map(skip),
    ...tries.map(flaky),
    ...superseded(overtaken),
    ...queued.map(({ runner, jobs }) => parallelism(labelsOfKind(runner), jobs)),
  ];
  const items = rank(found.filter((one) => one !== null));
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    currency: prices.currency,
    items: items.slice(0, limit),
    itemsTotal: items.length,
    looked: { pipelines: samples.length, runs: samples.reduce((sum, { runs }) => sum + runs.length, 0) },
  };
}

/** By the second: what single steps and ends of runs would save is not rounded to the minutes that whole jobs are billed in. */
function pricePerMs({ rules }: Prices): PricePerMs {
  const known = new Map<string, number | null>();
  return (system, runner) => {
    const key = `${system} ${runner}`;
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const place = ruleOf(rules, { system, labels: labelsOfKind(runner) });
    const rule = place === null ? undefined : rules[place];
    const price = rule ? rule.perMinute / 60_000 : null;
    known.set(key, price);
    return price;
  };
}
