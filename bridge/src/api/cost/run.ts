import type { RunCost } from '@summit/contracts';
import { sql } from 'kysely';
import { priceOf, ruleOf } from '../../domain/cost/price';
import type { Database } from '../../store/database';
import { labelsOfKind, pricesOf } from './prices';

/** What the jobs of a run cost that ended so far; null where no price is known for any of them. */
export async function costOfRun(db: Database, tenant: string, runId: string): Promise<RunCost | null> {
  const { currency, rules } = await pricesOf(db, tenant);
  if (currency === null || rules.length === 0) return null;
  const { rows } = await sql<{ system: string; runner: string; worked_ms: number }>`
    SELECT system, runner, worked_ms::float8 AS worked_ms FROM job_time WHERE tenant = ${tenant} AND run_id = ${runId}`.execute(
    db,
  );
  const sums = { money: 0, workedMs: 0, unpricedMs: 0 };
  for (const { system, runner, worked_ms: workedMs } of rows) {
    const place = ruleOf(rules, { system, labels: labelsOfKind(runner) });
    const rule = place === null ? undefined : rules[place];
    sums.workedMs += workedMs;
    if (rule) sums.money += priceOf(rule, workedMs);
    else sums.unpricedMs += workedMs;
  }
  return sums.workedMs === sums.unpricedMs && sums.money === 0 ? null : { currency, ...sums };
}
