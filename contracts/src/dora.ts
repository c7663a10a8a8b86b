import { z } from 'zod';
import { Actor } from './facts';
import { pageOf, Time } from './primitives';

/**
 * The five metrics of software delivery performance of dora.dev (January 2026). Values come with how many observations they are made of and with
 * an interval, and each leads to the deployments and changes behind it.
 */

/*
 * GET /api/v1/dora?from&to&repository&environment&leadTimeStart&benchmark&step&timeZone&team: `Dora`. The last 30 days, production alone, where no period and no
 * environment is named.
 * GET /api/v1/dora/teams?from&to&repository&environment&leadTimeStart&team: `DoraTeams`.
 * GET /api/v1/dora/deployments?from&to&repository&environment&kind&failed=true&rework=true&cursor&limit: `DoraDeploymentPage`, newest first.
 * GET /api/v1/dora/changes?from&to&repository&environment&deployment&cursor&limit: `DoraChangePage`, last deployed first.
 */

/** Where a change's lead time begins. It always ends when the deployment that shipped it ended. */
export const LeadTimeStart = z.enum(['first_commit', 'opened', 'merged']);
export type LeadTimeStart = z.infer<typeof LeadTimeStart>;

/** The report whose levels a value is compared with. Since 2025 there are none. */
export const BenchmarkYear = z.enum(['2021', '2023', '2024', '2025']);
export type BenchmarkYear = z.infer<typeof BenchmarkYear>;

export const DoraMetric = z.enum(['leadTime', 'deploymentFrequency', 'recoveryTime', 'changeFailRate', 'reworkRate']);
export type DoraMetric = z.infer<typeof DoraMetric>;

export const DoraBand = z.object({
  level: z.enum(['elite', 'high', 'medium', 'low']),
  /** What the report says of that level: `between one day and one week`. */
  published: z.string(),
});
export type DoraBand = z.infer<typeof DoraBand>;

export const DoraValue = z.object({
  /** Null where there is nothing to make it of. */
  value: z.number().nullable(),
  /**
   * What it is made of: changes (lead time), deployments (frequency, change fail rate, rework rate), failed deployments that were
   * recovered (recovery time).
   */
  n: z.number().int(),
});
export type DoraValue = z.infer<typeof DoraValue>;

export const DoraFigure = DoraValue.extend({
  /** `ms`: median of milliseconds. `per_day`: count by days. `ratio`: 0 to 1. */
  unit: z.enum(['ms', 'per_day', 'ratio']),
  /** 95 % confidence interval of the value; null where `n` is too small to give one. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** The same of the period of equal length before. */
  previous: DoraValue,
  /** Null where the year has no levels for this metric, or there is no value. */
  band: DoraBand.nullable(),
});
export type DoraFigure = z.infer<typeof DoraFigure>;

const eachMetric = <T extends z.ZodType>(shape: T) =>
  z.object({
    leadTime: shape,
    deploymentFrequency: shape,
    recoveryTime: shape,
    changeFailRate: shape,
    reworkRate: shape,
  });

export const DoraFigures = eachMetric(DoraFigure);
export type DoraFigures = z.infer<typeof DoraFigures>;
export const DoraValues = eachMetric(DoraValue);
export type DoraValues = z.infer<typeof DoraValues>;

/** Steps of the series: calendar days, ISO weeks (from Monday) and months of the time zone asked for. */
export const DoraStep = z.enum(['day', 'week', 'month']);
export type DoraStep = z.infer<typeof DoraStep>;

export const Dora = z.object({
  from: Time,
  to: Time,
  leadTimeStart: LeadTimeStart,
  benchmark: BenchmarkYear,
  step: DoraStep,
  figures: DoraFigures,
  /** One for each step of the period, oldest first, also where nothing happened; `at` is its beginning. */
  series: z.array(DoraValues.extend({ at: Time })),
  /** By repository and environment, most deployments first; the first 200. */
  groups: z.array(DoraValues.extend({ repository: z.string(), environment: z.string() })),
  groupsTotal: z.number().int(),
  /** Deployments that failed and are not recovered yet; they are not in the recovery time. */
  unrecovered: z.number().int(),
  /** True while what arrived in the last moments is still being worked in. */
  settling: z.boolean(),
});
export type Dora = z.infer<typeof Dora>;

