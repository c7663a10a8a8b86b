import { z } from 'zod';
import { Time } from './primitives';

const words = (max: number) => z.string().trim().min(1).max(max);

/** What a minute on some runners costs. The first rule of a list that fits a runner is its price. */
export const PriceRule = z.object({
  /** Whose jobs: `github`, `gitlab`, …; null is everyone's. */
  system: words(50).nullable(),
  /**
   * What the runner must be labelled with: it has a label for each of these. `*` stands for any text, so `*-8-cores` is a size and
   * `windows*` a system; the group of a runner is the label `group:NAME`. None: any runner.
   */
  labels: z.array(words(100)).max(10),
  /** In the list's currency; 0 is free, as what is self-hosted may be. */
  perMinute: z.number().min(0).max(10_000),
  /** Whether each job is billed in whole minutes, or by the second. */
  rounding: z.enum(['minute', 'second']),
});
export type PriceRule = z.infer<typeof PriceRule>;

export const NewPriceList = z.object({
  /** ISO 4217, such as `EUR`. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters, such as EUR'),
  rules: z.array(PriceRule).max(200),
});
export type NewPriceList = z.infer<typeof NewPriceList>;

/** A kind of runner that jobs of the last 90 days worked on. */
export const SeenRunner = z.object({
  system: z.string(),
  labels: z.array(z.string()),
  jobs: z.number().int(),
  workedMs: z.number(),
  /** Which rule is its price, from 0; null where none fits. */
  rule: z.number().int().nullable(),
});
export type SeenRunner = z.infer<typeof SeenRunner>;

export const PriceList = z.object({
  /** Null until prices are filled in: none are assumed. */
  currency: z.string().nullable(),
  rules: z.array(PriceRule),
  updatedAt: Time.nullable(),
  /** Most time first; at most 200. */
  seen: z.array(SeenRunner),
});
export type PriceList = z.infer<typeof PriceList>;

/**
 * What the time of a job was spent on. `flaky`: it failed, and the same job of the same commit succeeded later, so that the failure was not the
 * commit's. `unknown`: nobody reported how it ended.
 */
export const Use = z.enum(['useful', 'flaky', 'failed', 'cancelled', 'unknown']);
export type Use = z.infer<typeof Use>;

const Spent = z.object({ workedMs: z.number(), money: z.number() });

/** Sums over jobs that ended in a time. Money is that of jobs with a price. */
export const CostSums = z.object({
  jobs: z.number().int(),
  workedMs: z.number(),
  money: z.number(),
  /** Work that no price is known for; not in `money`. */
  unpricedMs: z.number(),
  /** How long jobs waited before they worked. Nobody bills it: time, not money. */
  queueMs: z.number(),
  uses: z.object({ useful: Spent, flaky: Spent, failed: Spent, cancelled: Spent, unknown: Spent }),
});
export type CostSums = z.infer<typeof CostSums>;

export const CostBy = z.enum(['team', 'repository', 'pipeline', 'job', 'run', 'runner']);
export type CostBy = z.infer<typeof CostBy>;

/** One line of the table; what `by` does not tell apart is null. */
export const CostItem = CostSums.extend({
  /** Null also of what is no team's. */
  team: z.string().nullable(),
  repository: z.string().nullable(),
  pipeline: z.string().nullable(),
  job: z.string().nullable(),
  runId: z.string().nullable(),
  runNumber: z.number().int().nullable(),
  system: z.string().nullable(),
  labels: z.array(z.string()).nullable(),
});
export type CostItem = z.infer<typeof CostItem>;

export const Cost = z.object({
  from: Time,
  to: Time,
  /** Null where no prices are filled in. */
  currency: z.string().nullable(),
  total: CostSums,
  /** The same of the period of equal length before. */
  before: CostSums,
  steps: z.array(CostSums.extend({ at: Time })),
  /** Dearest first; by time where nothing has a price. */
  items: z.array(CostItem),
  /** How many there are beyond those given too. */
  itemsTotal: z.number().int(),
});
export type Cost = z.infer<typeof Cost>;

/** What one run cost, of its jobs that ended. */
export const RunCost = z.object({
  currency: z.string(),
  money: z.number(),
  workedMs: z.number(),
  unpricedMs: z.number(),
});
export type RunCost = z.infer<typeof RunCost>;
