/** 95 % of a normal distribution lie within so many standard deviations. */
const Z = 1.959964;

export interface Interval {
  low: number;
  high: number;
}

/**
 * Wilson's score interval of a proportion (E. B. Wilson, 1927): it stays within 0 and 1 and holds for few observations.
 *
 * @returns null without observations
 */
export function rateInterval(hits: number, n: number): Interval | null {
  if (n === 0) return null;
  const ratio = hits / n;
  const scale = 1 + Z ** 2 / n;
  const middle = (ratio + Z ** 2 / (2 * n)) / scale;
  const half = (Z / scale) * Math.sqrt((ratio * (1 - ratio)) / n + Z ** 2 / (4 * n ** 2));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Byar's approximation to the exact interval of a Poisson count (Breslow and Day, 1987, volume II, page 69). */
export function countInterval(count: number): Interval {
  const bound = (n: number, sign: 1 | -1): number => n * (1 - 1 / (9 * n) + (sign * Z) / (3 * Math.sqrt(n))) ** 3;
  return { low: count === 0 ? 0 : Math.max(0, bound(count, -1)), high: bound(count + 1, 1) };
}

/** Beyond this 0.5 ** n is no number any more, and the normal distribution is as good. */
const EXACT_UP_TO = 1000;

/**
 * Which of the ordered observations bound the median: ranks of the binomial distribution, so that nothing is assumed of the observations'
 * own (Conover, Practical Nonparametric Statistics, section 3.2).
 *
 * @returns ranks from 1; null for fewer than 6 observations, which cannot bound it at 95 %
 */
export function medianRanks(n: number): Interval | null {
  if (n < 6) return null;
  const low = n <= EXACT_UP_TO ? exactRank(n) : Math.floor(n / 2 - (Z * Math.sqrt(n)) / 2);
  return { low, high: n + 1 - low };
}

/** The highest rank that the median of 95 % of all samples is not below, half of what is left out on each side. */
function exactRank(n: number): number {
  let probability = 0.5 ** n;
  let below = 0;
  let rank = 0;
  while (below + probability <= 0.025) {
    below += probability;
    probability = (probability * (n - rank)) / (rank + 1);
    rank++;
  }
  return rank;
}
