import { type Cost, CostBy, type CostItem, type CostSums, DoraStep } from '@summit/contracts';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../store/database';
import { stepOf } from '../dora/parameters';
import { stepsOf } from '../dora/sums';
import type { Period } from '../paging/period';
import { text, texts, timeRange, timeZone } from '../paging/parameters';
import { likePattern, wordsOf } from '../search/words';
import { membersOf } from '../teams/members';
import { teamItems } from './teams';
import { labelsOfKind, pricedKinds, pricesOf } from './prices';
import { addUp, type Scope, sumsByGroups, sumsByRuns, sumsBySteps, type SumsRow, total, toSums } from './sums';

export const CostQuery = z.object({
  repository: texts(300).optional(),
  team: texts(100).optional().meta({ description: 'Repositories of these teams only.' }),
  name: texts(300).optional().meta({ description: 'Pipelines.' }),
  branch: texts(300).optional(),
  q: text(200).optional().meta({ description: 'Words that repository, pipeline or job contain; all must.' }),
  by: CostBy.default('pipeline').meta({ description: 'What the items are.' }),
  step: DoraStep.optional().meta({ description: 'Default: days up to a month, weeks up to half a year, then months.' }),
  timeZone,
  ...timeRange,
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type CostQuery = z.output<typeof CostQuery>;

const groupedBy: Readonly<Record<Exclude<CostBy, 'run' | 'team'>, readonly string[]>> = {
  repository: ['repository'],
  pipeline: ['repository', 'pipeline'],
  job: ['repository', 'pipeline', 'job'],
  runner: ['system', 'runner'],
};

/** What CI cost in a time: all of it, by steps, and the dearest of what is asked for. */
export async function costOf(db: Database, tenant: string, query: CostQuery, period: Period): Promise<Cost> {
  const prices = await pricesOf(db, tenant);
  const kinds = await pricedKinds(db, tenant, prices);
  const scope: Scope = { tenant, from: period.from, to: period.to, where: conditionOf(query), kinds };
  const steps = await stepsOf(db, period, stepOf(query.step, period.days), query.timeZone);
  const [byStep, before, groups] = await Promise.all([
    sumsBySteps(
      db,
      scope,
      steps.map(({ at }) => at),
    ),
    total(db, { ...scope, from: period.previous, to: period.from }),
    groupsOf(db, scope, query),
  ]);
  const numbers = query.by === 'run' ? await numbersOf(db, tenant, groups.map(textIn('run_id'))) : new Map();
  const found = new Map(byStep.map((row) => [row.step, toSums(row)]));
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    currency: prices.currency,
    total: addUp([...found.values()]),
    before: toSums(before),
    steps: steps.map(({ at }, place) => ({ at: at.toISOString(), ...(found.get(place) ?? nothing()) })),
    ...(query.by === 'team'
      ? teamItems(groups, await membersOf(db, tenant, query.team ?? null), query.limit)
      : { items: groups.map((row) => toItem(row, numbers)), itemsTotal: groups[0]?.groups ?? 0 }),
  };
}

/** Teams are added up of repositories. */
const MOST_REPOSITORIES = 100_000;

function groupsOf(db: Database, scope: Scope, { by, limit }: CostQuery): ReturnType<typeof sumsByGroups> {
  if (by === 'run') return sumsByRuns(db, scope, limit);
  if (by === 'team') return sumsByGroups(db, scope, groupedBy.repository, MOST_REPOSITORIES);
  return sumsByGroups(db, scope, groupedBy[by], limit);
}

const nothing = (): CostSums => toSums({});

const textIn =
  (column: string) =>
  (row: SumsRow): string | null => {
    const value = row[column];
    return typeof value === 'string' ? value : null;
  };

function toItem(row: SumsRow, numbers: ReadonlyMap<string, number>): CostItem {
  const runId = textIn('run_id')(row);
  const runner = textIn('runner')(row);
  return {
    ...toSums(row),
    team: null,
    repository: textIn('repository')(row),
    pipeline: textIn('pipeline')(row),
    job: textIn('job')(row),
    runId,
    runNumber: runId === null ? null : (numbers.get(runId) ?? null),
    system: textIn('system')(row),
    labels: runner === null ? null : labelsOfKind(runner),
  };
}

async function numbersOf(
  db: Database,
  tenant: string,
  runs: readonly (string | null)[],
): Promise<ReadonlyMap<string, number>> {
  const ids = runs.filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('run')
    .select(['id', 'number'])
    .where('tenant', '=', tenant)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, number }) => [id, Number(number)]));
}

function conditionOf({ repository, name, branch, q }: CostQuery): RawBuilder<boolean> {
  const conditions = [sql<boolean>`true`];
  if (repository) conditions.push(sql`repository = ANY(${repository}::text[])`);
  if (name) conditions.push(sql`pipeline = ANY(${name}::text[])`);
  if (branch) conditions.push(sql`branch = ANY(${branch}::text[])`);
  for (const word of wordsOf(q ?? ''))
    conditions.push(sql`lower(repository || ' ' || pipeline || ' ' || job) LIKE ${likePattern(word)}`);
  return sql<boolean>`(${sql.join(conditions, sql` AND `)})`;
}
