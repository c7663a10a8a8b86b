import fc from 'fast-check';
import { baselineOf, features, featuresOf } from './features';
import { fitLogistic, probabilityOf } from './logistic';
import { averagePrecision, brierOf, gainInterval, rankBy } from './measures';
import type { PastRun } from './model';
import { predict } from './predict';
import { corpusOf } from './testing/corpus';
import { finish, randomOf } from './testing/drive';
import { train } from './train';

jest.setTimeout(60_000);

const run = (n: number, more: Partial<PastRun> = {}): PastRun => ({
  id: `run-${n}`,
  pipeline: 'ci',
  branch: 'main',
  isDefaultBranch: true,
  author: 'person-1',
  event: 'push',
  attempt: 1,
  queuedAt: n * 1000,
  endedAt: n * 1000 + 500,
  failed: false,
  files: null,
  ...more,
});
const named = (row: readonly number[]) => Object.fromEntries(features.map(({ name }, at) => [name, row[at]]));

describe('features', () => {
  test('tell what had ended when the run was queued', () => {
    const before = [
      run(1, { failed: true }),
      run(2, { failed: true }),
      run(3, { branch: 'feature/cart', author: 'person-2' }),
      // Queued before it, and over after: not known yet.
      run(4, { endedAt: 9999 }),
      // Cancelled: neither.
      run(4, { failed: null }),
    ];
    expect(named(featuresOf(run(5, { attempt: 2, files: 3, event: 'pull_request' }), before))).toMatchObject({
      previous_failed: 1,
      previous_known: 1,
      streak: Math.log(3),
      recent_rate: 2 / 3,
      pipeline_rate: expect.closeTo(Math.log(3 / 2), 9) as number,
      default_branch: 1,
      of_change: 1,
      again: 1,
      files: Math.log(4),
      files_known: 1,
    });
    expect(named(featuresOf(run(5, { branch: 'feature/cart' }), before))).toMatchObject({
      previous_failed: 0,
      streak: 0,
    });
    expect(named(featuresOf(run(5, { branch: 'new' }), before))).toMatchObject({ previous_known: 0 });
  });

  test('are finite for a run of which nothing is known', () => {
    expect(featuresOf(run(0, { branch: null, author: null, event: null }), []).every(Number.isFinite)).toBe(true);
    expect(featuresOf(run(0), [])).toHaveLength(features.length);
  });

  test('never hold anything of runs that ended after the run was queued: no leak', () => {
    const history = fc.array(
      fc.record({
        queued: fc.nat(1000),
        took: fc.nat(1000),
        failed: fc.constantFrom(true, false, null),
        branch: fc.constantFrom('main', 'feature/cart'),
        author: fc.constantFrom('a', 'b'),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(
        history,
        fc.array(fc.constantFrom(true, false, null), { minLength: 40, maxLength: 40 }),
        (told, other) => {
          const before = told
            .map(({ queued, took, ...more }, n) => run(n, { ...more, queuedAt: queued, endedAt: queued + took }))
            .sort((a, b) => a.queuedAt - b.queuedAt);
          const target = run(99, { queuedAt: 1000 });
          // How everything ends that ends later is told otherwise, or not at all.
          const changed = before.map((one, n) =>
            (one.endedAt ?? 0) > target.queuedAt
              ? { ...one, failed: other[n] ?? null, endedAt: n % 2 ? null : 5000 }
              : one,
          );
          expect(featuresOf(target, changed)).toEqual(featuresOf(target, before));
          expect(baselineOf(target, changed)).toBe(baselineOf(target, before));
          // Nor does its own end.
          expect(featuresOf({ ...target, failed: true, endedAt: 7 }, before)).toEqual(featuresOf(target, before));
        },
      ),
    );
  });
});

describe('logistic regression', () => {
  test('finds the weights that made the data', () => {
    const random = randomOf(7);
    const rows = Array.from({ length: 20_000 }, () => [random() * 2 - 1, random() * 10]);
    const failed = rows.map(([a = 0, b = 0]) => random() < 1 / (1 + Math.exp(-(1 + 2 * a - 0.4 * b))));
    const model = finish(fitLogistic(rows, failed));
    const slope = (at: number) => (model.weights[at] ?? 0) / (model.deviations[at] ?? 1);
    expect(slope(0)).toBeCloseTo(2, 0);
    expect(slope(1)).toBeCloseTo(-0.4, 1);
    expect(probabilityOf(model, [0.5, 2])).toBeCloseTo(1 / (1 + Math.exp(-1.2)), 1);
  });

  test('stays finite where classes can be told apart, and where a feature says nothing', () => {
    const rows = Array.from({ length: 100 }, (_, n) => [n, 5]);
    const model = finish(
      fitLogistic(
        rows,
        rows.map(([n = 0]) => n >= 50),
      ),
    );
    expect([...model.weights, model.intercept].every(Number.isFinite)).toBe(true);
    expect(model.weights[1]).toBeCloseTo(0, 9);
    expect(probabilityOf(model, [90, 5])).toBeGreaterThan(0.95);
  });

  test('predicts the rate where features say nothing, as maximum likelihood does', () => {
    const model = finish(
      fitLogistic(
        Array.from({ length: 100 }, () => [1]),
        Array.from({ length: 100 }, (_, n) => n < 23),
      ),
    );
    expect(probabilityOf(model, [1])).toBeCloseTo(0.23, 6);
  });
});

describe('measures', () => {
  const of = (scores: number[], hits: number[]) => averagePrecision(rankBy(scores, hits.map(Boolean)));

  test.each([
    // sklearn.metrics.average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    [[0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], 5 / 6],
    [[0.9, 0.8, 0.1], [1, 1, 0], 1],
    // Of one score: the share of hits, in whatever order they are given.
    [[1, 1, 1, 1], [1, 0, 0, 0], 0.25],
    [[1, 1, 0, 0], [0, 1, 1, 0], 0.5],
    [[0.5], [0], null],
  ])('average precision of %j for %j is %s', (scores, hits, expected) => {
    const found = of(scores, hits);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(expected, 12);
  });

  test('a time counts as often as it is said to', () => {
    const [scores, hits] = [
      [0.9, 0.5, 0.1],
      [true, false, true],
    ];
    expect(averagePrecision(rankBy(scores, hits), [2, 1, 1])).toBeCloseTo(
      averagePrecision(rankBy([0.9, 0.9, 0.5, 0.1], [true, true, false, true])) ?? NaN,
      12,
    );
  });

  test('the error of probabilities', () => {
    expect(brierOf([1, 0.5], [true, false])).toBe(0.125);
  });

  test('nothing gained is within the interval, and the same each time', () => {
    const random = randomOf(1);
    const hits = Array.from({ length: 500 }, () => random() < 0.3);
    const one = rankBy(
      hits.map(() => random()),
      hits,
    );
    const other = rankBy(
      hits.map(() => random()),
      hits,
    );
    const gain = finish(gainInterval(one, other));
    expect(gain?.low).toBeLessThan(0);
    expect(gain?.high).toBeGreaterThan(0);
    expect(finish(gainInterval(one, other))).toEqual(gain);
    expect(finish(gainInterval(rankBy(hits.map(Number), hits), other))?.low).toBeGreaterThan(0.4);
  });
});

describe('training', () => {
  test('is shown where history predicts, better than the run before', () => {
    const runs = corpusOf('history', 4000, randomOf(3));
    const { model, report } = finish(train(runs));
    expect(report).toMatchObject({ runs: 4000, testRuns: 1200, doubt: null });
    expect(report.prAuc ?? 0).toBeGreaterThan((report.baselinePrAuc ?? 1) + 0.05);
    expect(report.brier ?? 1).toBeLessThan(report.brierOfRate ?? 0);
    if (!model) throw new Error('no model');
    const last = runs.at(-1);
    if (!last) throw new Error('no run');
    const { probability, reasons } = predict(model, last, []);
    expect(probability).toBeGreaterThan(0);
    expect(probability).toBeLessThan(1);
    expect(reasons.length).toBeLessThanOrEqual(3);
  });

  test.each([1, 2, 3, 4, 5])('is not shown of noise (%d)', (seed) => {
    const { model, report } = finish(train(corpusOf('noise', 4000, randomOf(seed))));
    expect(model).toBeNull();
    expect(report.doubt).toBe('no_better');
  });

  test('is not shown of few runs, or of runs that hardly fail', () => {
    expect(finish(train([]))).toMatchObject({ model: null, report: { runs: 0, splitAt: null, doubt: 'too_few' } });
    expect(finish(train(corpusOf('history', 400, randomOf(1)))).report.doubt).toBe('too_few');
    const green = corpusOf('history', 2000, randomOf(1)).map((one, n) => ({ ...one, failed: n % 100 === 0 }));
    expect(finish(train(green)).report.doubt).toBe('too_few');
  });

  test('splits by time, and trains on nothing that had not ended at the split', () => {
    const runs = corpusOf('history', 1000, randomOf(5));
    const { report } = finish(train(runs));
    const splitAt = Date.parse(report.splitAt ?? '');
    expect(report.testRuns).toBe(runs.filter(({ queuedAt }) => queuedAt >= splitAt).length);
    expect(report.trainRuns).toBe(
      runs.filter(({ queuedAt, endedAt }) => queuedAt < splitAt && (endedAt ?? 0) <= splitAt).length,
    );
    expect(report.trainRuns).toBeLessThan(700);
  });

  test('does not depend on the order in which runs are given', () => {
    const runs = corpusOf('history', 1000, randomOf(6));
    expect(finish(train([...runs].reverse()))).toEqual(finish(train(runs)));
  });
});
