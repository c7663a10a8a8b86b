import { z } from 'zod';
import { Time } from './primitives';

export const RecommendationKind = z.enum(['split', 'parallelism', 'cache', 'skip', 'flaky', 'superseded']);
export type RecommendationKind = z.infer<typeof RecommendationKind>;

export const Evidence = z.object({
  label: z.string(),
  value: z.number(),
  unit: z.enum(['ms', 'count', 'ratio']),
});
export type Evidence = z.infer<typeof Evidence>;

/** Something that would make CI quicker or cheaper, with what says so. What the evidence is too thin for is not said. */
export const Recommendation = z.object({
  kind: RecommendationKind,
  repository: z.string().nullable(),
  pipeline: z.string().nullable(),
  job: z.string().nullable(),
  step: z.string().nullable(),
  /** Labels of the runners that it is about. */
  labels: z.array(z.string()).nullable(),
  /** What it would save over the period: `wait` is time that people wait for runs, `work` is time of runners. */
  saves: z.enum(['wait', 'work']),
  savesMs: z.number(),
  /** Null where nobody is billed for it, or no price is known. */
  savesMoney: z.number().nullable(),
  /** What one run would be shorter by, in the middle; null where it is not about single runs. */
  perRunMs: z.number().nullable(),
  /** Observations behind it. */
  n: z.number().int(),
  evidence: z.array(Evidence),
  assumptions: z.array(z.string()),
  /** Runs to look at. */
  runIds: z.array(z.string()),
});
export type Recommendation = z.infer<typeof Recommendation>;

export const Recommendations = z.object({
  from: Time,
  to: Time,
  currency: z.string().nullable(),
  /** What would save most time first. */
  items: z.array(Recommendation),
  /** How many there are beyond those given too. */
  itemsTotal: z.number().int(),
  /** What they were looked for in. */
  looked: z.object({ pipelines: z.number().int(), runs: z.number().int() }),
});
export type Recommendations = z.infer<typeof Recommendations>;