/** By team, in the order of their names; a repository counts for each of its teams, and a team without a deployment is left out. */
export const DoraTeams = z.object({ items: z.array(DoraValues.extend({ team: z.string() })) });
export type DoraTeams = z.infer<typeof DoraTeams>;

/**
 * What a deployment was: `redeploy` brings the commit that ran already; `rollback` goes back to one that was there before the one that ran was
 * ever there; `deploy` is any other.
 */
export const DeploymentKind = z.enum(['deploy', 'redeploy', 'rollback']);
export type DeploymentKind = z.infer<typeof DeploymentKind>;

/**
 * How sure it is that a deployment caused an incident. `named`: an alert or a person names the deployment. `linked`: they name its commit, run or
 * release, or an issue that began with its release. `window`: it was the last one within an hour before. `rollback`: no incident is known, the next
 * deployment took it back.
 */
export const FailureConfidence = z.enum(['named', 'linked', 'window', 'rollback']);
export type FailureConfidence = z.infer<typeof FailureConfidence>;

/**
 * Why a deployment counts as rework: it is a rollback, it was made while a failure of an earlier deployment there was open (a day at most), or a
 * change that it ships calls itself a hotfix or a revert.
 */
export const ReworkReason = z.enum(['rollback', 'during_failure', 'hotfix', 'revert']);
export type ReworkReason = z.infer<typeof ReworkReason>;

/** One successful deployment as the metrics count it. */
export const DoraDeployment = z.object({
  id: z.string(),
  repository: z.string(),
  environment: z.string(),
  production: z.boolean(),
  commit: z.string(),
  finishedAt: Time,
  kind: DeploymentKind,
  /** The successful deployment before it in the same environment. */
  previousId: z.string().nullable(),
  /** Changes and direct commits that it was the first to bring there. */
  shipped: z.number().int(),
  failure: z
    .object({
      confidence: FailureConfidence,
      incidentIds: z.array(z.string()),
      /** When the first of its incidents began; of a rollback alone, when the deployment ended. */
      failedAt: Time,
      /** When the last of its incidents was resolved; of a rollback alone, when that ended. Null while it is open. */
      recoveredAt: Time.nullable(),
    })
    .nullable(),
  rework: ReworkReason.nullable(),
  /** How much of its way it waited for people to approve it, milliseconds; null where nothing tells of that. */
  approvalWaitMs: z.number().nullable(),
});
export type DoraDeployment = z.infer<typeof DoraDeployment>;
export const DoraDeploymentPage = pageOf(DoraDeployment);

/**
 * How sure it is that a deployment was the first to bring a change. `exact`: its commit is the one deployed. `order`: it landed on the deployed
 * branch after what was deployed before, and not after what is deployed now.
 */
export const ShipmentConfidence = z.enum(['exact', 'order']);
export type ShipmentConfidence = z.infer<typeof ShipmentConfidence>;

/** A change, or a commit that came without one, and its way to an environment. */
export const DoraChange = z.object({
  deploymentId: z.string(),
  repository: z.string(),
  environment: z.string(),
  /** Null for a commit that was pushed without a change. */
  number: z.number().int().nullable(),
  /** The commit it landed with. */
  commit: z.string(),
  title: z.string(),
  author: Actor.nullable(),
  url: z.string().nullable(),
  confidence: ShipmentConfidence,
  firstCommitAt: Time.nullable(),
  openedAt: Time.nullable(),
  landedAt: Time,
  deployedAt: Time,
  /** From each start to the deployment, milliseconds. A start that is not known is that which follows it. */
  leadTimeMs: z.object({ first_commit: z.number(), opened: z.number(), merged: z.number() }),
  /** The part of it that its deployment waited for people to approve it; null where nothing tells of that. */
  approvalWaitMs: z.number().nullable(),
});
export type DoraChange = z.infer<typeof DoraChange>;
export const DoraChangePage = pageOf(DoraChange);
