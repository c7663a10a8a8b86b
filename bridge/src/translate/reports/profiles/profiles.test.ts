import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildProfile } from '@summit/contracts';
import fc from 'fast-check';
import { readReport, ReportError } from '../report';
import { MAX_UNITS, unitList } from './units';

/**
 * What the tools themselves wrote of small builds: Bazel 2.1.0, Gradle 4.4.1, Maven 3.8.7, npm 11.19, cargo 1.95. Left out of them: general information
 * and command lines of Bazel, Maven's downloads, styles and drawings of cargo's page.
 */
const sample = (name: string): string => readFileSync(path.join(__dirname, '../fixtures', name), 'utf8');

function profileOf(text: string): BuildProfile {
  const report = readReport(text);
  if (report.kind !== 'profile') throw new Error(`It is of ${report.kind}.`);
  return report;
}
const linesOf = ({ units }: BuildProfile): string[] =>
  units.map(({ name, kind, startMs, durationMs }) => `${kind}: ${name} | ${startMs ?? '?'} + ${durationMs} ms`);
const refusal = (text: string): string => {
  try {
    readReport(text);
  } catch (error) {
    if (error instanceof ReportError) return error.message;
  }
  return 'It was read.';
};

const kindsOf = ({ kinds }: BuildProfile): string[] =>
  kinds.map(({ kind, count, durationMs }) => `${count} ${kind}: ${durationMs} ms`);

describe('as the tools wrote them', () => {
  test("Bazel's profile: its actions and packages, and what was found in the cache", () => {
    const profile = profileOf(sample('bazel.profile.json'));
    expect(profile).toMatchObject({
      format: 'bazel-profile',
      tool: 'bazel',
      durationMs: 1853.517,
      startedAt: '2026-11-22T02:15:22.000Z',
      cache: { hits: 2, misses: 2 },
      unitCount: 10,
    });
    expect(linesOf(profile).slice(0, 3)).toEqual([
      'action: Executing genrule //:tax | 758.005 + 1038.619 ms',
      'action: Executing genrule //:site | 1802.142 + 42.455 ms',
      'action: Executing genrule //:prices | 715.011 + 32.027 ms',
    ]);
    expect(kindsOf(profile)).toEqual(['5 action: 1157.752 ms', '5 package: 34.679 ms']);
  });

  test("Bazel's events, which tell no times of actions before Bazel 6, but of the whole and of the cache", () => {
    expect(profileOf(sample('bazel.bep.json'))).toEqual({
      kind: 'profile',
      format: 'bazel-events',
      tool: 'bazel',
      durationMs: 1860,
      startedAt: '2026-11-22T02:15:22.958Z',
      cache: { hits: 2, misses: 2 },
      kinds: [],
      units: [],
      unitCount: 0,
    });
  });

  test("Gradle's profile: tasks by how they ended, configuration beside them", () => {
    const profile = profileOf(sample('gradle.profile.html'));
    expect(profile).toMatchObject({
      format: 'gradle-profile',
      durationMs: 5624,
      startedAt: '2026-11-22T02:15:34.000Z',
      cache: { hits: 1, misses: 5 },
    });
    expect(linesOf(profile).slice(0, 2)).toEqual([
      'task: :api:prepare | ? + 805 ms',
      'task: :cart:prepare | ? + 801 ms',
    ]);
    expect(kindsOf(profile)).toEqual([
      '5 task: 2806 ms',
      '3 configuration: 415 ms',
      '1 task up-to-date: 28 ms',
      '2 task skipped: 4 ms',
      '2 task did no work: 1 ms',
    ]);
  });

  test("Maven's output: modules, and goals where its lines have times", () => {
    const profile = profileOf(sample('maven.txt'));
    expect(profile).toMatchObject({ format: 'maven-log', durationMs: 12_935, startedAt: '2026-11-22T02:13:15.682Z' });
    expect(profile.cache).toBeUndefined();
    expect(linesOf(profile).slice(0, 3)).toEqual([
      'module: Shop :: cart | ? + 11967 ms',
      'goal: compiler:compile (default-compile) @ cart | 4957 + 3233 ms',
      'goal: surefire:test (default-test) @ cart | 8243 + 2139 ms',
    ]);
    expect(kindsOf(profile)).toEqual(['3 module: 12295 ms', '12 goal: 9060 ms']);
  });

  test("npm's timers: packages, and phases with their steps", () => {
    const profile = profileOf(sample('npm-timing.json'));
    expect(profile).toMatchObject({ format: 'npm-timing', durationMs: 3775, startedAt: '2026-11-22T02:13:03.402Z' });
    expect(linesOf(profile).slice(0, 3)).toEqual([
      'phase: reify | ? + 1199 ms',
      'package: node_modules/fast-deep-equal | ? + 606 ms',
      'step: reify:unpack | ? + 606 ms',
    ]);
    expect(kindsOf(profile).slice(0, 2)).toEqual(['22 step: 2199 ms', '6 phase: 1821 ms']);
  });

  test("cargo's timings: crates, and how many were fresh", () => {
    const profile = profileOf(sample('cargo-timing.html'));
    expect(profile).toMatchObject({
      format: 'cargo-timings',
      durationMs: 13_300,
      startedAt: '2026-11-22T02:12:43.882Z',
      cache: { hits: 0, misses: 5 },
    });
    expect(linesOf(profile)).toEqual([
      'compile: prices 0.3.0 | 4620 + 7060 ms',
      'build script: prices 0.3.0 build-script | 2170 + 2430 ms',
      'compile: cart 1.2.0 | 10870 + 1340 ms',
      'compile: shop 0.1.0 shop "bin" | 12220 + 1110 ms',
      'build script, run: prices 0.3.0 build-script (run) | 4600 + 20 ms',
    ]);
  });
});

