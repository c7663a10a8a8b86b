import { betaDistribution, betaQuantile } from './beta';
import { LEAST_COUNTS, rateRatio } from './rateRatio';

describe('the beta distribution', () => {
  test.each([
    // Of integers it is a sum of binomial probabilities: P(at least a of a + b - 1 coins show heads).
    [0.5, 1, 1, 0.5],
    [0.5, 3, 3, 0.5],
    [0.25, 2, 1, 0.0625],
    [0.25, 1, 2, 0.4375],
    [0.5, 8, 3, 56 / 1024],
    [0, 2, 2, 0],
    [1, 2, 2, 1],
  ])('at %d for (%d, %d) is %d', (x, a, b, expected) => {
    expect(betaDistribution(x, a, b)).toBeCloseTo(expected, 12);
  });

  test('is turned round by its quantiles, for counts of millions too', () => {
    for (const [a, b] of [
      [0.5, 0.7],
      [8, 33],
      [1e6, 2e5],
      [1e5, 3],
    ] as const)
      for (const p of [0.025, 0.5, 0.975]) expect(betaDistribution(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 8);
  });
});

describe('two rates', () => {
  test('have the exact interval of their ratio', () => {
    // Clopper and Pearson of 20 of 30 are 0.4719 and 0.8271.
    const { ratio, interval } = rateRatio([10], [20]);
    expect(ratio).toBe(2);
    expect(interval.low).toBeCloseTo(0.8935, 4);
    expect(interval.high).toBeCloseTo(4.7846, 4);
  });

  test('turned round have the ratio turned round', () => {
    const there = rateRatio([3, 4, 2], [9, 12, 8]);
    const back = rateRatio([9, 12, 8], [3, 4, 2]);
    expect(back.interval.low).toBeCloseTo(1 / there.interval.high, 9);
    expect(back.interval.high).toBeCloseTo(1 / there.interval.low, 9);
  });

  test('of which one is nothing have a bound on one side', () => {
    expect(rateRatio([0, 0], [4, 4])).toMatchObject({ ratio: Infinity, interval: { high: Infinity } });
    expect(rateRatio([0, 0], [4, 4]).interval.low).toBeCloseTo(0.025 ** (1 / 8) / (1 - 0.025 ** (1 / 8)), 9);
    expect(rateRatio([4, 4], [0, 0])).toMatchObject({ ratio: 0, interval: { low: 0 } });
    expect(rateRatio([0], [0])).toMatchObject({ ratio: NaN, interval: { low: 0, high: Infinity }, worth: 0 });
  });

  test('differ from the least number of counts on, where all are on one side', () => {
    expect(rateRatio([0], [LEAST_COUNTS]).interval.low).toBeGreaterThan(1);
    expect(rateRatio([0], [LEAST_COUNTS - 1]).interval.low).toBeLessThan(1);
  });

  test('a burst is worth hardly more than one event', () => {
    const quiet = Array.from({ length: 12 }, () => 1);
    const burst = quiet.map((count, piece) => (piece === 3 ? 600 : count));
    const { interval, dispersion, worth } = rateRatio(quiet, burst);
    expect(dispersion).toBeGreaterThan(100);
    expect(worth).toBeLessThan(LEAST_COUNTS);
    expect(interval.low).toBeLessThan(1);
    // The same number, spread over the whole time, is another thing.
    expect(
      rateRatio(
        quiet,
        quiet.map(() => 50),
      ).interval.low,
    ).toBeGreaterThan(20);
  });

  test.each([
    [1, 1],
    [10, 1],
    [1, 5],
    [3, 20],
    [0.2, 50],
  ])('of one rate, %d bursts a piece of %d on average, are told apart in at most 5 of 100 cases', (bursts, size) => {
    const draw = generator(bursts * 1000 + size);
    const piece = (): number => {
      let events = 0;
      for (let n = poisson(draw, bursts); n > 0; n--) events += 1 + (size > 1 ? poisson(draw, size - 1) : 0);
      return events;
    };
    const stretch = () => Array.from({ length: 12 }, piece);
    const runs = 400;
    let apart = 0;
    for (let run = 0; run < runs; run++) {
      const { interval, worth } = rateRatio(stretch(), stretch());
      if (worth >= LEAST_COUNTS && (interval.low > 1 || interval.high < 1)) apart++;
    }
    expect(apart / runs).toBeLessThan(0.07);
  });
});

/** The same numbers in each run of the test. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function poisson(draw: () => number, mean: number): number {
  const limit = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > limit; count++) product *= draw();
  return count;
}
