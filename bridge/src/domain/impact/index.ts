import type { ImpactVerdict } from '@summit/contracts';
import { LEAST_COUNTS, rateRatio } from '../statistics/rateRatio';

export { beganAt, PIECES, windowsAround, type Windows } from './windows';

export interface Impact {
  verdict: ImpactVerdict;
  /** Events after by events before; null where there are none before. */
  ratio: number | null;
  low: number | null;
  high: number | null;
  dispersion: number | null;
}

const nothing: Impact = { verdict: 'too_little_data', ratio: null, low: null, high: null, dispersion: null };

/**
 * Whether errors became more or fewer, from the events in the pieces of two equal windows. `no_difference` is not that there is none: none was shown,
 * and the interval says how large it may be.
 */
export function impactOf(before: readonly number[], after: readonly number[], confidence = 0.95): Impact {
  const { ratio, interval, dispersion, worth } = rateRatio(before, after, confidence);
  if (Number.isNaN(ratio)) return nothing;
  return {
    verdict: verdictOf(interval, worth),
    ratio: Number.isFinite(ratio) ? ratio : null,
    low: interval.low,
    high: Number.isFinite(interval.high) ? interval.high : null,
    dispersion,
  };
}

function verdictOf({ low, high }: { low: number; high: number }, worth: number): ImpactVerdict {
  if (worth < LEAST_COUNTS) return 'too_little_data';
  if (low > 1) return 'worse';
  return high < 1 ? 'better' : 'no_difference';
}
