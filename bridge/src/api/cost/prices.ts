import { type PriceList, PriceRule } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import { ruleOf, type RunnerKind } from '../../domain/cost/price';
import type { Database } from '../../store/database';

const Rules = z.array(PriceRule);
const Labels = z.array(z.string());

export interface Prices {
  currency: string | null;
  rules: readonly PriceRule[];
  updatedAt: Date | null;
}

/** What a tenant pays; nothing is assumed where it filled in nothing. */
export async function pricesOf(db: Database, tenant: string): Promise<Prices> {
  const row = await db.selectFrom('price_list').selectAll().where('tenant', '=', tenant).executeTakeFirst();
  // A rule of another version that cannot be read must not price what it was not meant for: then there is no list.
  const rules = Rules.safeParse(row?.rules);
  if (!row || !rules.success) return { currency: null, rules: [], updatedAt: null };
  return { currency: row.currency, rules: rules.data, updatedAt: row.updated_at };
}

/** The labels that a stored kind of runner stands for. */
export const labelsOfKind = (runner: string): string[] => {
  try {
    return Labels.safeParse(JSON.parse(runner)).data ?? [];
  } catch {
    return [];
  }
};

/** The price of each kind of runner that has one, for a statement that joins with it. */
export async function pricedKinds(db: Database, tenant: string, { rules }: Prices): Promise<string> {
  if (rules.length === 0) return '[]';
  const kinds = await db.selectFrom('runner_kind').select(['system', 'runner']).where('tenant', '=', tenant).execute();
  return JSON.stringify(
    kinds.flatMap(({ system, runner }) => {
      const place = ruleOf(rules, kindOf(system, runner));
      const rule = place === null ? undefined : rules[place];
      return rule ? [{ system, runner, per_minute: rule.perMinute, whole: rule.rounding === 'minute' }] : [];
    }),
  );
}

const kindOf = (system: string, runner: string): RunnerKind => ({ system, labels: labelsOfKind(runner) });

const SEEN_DAYS = 90;
const SEEN_MOST = 200;

/** The kinds of runners that jobs worked on lately, so that a list can be filled in from what there is. */
export async function seenRunners(
  db: Database,
  tenant: string,
  { rules }: Prices,
  now: Date,
): Promise<PriceList['seen']> {
  const since = new Date(now.getTime() - SEEN_DAYS * 86_400_000);
  const { rows } = await sql<{ system: string; runner: string; jobs: number; worked_ms: number }>`
    SELECT system, runner, count(*)::float8 AS jobs, sum(worked_ms)::float8 AS worked_ms FROM job_time
    WHERE tenant = ${tenant} AND at >= ${since} GROUP BY system, runner ORDER BY 4 DESC, 1, 2 LIMIT ${SEEN_MOST}`.execute(
    db,
  );
  return rows.map(({ system, runner, jobs, worked_ms }) => ({
    system,
    labels: labelsOfKind(runner),
    jobs,
    workedMs: worked_ms,
    rule: ruleOf(rules, kindOf(system, runner)),
  }));
}
