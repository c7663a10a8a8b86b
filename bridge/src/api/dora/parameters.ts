import { BenchmarkYear, DoraStep, LeadTimeStart, type DoraStep as Step } from '@summit/contracts';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { texts, timeRange, timeZone } from '../paging/parameters';

/** What all of DORA's calls can be cut to. */
export const DoraScope = z.object({
  repository: texts(300).optional(),
  team: texts(100).optional().meta({ description: 'Repositories of these teams only.' }),
  environment: texts(200).optional().meta({ description: 'Default: every environment that is production.' }),
  ...timeRange,
});
export type DoraScope = z.output<typeof DoraScope>;

export const DoraTeamQuery = DoraScope.extend({ leadTimeStart: LeadTimeStart.default('first_commit') });

export const DoraQuery = DoraTeamQuery.extend({
  benchmark: BenchmarkYear.default('2024'),
  step: DoraStep.optional().meta({ description: 'Default: days up to a month, weeks up to half a year, then months.' }),
  timeZone,
});

export const stepOf = (step: Step | undefined, days: number): Step =>
  step ?? (days <= 31 ? 'day' : days <= 184 ? 'week' : 'month');

/** Which rows of the evidence tables are meant. */
export function scopeCondition(tenant: string, scope: DoraScope): RawBuilder<boolean> {
  const conditions = [sql<boolean>`tenant = ${tenant}`];
  if (scope.repository) conditions.push(sql`repository = ANY(${scope.repository}::text[])`);
  conditions.push(scope.environment ? sql`environment = ANY(${scope.environment}::text[])` : sql`production`);
  return sql<boolean>`(${sql.join(conditions, sql` AND `)})`;
}
