import fc from 'fast-check';
import { latestShift, LEAST_RUNS } from '.';
import { likeliestSplit } from '../statistics/changePoint';

/** A generator of its own seed: the same series in every run of this test (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const normal = (next: () => number): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

const MINUTE = 60_000;
/** Runs of ten minutes that vary by a tenth or so, as levels say how many times as long. */
const series = (next: () => number, levels: readonly (readonly [runs: number, times: number])[], spread = 0.1) =>
  levels.flatMap(([runs, times]) =>
    Array.from({ length: runs }, () => 10 * MINUTE * times * Math.exp(spread * normal(next))),
  );

describe('the likeliest split', () => {
  test('is where two levels meet, however few values', () => {
    expect(likeliestSplit([1, 2, 3, 11, 12, 13], 3)).toMatchObject({ at: 3 });
    expect(likeliestSplit([1, 2, 3, 11, 12], 3)).toBeNull();
    expect(likeliestSplit([7, 7, 7, 7, 7, 7], 2)?.p).toBe(1);
  });

  test('is as likely as the test says: 8 of 32 that are all greater', () => {
    const values = [
      ...Array.from({ length: 24 }, (_, n) => (n * 7) % 24),
      ...Array.from({ length: 8 }, (_, n) => 100 + ((n * 3) % 8)),
    ];
    // U differs from its mean by 96 less the half, with a variance of 8 · 24 · 33 / 12; of 17 splits.
    const z = 95.5 / Math.sqrt(528);
    expect(z).toBeCloseTo(4.1561, 4);
    expect(likeliestSplit(values, 8)?.p).toBeCloseTo(17 * 2 * 1.6188e-5, 6);
  });
});

describe('a shift of durations', () => {
  test('is found where it is, with both levels', () => {
    const found = latestShift(
      series(random(1), [
        [60, 1],
        [20, 1.38],
      ]),
    );
    expect(found?.at).toBeGreaterThanOrEqual(59);
    expect(found?.at).toBeLessThanOrEqual(61);
    expect((found?.afterMs ?? 0) / (found?.beforeMs ?? 1)).toBeCloseTo(1.38, 1);
    expect([found?.beforeRuns, found?.afterRuns]).toEqual([found?.at, 80 - (found?.at ?? 0)]);
  });

  test.each<[string, readonly (readonly [number, number])[], number | null]>([
    [
      'shorter runs too',
      [
        [60, 1],
        [20, 0.7],
      ],
      60,
    ],
    [
      'of two the later',
      [
        [50, 1],
        [50, 1.5],
        [40, 1.2],
      ],
      100,
    ],
    [
      'one that went back as well',
      [
        [90, 1],
        [20, 1.6],
        [90, 1],
      ],
      110,
    ],
    [
      'compared with the level just before',
      [
        [60, 2],
        [40, 1],
        [30, 1.4],
      ],
      100,
    ],
    [
      'not what only some runs did',
      [
        [60, 1],
        [LEAST_RUNS / 2, 2],
      ],
      null,
    ],
    [
      'not what nobody notices',
      [
        [100, 1],
        [100, 1.06],
      ],
      null,
    ],
    [
      'not out of too few',
      [
        [7, 1],
        [8, 2],
      ],
      null,
    ],
    ['nothing out of nothing', [], null],
  ])('%s', (_what, levels, at) => {
    const found = latestShift(series(random(7), levels, 0.08));
    if (at === null) expect(found).toBeNull();
    else expect(Math.abs((found?.at ?? -99) - at)).toBeLessThanOrEqual(3);
  });

  test('of short runs, seconds are not told', () => {
    expect(latestShift([...new Array<number>(30).fill(20_000), ...new Array<number>(30).fill(30_000)])).toBeNull();
    expect(latestShift([...new Array<number>(30).fill(20_000), ...new Array<number>(30).fill(36_000)])?.at).toBe(30);
  });

  test('a place is told in the whole series, of which the last 200 runs are looked at', () => {
    const found = latestShift(
      series(random(3), [
        [400, 1],
        [50, 1.5],
      ]),
    );
    expect(Math.abs((found?.at ?? 0) - 400)).toBeLessThanOrEqual(2);
    expect(
      latestShift(
        series(random(3), [
          [50, 1],
          [250, 1.5],
        ]),
      ),
    ).toBeNull();
  });

  test('is rarely seen where nothing changed: in at most 1 % of 2,000 series, with outliers and with wide spreads', () => {
    const next = random(20261122);
    let alarms = 0;
    for (let n = 0; n < 2_000; n++) {
      const runs = 30 + Math.floor(next() * 170);
      const steady = series(next, [[runs, 1]], 0.05 + 0.4 * next());
      if (latestShift(steady.map((ms) => (next() < 0.05 ? ms * 4 : ms))) !== null) alarms += 1;
    }
    expect(alarms).toBeLessThanOrEqual(20);
  });

  test('is rarely missed where there is one: half as long again, after ten runs, in at least 95 % of 500 series', () => {
    const next = random(42);
    let found = 0;
    for (let n = 0; n < 500; n++) {
      const shift = latestShift(
        series(next, [
          [80, 1],
          [10, 1.5],
        ]),
      );
      if (shift !== null && Math.abs(shift.at - 80) <= 2) found += 1;
    }
    expect(found).toBeGreaterThanOrEqual(475);
  });

  test('holds what it says of any series', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 260 }), (durations) => {
        const shift = latestShift(durations);
        if (shift === null) return;
        expect(shift.afterRuns).toBe(durations.length - shift.at);
        expect(Math.min(shift.afterRuns, shift.beforeRuns)).toBeGreaterThanOrEqual(LEAST_RUNS);
        expect(Math.abs(shift.afterMs - shift.beforeMs)).toBeGreaterThanOrEqual(Math.max(15_000, 0.1 * shift.beforeMs));
      }),
    );
  });
});
