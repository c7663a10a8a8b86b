import type { BenchmarkYear, Dora, DoraFigure, DoraFigures, DoraMetric, DoraValue } from '@summit/contracts';
import { sql } from 'kysely';
import type { z } from 'zod';
import { bandOf } from '../../domain/dora';
import { countInterval, type Interval, rateInterval } from '../../domain/statistics/interval';
import type { Database } from '../../store/database';
import type { Period } from '../paging/period';
import { type DoraQuery, scopeCondition, stepOf } from './parameters';
import {
  type Bounds,
  byGroups,
  bySteps,
  changeSource,
  type ChangeSums,
  deploymentSource,
  type DeploymentSums,
  leadTimeColumn,
  medianOf,
  type Step,
  stepsOf,
  total,
} from './sums';
import { noChanges, type Sums, valuesOf } from './values';

const MOST_GROUPS = 200;

/** The five metrics of a period, of the one before it, by steps and by groups. */
export async function doraOf(
  db: Database,
  tenant: string,
  query: z.output<typeof DoraQuery>,
  period: Period,
): Promise<Dora> {
  const where = scopeCondition(tenant, query);
  const step = stepOf(query.step, period.days);
  const deployments = deploymentSource(where);
  const changes = changeSource(where, query.leadTimeStart);
  const column = leadTimeColumn(query.leadTimeStart);
  const before: Period = { ...period, from: period.previous, to: period.from };
  const [deploymentGroups, then, steps, settling] = await Promise.all([
    byGroups<DeploymentSums>(db, deployments, period),
    total<DeploymentSums>(db, deployments, before),
    stepsOf(db, period, step, query.timeZone),
    isSettling(db, tenant),
  ]);
  const now = sumOf(deploymentGroups);
  const [lead, leadThen, recovery, deploymentSteps, changeSteps, changeGroups] = await Promise.all([
    medianOf(db, changes, column, now.shipped, period),
    medianOf(db, changes, column, then.shipped, before),
    medianOf(db, deployments, 'recovery_ms', now.recovered, period),
    bySteps<DeploymentSums>(db, deployments, period, steps),
    bySteps<ChangeSums>(db, changes, period, steps),
    byGroups<ChangeSums>(db, changes, period),
  ]);
  const grouped = joinGroups(deploymentGroups, changeGroups, period.days);
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    leadTimeStart: query.leadTimeStart,
    benchmark: query.benchmark,
    step,
    figures: figuresOf(
      { ...now, changes: now.shipped, leadMs: lead.median, recoveryMs: recovery.median },
      { ...then, changes: then.shipped, leadMs: leadThen.median },
      { lead, recovery },
      period.days,
      query.benchmark,
    ),
    series: joinSteps(steps, deploymentSteps, changeSteps),
    groups: grouped.slice(0, MOST_GROUPS),
    groupsTotal: grouped.length,
    unrecovered: now.unrecovered,
    settling,
  };
}

type Counts = Omit<DeploymentSums, 'recoveryMs'>;

const noCounts: Counts = { deployments: 0, shipped: 0, failed: 0, rework: 0, recovered: 0, unrecovered: 0 };

/** What is counted of all groups together. */
const sumOf = (groups: readonly DeploymentSums[]): Counts =>
  groups.reduce<Counts>(
    (sum, row) => ({
      deployments: sum.deployments + row.deployments,
      shipped: sum.shipped + row.shipped,
      failed: sum.failed + row.failed,
      rework: sum.rework + row.rework,
      recovered: sum.recovered + row.recovered,
      unrecovered: sum.unrecovered + row.unrecovered,
    }),
    noCounts,
  );

async function isSettling(db: Database, tenant: string): Promise<boolean> {
  const { rows } = await sql<{
    due: boolean;
  }>`SELECT EXISTS (SELECT FROM dora_due WHERE tenant = ${tenant}) AS due`.execute(db);
  return rows[0]?.due ?? false;
}

const boundsOf = ({ low, high }: Bounds): Bounds => ({ low, high });
const unknown: Bounds = { low: null, high: null };
const perDay = ({ low, high }: Interval, days: number): Bounds => ({ low: low / days, high: high / days });

function figuresOf(
  now: Sums,
  before: Sums,
  medians: { lead: Bounds; recovery: Bounds },
  days: number,
  year: BenchmarkYear,
): DoraFigures {
  const values = valuesOf(now, days);
  const previous = valuesOf(before, days);
  const figure = (metric: DoraMetric, unit: DoraFigure['unit'], bounds: Bounds): DoraFigure => ({
    ...values[metric],
    unit,
    ...bounds,
    previous: previous[metric],
    band: bandOfValue(year, metric, values[metric]),
  });
  return {
    leadTime: figure('leadTime', 'ms', boundsOf(medians.lead)),
    deploymentFrequency: figure('deploymentFrequency', 'per_day', perDay(countInterval(now.deployments), days)),
    recoveryTime: figure('recoveryTime', 'ms', boundsOf(medians.recovery)),
    changeFailRate: figure('changeFailRate', 'ratio', rateInterval(now.failed, now.deployments) ?? unknown),
    reworkRate: figure('reworkRate', 'ratio', rateInterval(now.rework, now.deployments) ?? unknown),
  };
}

/** Where nothing was deployed, no level of frequency is claimed: it may just not be told. */
const bandOfValue = (year: BenchmarkYear, metric: DoraMetric, { value, n }: DoraValue) =>
  value === null || n === 0 ? null : bandOf(year, metric, value);

const noDeployments: DeploymentSums = { ...noCounts, recoveryMs: null };
const DAY = 86_400_000;

/** A step that the period cuts counts as a whole one: of its first minutes a day would seem to have hundreds of deployments. */
function joinSteps(
  steps: readonly Step[],
  deployments: readonly (DeploymentSums & { step: number })[],
  changes: readonly (ChangeSums & { step: number })[],
): Dora['series'] {
  const deploymentsAt = new Map(deployments.map((row) => [row.step, row]));
  const changesAt = new Map(changes.map((row) => [row.step, row]));
  return steps.map(({ at, until }, n) => {
    const sums = { ...(deploymentsAt.get(n) ?? noDeployments), ...(changesAt.get(n) ?? noChanges) };
    return { at: at.toISOString(), ...valuesOf(sums, (until.getTime() - at.getTime()) / DAY) };
  });
}

function joinGroups(
  deployments: readonly (DeploymentSums & { repository: string; environment: string })[],
  changes: readonly (ChangeSums & { repository: string; environment: string })[],
  days: number,
): Dora['groups'] {
  const key = (row: { repository: string; environment: string }): string => `${row.repository}\0${row.environment}`;
  const changesOf = new Map(changes.map((row) => [key(row), row]));
  return [...deployments]
    .sort((a, b) => b.deployments - a.deployments || (key(a) < key(b) ? -1 : 1))
    .map((row) => ({
      repository: row.repository,
      environment: row.environment,
      ...valuesOf({ ...row, ...(changesOf.get(key(row)) ?? noChanges) }, days),
    }));
}