describe('as their documents say', () => {
  const events = (...more: object[]): string =>
    [{ id: { started: {} }, started: { startTime: '2026-11-22T10:00:00Z' } }, ...more]
      .map((event) => JSON.stringify(event))
      .join('\n');

  test('newer events of Bazel tell when actions and tests ran, and who ran them', () => {
    const profile = profileOf(
      events(
        {
          id: { actionCompleted: { primaryOutput: 'bin/cart.o' } },
          action: { type: 'CppCompile', startTime: '2026-11-22T10:00:01.500Z', endTime: '2026-11-22T10:00:03Z' },
        },
        {
          id: { testResult: { label: '//cart:test', run: 1, shard: 2 } },
          testResult: { testAttemptStart: '2026-11-22T10:00:04Z', testAttemptDuration: '2.250s' },
        },
        { id: { testResult: { label: '//tax:test' } }, testResult: { cachedLocally: true, testAttemptDuration: '9s' } },
        { id: { buildFinished: {} }, finished: { finishTime: '2026-11-22T10:00:07Z' } },
        {
          id: { buildMetrics: {} },
          buildMetrics: {
            actionSummary: {
              actionCacheStatistics: { hits: 10, misses: 9 },
              runnerCount: [
                { name: 'total', count: 9 },
                { name: 'remote cache hit', count: 5 },
                { name: 'internal', count: 1 },
                { name: 'linux-sandbox', count: 3 },
              ],
            },
          },
        },
      ),
    );
    expect(linesOf(profile)).toEqual([
      'test: //cart:test (shard 2) | 4000 + 2250 ms',
      'CppCompile: bin/cart.o | 1500 + 1500 ms',
    ]);
    expect(profile).toMatchObject({ durationMs: 7000, cache: { hits: 15, misses: 3 } });
  });

  test('a profile of Bazel with mnemonics and remote execution: what was built elsewhere is no hit', () => {
    const span = (cat: string, ts: number, dur = 100, args?: object) => ({
      cat,
      name: `${cat} ${ts}`,
      ph: 'X',
      ts,
      dur,
      args,
    });
    const profile = profileOf(
      JSON.stringify({
        otherData: { profile_start_ts: 1_795_313_722_958 },
        traceEvents: [
          span('action processing', 5000, 3_000_000, { mnemonic: 'Javac' }),
          span('remote action cache check', 5001),
          span('remote action execution', 5002),
          span('remote output download', 5003),
          span('remote action cache check', 5004),
          span('remote output download', 5005),
          { ph: 'C', name: 'CPU usage', ts: 1 },
          null,
        ],
      }),
    );
    expect(linesOf(profile)).toEqual(['Javac: action processing 5000 | 0 + 3000 ms']);
    expect(profile).toMatchObject({ startedAt: '2026-11-22T02:15:22.958Z', cache: { hits: 1, misses: 1 } });
  });

  test('a task of Gradle that came from the build cache is a hit, one without sources neither', () => {
    const page = sample('gradle.profile.html').replace('Did No Work', 'FROM-CACHE').replace('Did No Work', 'NO-SOURCE');
    expect(profileOf(page)).toMatchObject({ cache: { hits: 2, misses: 5 } });
    expect(profileOf(page.replace('0.805s', '1m2.5s').replace('0.801s', '1h0m1s')).units[0]?.durationMs).toBe(
      3_601_000,
    );
  });

  test.each([
    [
      'modules beside each other are not timed by goal',
      'Using the MultiThreadedBuilder implementation with a thread count of 2',
      0,
    ],
    ['one after the other they are', 'Scanning for projects...', 2],
  ])('of Maven: %s', (_, first, goals) => {
    const log = [
      `120 [INFO] ${first}`,
      '200 [INFO] --- compiler:3.13.0:compile (default-compile) @ cart ---',
      '1200 [INFO] --- failsafe:3.2:verify (it) @ cart ---',
      '1300 [INFO] Reactor Summary for Shop 1.4.0:',
      '1300 [INFO] Shop :: cart ....................................... FAILURE [01:02 min]',
      '1300 [INFO] Shop :: api ........................................ SKIPPED',
      '1300 [INFO] Total time:  01:03 min (Wall Clock)',
    ].join('\n');
    const profile = profileOf(log);
    expect(profile.units.filter(({ kind }) => kind === 'goal')).toHaveLength(goals);
    expect(profile.units[0]).toEqual({ name: 'Shop :: cart', kind: 'module', durationMs: 62_000 });
    expect(profile.durationMs).toBe(63_000);
  });

  test('cargo counts what was fresh as found', () => {
    const page = sample('cargo-timing.html').replace('Fresh units:</td><td>0', 'Fresh units:</td><td>40');
    expect(profileOf(page).cache).toEqual({ hits: 40, misses: 5 });
    expect(profileOf(page.replace('13.3s', '73.3s (1m 13.3s)')).durationMs).toBe(73_300);
  });
});

