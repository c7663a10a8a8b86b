import { z } from 'zod';
import { ImpactVerdict } from './deployments';
import { Level, Time } from './primitives';
import { NewRollbackAction, RollbackAction, RollbackActionUpdate } from './rollbackAction';

/*
 * GET /api/v1/rollback-policies: `RollbackPolicies`, by repository and environment. POST: `NewRollbackPolicy` → `CreatedRollbackPolicy` (its secret once).
 * PUT /api/v1/rollback-policies/{id}: `RollbackPolicyUpdate` → `CreatedRollbackPolicy` (a secret where it became a webhook). DELETE.
 */

const name = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !text.includes('\0'), 'must not hold NUL');
const ServiceName = name(200);

/** When a deployment is taken back: where any of these holds within the window after it. */
export const RollbackConditions = z
  .object({
    /** An issue that was first seen since it began has an event of level fatal as its newest. */
    newFatalIssue: z.boolean(),
    /** Errors are shown to be worse (at 99 %), and at least so many times as many. */
    worseRatio: z.number().min(1).max(1000).nullable(),
    /** So many events of new issues within so many minutes. */
    newIssueEvents: z
      .object({ events: z.number().int().min(1).max(1_000_000), minutes: z.number().int().min(1).max(1440) })
      .nullable(),
    /** Requests of a service are shown to take longer (at 99 %), and their p95 is at least so many times as long. */
    slower: z
      .object({ service: ServiceName, ratio: z.number().min(1).max(1000) })
      .nullable()
      .default(null),
    /**
     * The error budget of a service burns at least so many times as fast as its objective allows, over a long window and the last twelfth of it (the pairs of
     * the SRE Workbook, chapter 5). The long one reaches back to where the deployment began at most.
     */
    burn: z
      .object({
        service: ServiceName,
        /** Share of requests that are to succeed, in per cent. */
        objective: z.number().min(50).max(99.999),
        rate: z.number().min(1).max(1000),
        minutes: z.number().int().min(5).max(1440),
      })
      .nullable()
      .default(null),
  })
  .refine(
    ({ newFatalIssue, worseRatio, newIssueEvents, slower, burn }) =>
      newFatalIssue || [worseRatio, newIssueEvents, slower, burn].some((condition) => condition !== null),
    'at least one condition is needed',
  );
export type RollbackConditions = z.infer<typeof RollbackConditions>;

const LatencyFigures = z.object({ requests: z.number(), p50: z.number().nullable(), p95: z.number().nullable() });
const BurnWindow = z.object({
  minutes: z.number(),
  requests: z.number(),
  failed: z.number(),
  rate: z.number().nullable(),
});

/** What a decision rests on, as it was when it was made. */
export const RollbackEvidence = z.object({
  verdict: ImpactVerdict.nullable(),
  ratio: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  before: z.number().int().nullable(),
  after: z.number().int().nullable(),
  newIssues: z.array(
    z.object({ id: z.string(), shortId: z.string(), title: z.string(), level: Level, events: z.number().int() }),
  ),
  /** Of the service that a condition names; null where none does, or nothing was known. */
  latency: z
    .object({
      service: z.string(),
      verdict: ImpactVerdict,
      before: LatencyFigures,
      after: LatencyFigures,
      slower: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
    })
    .nullable()
    .default(null),
  /** How many times as fast as the objective allows its error budget burns; null where there were no requests. */
  burn: z
    .object({
      service: z.string(),
      long: BurnWindow,
      short: BurnWindow,
    })
    .nullable()
    .default(null),
});
export type RollbackEvidence = z.infer<typeof RollbackEvidence>;

export const RollbackDecision = z.object({
  id: z.string(),
  deploymentId: z.string(),
  commit: z.string().nullable(),
  decidedAt: Time,
  reasons: z.array(z.string()),
  evidence: RollbackEvidence,
  /** The deployment to go back to. */
  previousId: z.string(),
  /**
   * `overtaken`: another deployment came before anybody could be told. `unclear`: a workflow or pipeline was asked for, and no answer said whether it was started;
   * it is not asked for again.
   */
  state: z.enum(['dry_run', 'pending', 'delivered', 'failed', 'unclear', 'overtaken']),
  attempts: z.number().int(),
  endedAt: Time.nullable(),
  lastAnswer: z.string().nullable(),
});
export type RollbackDecision = z.infer<typeof RollbackDecision>;

export const RollbackPolicy = z.object({
  id: z.string(),
  repository: z.string(),
  environment: z.string(),
  enabled: z.boolean(),
  dryRun: z.boolean(),
  windowMinutes: z.number().int(),
  conditions: RollbackConditions,
  action: RollbackAction,
  /** Who is called: the host of the address alone, since there may be a secret in its path. */
  target: z.string(),
  createdAt: Time,
  createdBy: z.string(),
  checked: z.object({ at: Time, deploymentId: z.string().nullable(), reason: z.string() }).nullable(),
  /** Newest first, the last five. */
  decisions: z.array(RollbackDecision),
});
export type RollbackPolicy = z.infer<typeof RollbackPolicy>;
export const RollbackPolicies = z.object({
  items: z.array(RollbackPolicy),
  /** Whether the bridge has metrics to ask: without, conditions on latency and error budget cannot be chosen. */
  metrics: z.boolean(),
});
export type RollbackPolicies = z.infer<typeof RollbackPolicies>;

export const RollbackPolicyUpdate = z.object({
  enabled: z.boolean().default(true),
  dryRun: z.boolean().default(true),
  windowMinutes: z.number().int().min(5).max(1440).default(60),
  conditions: RollbackConditions,
  /** Left out, it stays as it is. */
  action: RollbackActionUpdate.optional(),
});
export type RollbackPolicyUpdate = z.infer<typeof RollbackPolicyUpdate>;

export const NewRollbackPolicy = RollbackPolicyUpdate.extend({
  repository: name(300),
  environment: name(200),
  action: NewRollbackAction,
});
export type NewRollbackPolicy = z.infer<typeof NewRollbackPolicy>;

/** `secret` signs the calls of a webhook; it is told once, where it was drawn. */
export const CreatedRollbackPolicy = RollbackPolicy.extend({ secret: z.string().nullable() });
export type CreatedRollbackPolicy = z.infer<typeof CreatedRollbackPolicy>;
