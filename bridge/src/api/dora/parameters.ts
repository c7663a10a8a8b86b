import { BenchmarkYear, DoraStep, LeadTimeStart, type DoraStep as Step } from '@summit/contracts';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { badRequest } from '../errors';
import { texts, timeRange } from '../paging/parameters';

/** What all of DORA's calls can be cut to. */
export const DoraScope = z.object({
  repository: texts(300).optional(),
  environment: texts(200).optional().meta({ description: 'Default: every environment that is production.' }),
  ...timeRange,
});
export type DoraScope = z.output<typeof DoraScope>;

export const DoraQuery = DoraScope.extend({
  leadTimeStart: LeadTimeStart.default('first_commit'),
  benchmark: BenchmarkYear.default('2024'),
  step: DoraStep.optional().meta({ description: 'Default: days up to a month, weeks up to half a year, then months.' }),
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'no time zone of the IANA database, such as Europe/Berlin')
    .default('UTC')
    .meta({ description: 'Where days, weeks and months begin.' }),
});

export interface Period {
  from: Date;
  to: Date;
  /** Where the period of equal length before begins. */
  previous: Date;
  days: number;
}

const DAY = 86_400_000;
const DEFAULT_DAYS = 30;
const MOST_DAYS = 1100;

/** The last 30 days where none is named. Throws a 400 for one that is empty or longer than three years. */
export function periodOf({ from, to }: Pick<DoraScope, 'from' | 'to'>, now: Date): Period {
  const end = to === undefined ? now : new Date(to);
  const start = from === undefined ? new Date(end.getTime() - DEFAULT_DAYS * DAY) : new Date(from);
  const length = end.getTime() - start.getTime();
  if (length <= 0) throw badRequest('A parameter is wrong.', ['from: must be before `to`']);
  if (length > MOST_DAYS * DAY)
    throw badRequest('A parameter is wrong.', [`from: at most ${MOST_DAYS} days before \`to\``]);
  return { from: start, to: end, previous: new Date(start.getTime() - length), days: length / DAY };
}

export const stepOf = (step: Step | undefined, days: number): Step =>
  step ?? (days <= 31 ? 'day' : days <= 184 ? 'week' : 'month');

/** Which rows of the evidence tables are meant. */
export function scopeCondition(tenant: string, scope: DoraScope): RawBuilder<boolean> {
  const conditions = [sql<boolean>`tenant = ${tenant}`];
  if (scope.repository) conditions.push(sql`repository = ANY(${scope.repository}::text[])`);
  conditions.push(scope.environment ? sql`environment = ANY(${scope.environment}::text[])` : sql`production`);
  return sql<boolean>`(${sql.join(conditions, sql` AND `)})`;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