test.each([
  [
    'a trace of another tool',
    '{"traceEvents":[{"ph":"X","cat":"","name":"Frontend","ts":1,"dur":2}]}',
    'no action of Bazel',
  ],
  ['no trace at all', '{"traceEvents":{}}', 'no list of trace events'],
  ['events cut off', sample('bazel.bep.json').slice(0, -20), 'cut off'],
  ['a page of cargo cut off', sample('cargo-timing.html').slice(0, 3500), 'cut off'],
  [
    'a page of cargo without its data',
    '<html><title>Cargo Build Timings — x</title>UNIT_DATA = [\n{]\n];',
    'not well-formed',
  ],
  ['a page of Gradle cut off', sample('gradle.profile.html').slice(0, 2000), 'cut off'],
  ['another page', '<!DOCTYPE html><html><title>404</title></html>', 'is a page'],
  ['Maven killed on its way', '[INFO] Scanning for projects...\n[INFO] Building', 'cut off'],
  ['npm without timers', '{"metadata":{},"timers":[]}', 'no timers'],
])('%s is refused', (_, text, words) => {
  expect(refusal(text)).toContain(words);
});

describe('units', () => {
  const Unit = fc.record({
    name: fc.string({ minLength: 1 }),
    kind: fc.string(),
    durationMs: fc.oneof(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.constant(NaN),
      fc.constant(-1),
      fc.constant(undefined),
    ),
  });

  test('are the slowest of all, and the sums are of all, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(Unit, { maxLength: 2000, size: 'max' }), (units) => {
        const list = unitList();
        for (const unit of units) list.add(unit);
        const profile = list.profile({ format: 'x', tool: 'x' });
        const real = units.flatMap(({ name, durationMs }) =>
          name.trim() !== '' && durationMs !== undefined && durationMs >= 0 ? [durationMs] : [],
        );
        // Names that are nothing but what is not kept are no names.
        expect(profile.unitCount).toBeLessThanOrEqual(real.length);
        expect(profile.units.length).toBe(Math.min(profile.unitCount, MAX_UNITS));
        expect(profile.kinds.length).toBeLessThanOrEqual(30);
        expect(profile.kinds.reduce((sum, { count }) => sum + count, 0)).toBe(profile.unitCount);
        const shown = profile.units.map(({ durationMs }) => durationMs);
        expect(shown).toEqual([...shown].sort((a, b) => b - a));
        if (profile.unitCount === real.length) expect(shown).toEqual(real.sort((a, b) => b - a).slice(0, MAX_UNITS));
      }),
      { numRuns: 50 },
    );
  });

  test('have names of bounded length', () => {
    const list = unitList();
    list.add({ name: 'x'.repeat(1_000_000), kind: 'y'.repeat(1_000_000), durationMs: 1 });
    const [unit] = list.profile({ format: 'x', tool: 'x' }).units;
    expect([unit?.name.length, unit?.kind.length]).toEqual([300, 60]);
  });
});
