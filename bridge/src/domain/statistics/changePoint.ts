/** Where a series changed its level. */
export interface Split {
  /** The first value of the new level. */
  at: number;
  /** At most so likely where nothing changed. */
  p: number;
}

/**
 * The likeliest place at which a series changed its level, with how likely a change so clear is by chance; null where it is too short.
 *
 * Each split is asked by the Wilcoxon–Mann–Whitney test whether one side is greater than the other (H. B. Mann and D. R. Whitney, "On a test of whether one of two
 * random variables is stochastically larger than the other", Annals of Mathematical Statistics 18, 1947), and the clearest is taken, as in D. M. Hawkins and
 * Q. Deng, "A nonparametric change-point control chart", Journal of Quality Technology 42, 2010. It looks at ranks alone: outliers, and whether times or their logarithms are compared, make
 * no difference. That the clearest of many was taken is paid for by as many times its probability (Bonferroni): too careful, as neighbouring splits say much the same.
 *
 * @param values in their order
 * @param least values on each side
 */
export function likeliestSplit(values: readonly number[], least: number): Split | null {
  const n = values.length;
  const splits = n - 2 * least + 1;
  if (splits < 1) return null;
  const { ranks, ties } = ranked(values);
  const spread = ((n + 1) / 12) * (1 - ties / (n ** 3 - n));
  const best = { at: least, z: 0 };
  let sum = 0;
  for (let k = 1; k <= n - least; k++) {
    sum += ranks[k - 1] ?? 0;
    if (k < least) continue;
    const deviation = Math.max(0, Math.abs(sum - (k * (n + 1)) / 2) - 0.5);
    const z = spread <= 0 ? 0 : deviation / Math.sqrt(k * (n - k) * spread);
    if (z > best.z) Object.assign(best, { at: k, z });
  }
  return { at: best.at, p: Math.min(1, splits * 2 * normalTail(best.z)) };
}

/** Ranks from 1, equal values sharing theirs, and the sum of t³ − t over groups of t equal ones. */
function ranked(values: readonly number[]): { ranks: number[]; ties: number } {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length).fill(0);
  let ties = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && order[to]?.value === order[from]?.value) to++;
    for (let place = from; place < to; place++) ranks[order[place]?.index ?? 0] = (from + to + 1) / 2;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { ranks, ties };
}

/**
 * P(Z > z) of the standard normal distribution for z ≥ 0, to 1.2 parts in ten million (W. H. Press et al., "Numerical Recipes in C", 2nd edition, 1992, section 6.2: erfc by a Chebyshev fit,
 * whose error is relative: it holds far out in the tail).
 */
function normalTail(z: number): number {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const fit = coefficients.reduceRight((sum, coefficient) => coefficient + t * sum, 0);
  return (t * Math.exp(-x * x + fit)) / 2;
}
const coefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
] as const;
