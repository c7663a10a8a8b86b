import { cache, looksLikeInstallation } from './cache';
import { flaky, type FailedTries } from './flaky';
import type { PipelineSample, SampledJob } from './model';
import { parallelism, type Queued } from './parallelism';
import { median, quantile } from './quantile';
import { rank } from './rank';
import { failureBound, type JobHistory, skip } from './skip';
import { split } from './split';
import { type OvertakenRun, superseded, wastedOf } from './superseded';

const SECOND = 1000;
const MINUTE = 60_000;
const of = { repository: 'demo/shop', pipeline: 'ci' };
const many = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));

const job = (name: string, ready: number, start: number, end: number, more: Partial<SampledJob> = {}): SampledJob => ({
  id: name,
  name,
  ready: ready * SECOND,
  start: start * SECOND,
  end: end * SECOND,
  steps: [],
  pricePerMs: null,
  ...more,
});
const sample = (runs: number, jobs: (index: number) => SampledJob[], runsInPeriod = 100): PipelineSample => ({
  ...of,
  runsInPeriod,
  runs: many(runs, (index) => ({ id: `run-${index}`, jobs: jobs(index) })),
});

test('quantiles lie between their neighbours', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([0, 10], 0.1)).toBe(1);
  expect(median([])).toBe(0);
});

describe('split', () => {
  // Build, then tests and lint beside each other.
  const jobs = (index: number) => [job('build', 0, 0, 60), job('test', 60, 60, 360 + index), job('lint', 60, 60, 90)];

  test('names the job that runs wait for, and what half of it would save, in the middle of the runs', () => {
    expect(split(sample(11, jobs))).toMatchObject({
      kind: 'split',
      ...of,
      job: 'test',
      saves: 'wait',
      perRunMs: 152.5 * SECOND,
      savesMs: 15_250 * SECOND,
      savesMoney: null,
      n: 11,
    });
  });

  test.each([
    ['fewer than ten runs', sample(9, jobs)],
    ['too little', sample(20, () => [job('a', 0, 0, 50)])],
    ['too little of a run', sample(20, () => many(40, (n) => job(`j${n}`, n * 70, n * 70, n * 70 + 70)))],
    ['runs without jobs', sample(20, () => [])],
    // On the path in a third of the runs: the middle run is no shorter.
    [
      'a job that is seldom waited for',
      sample(12, (n) => [job('a', 0, 0, 300), job('b', 0, 0, 300), ...(n % 3 === 0 ? [job('c', 0, 0, 900)] : [])]),
    ],
  ])('says nothing of %s', (_what, given) => {
    expect(split(given)).toBeNull();
  });
});

describe('cache', () => {
  const installs = (seconds: (index: number) => number, name = 'Run npm ci') =>
    sample(20, (index) => [
      job('build', 0, 0, 100, { steps: [{ name, workedMs: seconds(index) * SECOND }], pricePerMs: 0.001 }),
    ]);

  test.each([
    ['Run npm ci', true],
    ['npm install --no-audit', true],
    ['Install dependencies', true],
    ['Install Python packages', true],
    ['pip install -r requirements.txt', true],
    ['bundle install', true],
    ['go mod download', true],
    ['sudo apt-get install jq', true],
    ['Run npm test', false],
    ['Install certificate', false],
    ['Run npm cisomething', false],
    ['Deploy', false],
  ])('"%s" looks like an installation: %s', (name, expected) => {
    expect(looksLikeInstallation(name)).toBe(expected);
  });

  test('names the step that takes long in every run, and says what that is inferred from', () => {
    const [found] = cache(installs((index) => 40 + (index % 3)));
    expect(found).toMatchObject({
      kind: 'cache',
      job: 'build',
      step: 'Run npm ci',
      saves: 'work',
      perRunMs: 20.5 * SECOND,
      savesMs: 2050 * SECOND,
      savesMoney: 2050,
      n: 20,
    });
    expect(found?.assumptions[0]).toContain("the step's name");
  });

  test.each([
    ['a short one', installs(() => 5)],
    ['one that a cache makes quick in some runs', installs((index) => (index % 5 === 0 ? 5 : 60))],
    [
      'a small share of its job',
      sample(20, () => [job('b', 0, 0, 900, { steps: [{ name: 'npm ci', workedMs: 30_000 }] })]),
    ],
    ['another step', installs(() => 60, 'Run npm test')],
    ['few runs', { ...installs(() => 60), runs: installs(() => 60).runs.slice(0, 9) }],
  ])('says nothing of %s', (_what, given) => {
    expect(cache(given)).toEqual([]);
  });
});

describe('skip', () => {
  const history: JobHistory = {
    ...of,
    job: 'browser matrix',
    n: 400,
    failures: 0,
    medianMs: 5 * MINUTE,
    totalMs: 2000 * MINUTE,
    money: 50,
  };

  test('bounds the chance of a failure that never came by the rule of three', () => {
    expect(failureBound(300)).toBeCloseTo(0.00994, 5);
    expect((1 - failureBound(300)) ** 300).toBeCloseTo(0.05, 10);
  });

  test('names a long job that never failed, with the bound', () => {
    const found = skip(history);
    expect(found).toMatchObject({ kind: 'skip', job: 'browser matrix', savesMs: 1600 * MINUTE, savesMoney: 40 });
    expect(found?.evidence[1]).toEqual({
      label: 'chance that one fails, at most (95 %)',
      value: failureBound(400),
      unit: 'ratio',
    });
  });

  test.each([
    ['one that failed once', { failures: 1 }],
    ['too few tries', { n: 199 }],
    ['a short one', { medianMs: 30 * SECOND }],
    ['one that does something', { job: 'deploy to staging' }],
    ['one that others need', { job: 'Build image' }],
  ])('says nothing of %s', (_what, more) => {
    expect(skip({ ...history, ...more })).toBeNull();
  });
});

