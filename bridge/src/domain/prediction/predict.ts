import { features, featuresOf } from './features';
import { probabilityOf, standardise } from './logistic';
import type { Logistic, PastRun } from './model';

const REASONS = 3;
/** Less than this many times the odds is not worth a word. */
const LEAST = Math.log(1.1);

/** The probability that a run fails, and what raises it most against a usual run. */
export function predict(
  model: Logistic,
  run: PastRun,
  before: readonly PastRun[],
): { probability: number; reasons: string[] } {
  const row = featuresOf(run, before);
  const parts = standardise(model, row).map((value, at) => value * (model.weights[at] ?? 0));
  const raising = parts
    .map((part, at) => ({ part, says: features[at]?.says(row[at] ?? 0) ?? '' }))
    .filter(({ part }) => part > LEAST)
    .sort((a, b) => b.part - a.part);
  return {
    probability: probabilityOf(model, row),
    reasons: [...new Set(raising.map(({ says }) => says))].slice(0, REASONS),
  };
}
