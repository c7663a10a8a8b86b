import { z } from 'zod';
import { Time } from './primitives';

/** Probability that a run fails, by what was known when it was queued. Only given where the model was found better than the result of the run before. */
export const RunPrediction = z.object({
  runId: z.string(),
  /** 0 to 1. */
  probability: z.number(),
  /** What raises it most, first; in words. */
  reasons: z.array(z.string()),
  trainedAt: Time,
});
export type RunPrediction = z.infer<typeof RunPrediction>;
export const RunPredictions = z.object({ items: z.array(RunPrediction) });
export type RunPredictions = z.infer<typeof RunPredictions>;

/** Why a model is not shown. */
export const PredictionDoubt = z.enum(['too_few', 'no_better']);
export type PredictionDoubt = z.infer<typeof PredictionDoubt>;

/**
 * How good the model is, on the newest runs, which it was not trained on. PR-AUC is average precision of the runs that failed: how many of those that
 * look most like failing do.
 */
export const PredictionReport = z.object({
  runs: z.number().int(),
  trainRuns: z.number().int(),
  testRuns: z.number().int(),
  testFailed: z.number().int(),
  /** Runs queued from here on were held out. */
  splitAt: Time.nullable(),
  prAuc: z.number().nullable(),
  /** The same of "it ends as the run before on its branch did". */
  baselinePrAuc: z.number().nullable(),
  /** 95 % interval of the difference, by bootstrap over blocks of runs. */
  gainLow: z.number().nullable(),
  gainHigh: z.number().nullable(),
  /** Mean squared error of the probability, and that of saying the usual rate of every run. */
  brier: z.number().nullable(),
  brierOfRate: z.number().nullable(),
  /** Held-out runs by what was predicted: what was, and what came. */
  bins: z.array(z.object({ predicted: z.number(), observed: z.number(), runs: z.number().int() })),
  /** Null where predictions are shown. */
  doubt: PredictionDoubt.nullable(),
});
export type PredictionReport = z.infer<typeof PredictionReport>;

/** Null where nothing was trained yet. */
export const Prediction = z.object({ trainedAt: Time.nullable(), report: PredictionReport.nullable() });
export type Prediction = z.infer<typeof Prediction>;
