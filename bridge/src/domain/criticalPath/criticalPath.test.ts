import fc from 'fast-check';
import { criticalPathOf as pathOfOrder, orderOf, type Worked } from '.';
import { savedBy, slackOf } from './whatIf';

const SECOND = 1000;
const job = (id: string, ready: number, start: number, end: number): Worked => ({
  id,
  ready: ready * SECOND,
  start: start * SECOND,
  end: end * SECOND,
});

const criticalPathOf = (jobs: readonly Worked[], startedAt: number) => pathOfOrder(orderOf(jobs), startedAt);

// lint ends long before test; build and lint set test free; deploy follows test.
const four = [
  job('build', 0, 10, 100),
  job('lint', 0, 5, 40),
  job('test', 101, 110, 210),
  job('deploy', 211, 215, 230),
];

describe('the critical path', () => {
  test('goes back from the last end along what each waited for last', () => {
    expect(criticalPathOf(four, 0)?.path).toEqual([
      { id: 'build', waitedMs: 10_000, workedMs: 90_000 },
      { id: 'test', waitedMs: 10_000, workedMs: 100_000 },
      { id: 'deploy', waitedMs: 5_000, workedMs: 15_000 },
    ]);
  });

  test('says what half a job would save, the others holding it back where they do', () => {
    // Half of build ends at 55, after lint.
    expect(criticalPathOf(four, 0)?.savings).toEqual([
      { id: 'test', savesMs: 50_000 },
      { id: 'build', savesMs: 45_000 },
      { id: 'deploy', savesMs: 7_500 },
    ]);
    const late = [...four.filter(({ id }) => id !== 'lint'), job('lint', 0, 5, 95)];
    expect(criticalPathOf(late, 0)?.savings.find(({ id }) => id === 'build')).toEqual({ id: 'build', savesMs: 5_000 });
  });

  test('says how much longer each could have taken', () => {
    expect([...(criticalPathOf(four, 0)?.slackMs ?? [])].sort()).toEqual([
      ['build', 0],
      ['deploy', 0],
      ['lint', 60_000],
      ['test', 0],
    ]);
  });

  test('counts who works at once', () => {
    expect(criticalPathOf(four, 0)?.parallelism.most).toBe(2);
    expect(criticalPathOf([job('a', 0, 0, 10), job('b', 0, 0, 10)], 0)?.parallelism).toEqual({ mean: 2, most: 2 });
    expect(criticalPathOf([job('a', 0, 0, 10), job('b', 10, 20, 30)], 0)?.parallelism).toEqual({ mean: 1, most: 1 });
  });

  test('is nothing without jobs, and one job alone', () => {
    expect(criticalPathOf([], 0)).toBeNull();
    expect(criticalPathOf([job('a', 0, 3, 9)], 0)).toMatchObject({
      path: [{ id: 'a', waitedMs: 3_000, workedMs: 6_000 }],
      savings: [{ id: 'a', savesMs: 3_000 }],
    });
  });

  test('sees a wait for a runner where nothing else was waited for', () => {
    // b was ready at once, and waited for the runner of a.
    expect(criticalPathOf([job('a', 0, 0, 60), job('b', 0, 61, 90)], 0)?.path).toEqual([
      { id: 'b', waitedMs: 61_000, workedMs: 29_000 },
    ]);
  });
});

const jobs = fc
  .array(fc.tuple(fc.nat(300), fc.nat(60), fc.nat(200)), { minLength: 1, maxLength: 40 })
  .map((times) => times.map(([ready, wait, work], n) => job(`j${n}`, ready, ready + wait, ready + wait + work)));

describe('of any jobs', () => {
  const endOf = (all: readonly Worked[]): number => Math.max(...all.map(({ end }) => end));

  test('nothing is saved by changing nothing, nor more than what is left out, and never less than nothing', () => {
    fc.assert(
      fc.property(jobs, (all) => {
        const order = orderOf(all);
        for (const { id, start, end } of all) {
          expect(savedBy(order, id, 1)).toBeCloseTo(0, 6);
          const saved = savedBy(order, id, 0.5);
          expect(saved).toBeGreaterThanOrEqual(-1e-6);
          expect(saved).toBeLessThanOrEqual((end - start) / 2 + 1e-6);
        }
      }),
    );
  });

  test('a job that grows by its slack moves nothing, and by more moves the end', () => {
    fc.assert(
      fc.property(jobs, (all) => {
        const order = orderOf(all);
        const slack = slackOf(order);
        for (const { id, start, end } of all) {
          const work = end - start;
          const own = slack.get(id) ?? NaN;
          if (work === 0) continue;
          expect(savedBy(order, id, (work + own) / work)).toBeCloseTo(0, 3);
          expect(savedBy(order, id, (work + own + 5000) / work)).toBeCloseTo(-5000, 3);
        }
      }),
    );
  });

  test('only a job without slack can save, and what is on the path has none', () => {
    fc.assert(
      fc.property(jobs, (all) => {
        const found = criticalPathOf(all, 0);
        for (const { id } of found?.path ?? []) expect(found?.slackMs.get(id)).toBe(0);
        const order = orderOf(all);
        for (const { id } of all)
          if ((found?.slackMs.get(id) ?? 0) > 0) expect(savedBy(order, id, 0.5)).toBeCloseTo(0, 6);
        expect(found?.path.at(-1) && all.find(({ id }) => id === found.path.at(-1)?.id)?.end).toBe(endOf(all));
      }),
    );
  });
});
