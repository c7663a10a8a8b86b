import { betaQuantile } from './beta';
import type { Interval } from './interval';

/** Fewer than this show nothing, however they fall: 5 of 5 happen by chance in one of 16 cases, and 95 % is one of 20. */
export const LEAST_COUNTS = 6;

export interface RateRatio {
  /** Second rate by the first; infinite where the first is 0, NaN where both are. */
  ratio: number;
  /** Of the ratio, at 95 % unless another was asked for; `high` may be infinite. */
  interval: Interval;
  /** How many times as much as those of a Poisson process the counts vary; at least 1. */
  dispersion: number;
  /** So many independent events the counts are worth. */
  worth: number;
}

/**
 * Compares the rates of events in two equally long stretches of time, each given as counts of equally long pieces of it.
 *
 * Given their sum, the second of two Poisson counts of one rate is binomial (J. Przyborowski and H. Wilenski, Homogeneity of results in testing
 * samples from Poisson series, Biometrika 31, 1940), so the exact interval of a proportion (C. J. Clopper and E. S. Pearson, 1934) is one of their
 * ratio. Errors come in bursts, though, one failure many events; the counts are therefore divided by how much more than a Poisson process they vary
 * within the stretches: Pearson's statistic by its degrees of freedom (P. McCullagh and J. A. Nelder, Generalized Linear Models, 1989, section
 * 4.5), as E. L. Korn and B. I. Graubard divide a sample by its design effect (Survey Methodology 24, 1998).
 */
export function rateRatio(before: readonly number[], after: readonly number[], confidence = 0.95): RateRatio {
  const tail = (1 - confidence) / 2;
  const [first, second] = [sum(before), sum(after)];
  const dispersion = dispersionOf([before, after]);
  const [a, b] = [first / dispersion, second / dispersion];
  // A proportion p of all in the second stretch is a ratio of p / (1 - p).
  const low = b === 0 ? 0 : betaQuantile(tail, b, a + 1);
  const high = a === 0 ? 1 : betaQuantile(1 - tail, b + 1, a);
  return {
    ratio: second / first,
    interval: { low: low / (1 - low), high: high >= 1 ? Infinity : high / (1 - high) },
    dispersion,
    worth: a + b,
  };
}

/** Pearson's statistic of counts in pieces, each stretch with a mean of its own, by its degrees of freedom; 1 where that is less. */
function dispersionOf(stretches: readonly (readonly number[])[]): number {
  let statistic = 0;
  let freedom = 0;
  for (const counts of stretches) {
    const mean = sum(counts) / counts.length;
    if (!(mean > 0)) continue;
    freedom += counts.length - 1;
    for (const count of counts) statistic += (count - mean) ** 2 / mean;
  }
  return freedom === 0 ? 1 : Math.max(1, statistic / freedom);
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
