import { z } from 'zod';
import { Time } from './primitives';

/** How busy the runners of one kind were in a period, and how long jobs waited for them. Of jobs that ended in it. */
export const RunnerUse = z.object({
  system: z.string(),
  /** Labels and group of the runner, as jobs named them. */
  labels: z.array(z.string()),
  jobs: z.number().int(),
  workedMs: z.number(),
  waitedMs: z.number(),
  queueP50Ms: z.number(),
  queueP95Ms: z.number(),
  /** Jobs that waited at once: on average over the whole period, and at most. */
  waitingMean: z.number(),
  waitingMost: z.number().int(),
  /** Jobs that worked at once: so too. */
  busyMean: z.number(),
  busyMost: z.number().int(),
  /** Runners that were seen, by name; null where no job names its own. */
  runners: z.number().int().nullable(),
  /**
   * What they worked, of the time from the start of the first job of each to the end of its last, 0 to 1. Null where they are not named, work fewer than three jobs each on average (a runner made
   * for one job is always busy), or where one name stands for several machines.
   */
  utilisation: z.number().nullable(),
});
export type RunnerUse = z.infer<typeof RunnerUse>;

/** What jobs waited for longest, all together, first. `looked` of the `total` jobs of the period are in the figures, the newest. */
export const Runners = z.object({
  from: Time,
  to: Time,
  looked: z.number().int(),
  total: z.number().int(),
  items: z.array(RunnerUse),
});
export type Runners = z.infer<typeof Runners>;
