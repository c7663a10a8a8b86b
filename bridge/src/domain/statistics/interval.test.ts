import { countInterval, medianRanks, rateInterval } from './interval';

describe('intervals', () => {
  test('of a rate are those of Wilson', () => {
    // statsmodels.stats.proportion.proportion_confint(8, 40, method='wilson')
    expect(rateInterval(8, 40)?.low).toBeCloseTo(0.104999897, 6);
    expect(rateInterval(8, 40)?.high).toBeCloseTo(0.347573063, 6);
    expect(rateInterval(0, 0)).toBeNull();
    expect(rateInterval(0, 10)?.low).toBe(0);
    expect(rateInterval(10, 10)?.high).toBeCloseTo(1, 10);
  });

  test('of a count are close to the exact ones', () => {
    // scipy.stats.chi2.ppf(0.025, 20) / 2 and ppf(0.975, 22) / 2
    expect(countInterval(10).low).toBeCloseTo(4.795, 1);
    expect(countInterval(10).high).toBeCloseTo(18.39, 1);
    expect(countInterval(0)).toEqual({ low: 0, high: expect.closeTo(3.69, 1) as number });
  });

  test('of a median hold in at least 95 of 100 samples', () => {
    const binomial = (n: number, k: number): number => {
      let p = 0.5 ** n;
      let sum = 0;
      for (let i = 0; i <= k; i++) {
        sum += p;
        p = (p * (n - i)) / (i + 1);
      }
      return sum;
    };
    for (const n of [6, 7, 9, 10, 25, 100, 400, 1000, 1001]) {
      const ranks = medianRanks(n);
      if (!ranks) throw new Error(`no ranks for ${n}`);
      // The median lies between the observations of these ranks unless too few or too many of the sample are below it.
      const covered = binomial(n, ranks.high - 1) - binomial(n, ranks.low - 1);
      expect(covered).toBeGreaterThan(0.949);
    }
    expect(medianRanks(5)).toBeNull();
  });
});
