import { z } from 'zod';
import { DisplayStatus, Time } from './primitives';

/** How the runs of one pipeline went in a period. Times are of runs that ended by themselves: cancelled and skipped ones say nothing of them. */
export const PipelineFigures = z.object({
  /** Runs that ended, whatever the result; each attempt is one. */
  runs: z.number().int(),
  /** Runs that succeeded, failed or timed out: what the rates are of. */
  decided: z.number().int(),
  succeeded: z.number().int(),
  failed: z.number().int(),
  timedOut: z.number().int(),
  cancelled: z.number().int(),
  /** Succeeded of decided, 0 to 1; null where none was decided. */
  successRate: z.number().nullable(),
  /** Milliseconds; null without observations. */
  durationP50Ms: z.number().nullable(),
  durationP95Ms: z.number().nullable(),
  queueP50Ms: z.number().nullable(),
  queueP95Ms: z.number().nullable(),
  /** All that its runs took together, and what of it was spent on runs that did not succeed, milliseconds. */
  totalMs: z.number(),
  lostMs: z.number(),
});
export type PipelineFigures = z.infer<typeof PipelineFigures>;

/** One of a pipeline's last runs, as a bar. */
export const PipelineBar = z.object({
  id: z.string(),
  number: z.number().int(),
  attempt: z.number().int(),
  status: DisplayStatus,
  branch: z.string().nullable(),
  queuedAt: Time,
  durationMs: z.number().nullable(),
});
export type PipelineBar = z.infer<typeof PipelineBar>;

/**
 * Since which run those that succeed take longer, or shorter: the latest lasting change among the last 200, at least 10 % and 15 seconds. Times are medians, milliseconds; `before` is the level
 * since the change before that.
 */
export const DurationShift = z.object({
  runId: z.string(),
  number: z.number().int(),
  commit: z.string().nullable(),
  since: Time,
  beforeMs: z.number(),
  beforeRuns: z.number().int(),
  afterMs: z.number(),
  afterRuns: z.number().int(),
});
export type DurationShift = z.infer<typeof DurationShift>;

export const Pipeline = z.object({
  repository: z.string(),
  name: z.string(),
  /** Whose pipeline it is: `github`, `jenkins`, … */
  system: z.string(),
  now: PipelineFigures,
  /** The same of the period of equal length before. */
  before: PipelineFigures,
  /** 95 % interval of the success rate. */
  successLow: z.number().nullable(),
  successHigh: z.number().nullable(),
  running: z.number().int(),
  queued: z.number().int(),
  lastRunAt: Time,
  /** The last runs, oldest first: at most 20. */
  bars: z.array(PipelineBar),
  /** Set while the default branch is broken: the first run of it that failed after the last that succeeded. */
  broken: z.object({ runId: z.string(), number: z.number().int(), since: Time }).nullable(),
  /**
   * How long its default branch stayed broken, milliseconds: the median of the breakages that ended in the period, and of those of the period before. From the end of the first run
   * that failed after one that succeeded, to the end of the next that succeeded.
   */
  timeToGreen: z
    .object({ medianMs: z.number(), breakages: z.number().int(), beforeMs: z.number().nullable() })
    .nullable(),
  shift: DurationShift.nullable(),
  /** What builds found in their caches of what they looked up there, now and in the period before, 0 to 1; null where no profile of a build tells. */
  cacheHitRate: z.object({ now: z.number(), before: z.number().nullable(), lookups: z.number() }).nullable(),
});
export type Pipeline = z.infer<typeof Pipeline>;

export const PipelineSort = z.enum(['lost', 'failing', 'slower', 'slowest', 'queue', 'last', 'name']);
export type PipelineSort = z.infer<typeof PipelineSort>;

export const Pipelines = z.object({
  from: Time,
  to: Time,
  items: z.array(Pipeline),
  /** How many there are beyond those given too. */
  total: z.number().int(),
});
export type Pipelines = z.infer<typeof Pipelines>;