describe('flaky', () => {
  const tries: FailedTries = {
    ...of,
    job: 'test',
    failures: 10,
    flaky: 4,
    flakyMs: 40 * MINUTE,
    flakyMoney: null,
    runIds: ['a'],
  };

  test('says what tries cost that were for nothing', () => {
    expect(flaky(tries)).toMatchObject({
      kind: 'flaky',
      job: 'test',
      savesMs: 40 * MINUTE,
      savesMoney: null,
      n: 4,
      runIds: ['a'],
    });
    expect(flaky(tries)?.evidence[1]?.value).toBe(0.4);
  });

  test.each([
    ['two tries', { flaky: 2 }],
    ['nine minutes', { flakyMs: 9 * MINUTE }],
  ])('says nothing of %s', (_what, more) => {
    expect(flaky({ ...tries, ...more })).toBeNull();
  });
});

describe('superseded', () => {
  const run = (n: number, more: Partial<OvertakenRun> = {}): OvertakenRun => ({
    ...of,
    id: `run-${n}`,
    overtakenAt: 5 * MINUTE,
    jobs: [
      { start: 0, end: 4 * MINUTE, pricePerMs: 0.001 },
      { start: 4 * MINUTE, end: 8 * MINUTE, pricePerMs: 0.001 },
      { start: 6 * MINUTE, end: 7 * MINUTE, pricePerMs: 0.001 },
    ],
    ...more,
  });

  test('counts what was worked after a newer commit came', () => {
    expect(wastedOf(run(1))).toBe(4 * MINUTE);
    expect(superseded(many(5, run))).toMatchObject([
      { kind: 'superseded', ...of, savesMs: 20 * MINUTE, savesMoney: 1200, n: 5, runIds: ['run-0', 'run-1', 'run-2'] },
    ]);
  });

  test.each([
    ['four runs', many(4, run)],
    ['runs that had ended', many(9, (n) => run(n, { overtakenAt: 9 * MINUTE }))],
    ['seconds', many(9, (n) => run(n, { jobs: [{ start: 0, end: 6 * MINUTE, pricePerMs: null }] }))],
    ['several pipelines with a few each', many(8, (n) => run(n, { pipeline: n % 2 ? 'ci' : 'lint' }))],
  ])('says nothing of %s', (_what, given) => {
    expect(superseded(given)).toEqual([]);
  });

  test('knows no money where a price is missing', () => {
    const jobs = [{ start: 0, end: 30 * MINUTE, pricePerMs: null }];
    expect(superseded(many(5, (n) => run(n, { jobs })))).toMatchObject([{ savesMoney: null }]);
  });
});

describe('parallelism', () => {
  /** A queue of jobs of ten minutes that become ready together, for so many runners. */
  const burst = (at: number, jobs: number, runners: number): Queued[] =>
    many(jobs, (n) => {
      const start = at + Math.floor(n / runners) * 10 * MINUTE;
      return { ready: at + n, start: Math.max(start, at + n), end: start + 10 * MINUTE };
    });
  const alone = (n: number): Queued => {
    const at = (1000 + n * 20) * MINUTE;
    return { ready: at, start: at + 2 * SECOND, end: at + 10 * MINUTE };
  };

  test('sees jobs wait for busy runners, and not when there is room', () => {
    const found = parallelism(
      ['linux'],
      [...many(10, (n) => burst(n * 100 * MINUTE, 16, 4)).flat(), ...many(50, alone)],
    );
    expect(found).toMatchObject({ kind: 'parallelism', labels: ['linux'], saves: 'wait', savesMoney: null });
    expect(found?.evidence).toContainEqual({ label: 'jobs at once, at most', value: 4, unit: 'count' });
    expect(found?.savesMs).toBeGreaterThan(10 * 4 * 60 * MINUTE - 40 * MINUTE);
  });

  test.each([
    ['few jobs', burst(0, 50, 2)],
    [
      'waits that are as long when nothing goes on',
      many(200, (n) => ({ ready: n * MINUTE, start: n * MINUTE + 60 * SECOND, end: n * MINUTE + 70 * SECOND })),
    ],
    [
      'short waits',
      many(200, (n) => ({ ready: n * MINUTE, start: n * MINUTE + SECOND, end: n * MINUTE + 30 * MINUTE })),
    ],
    ['one runner', burst(0, 150, 1).map((one) => ({ ...one, ready: one.start }))],
  ])('says nothing of %s', (_what, given) => {
    expect(parallelism(['linux'], given)).toBeNull();
  });
});

test('what saves most comes first', () => {
  const small = flaky({ ...of, job: 'a', failures: 3, flaky: 3, flakyMs: 11 * MINUTE, flakyMoney: null, runIds: [] });
  const large = flaky({ ...of, job: 'b', failures: 3, flaky: 3, flakyMs: 12 * MINUTE, flakyMoney: null, runIds: [] });
  if (!small || !large) throw new Error('nothing found');
  expect(rank([small, large]).map((found) => found.job)).toEqual(['b', 'a']);
});
