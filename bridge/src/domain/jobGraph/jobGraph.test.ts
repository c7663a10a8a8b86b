import type { DeclaredJob, NamePart } from '@summit/contracts';
import fc from 'fast-check';
import { criticalPathOf, type Worked } from '../criticalPath';
import { savedBy, slackOf } from '../criticalPath/whatIf';
import { graphOf } from '.';
import { resolveNeeds } from './resolve';

const SECOND = 1000;
type Job = Worked & { name: string };
const job = (name: string, ready: number, start: number, end: number, id = name): Job => ({
  id,
  name,
  ready: ready * SECOND,
  start: start * SECOND,
  end: end * SECOND,
});
const plain = (text: string): NamePart => ({ texts: [text], legs: false });
const declared = (key: string, needs: readonly string[] | null, more: Partial<DeclaredJob> = {}): DeclaredJob => ({
  key,
  name: [plain(key)],
  needs: needs && needs.map((need) => ({ key: need, within: 0 })),
  ...more,
});
const matrix = (key: string, needs: readonly string[]): DeclaredJob =>
  declared(key, needs, { name: [{ texts: [key], legs: true }] });
const named = (...names: readonly string[]) => names.map((name) => ({ id: name, name }));
const needsOf = (jobs: readonly DeclaredJob[], ...names: readonly string[]) => {
  const { byId, unknown } = resolveNeeds(jobs, named(...names));
  return {
    unknown,
    needs: Object.fromEntries([...byId].map(([id, { waitsFor }]) => [id, [...waitsFor].sort()])),
  };
};

describe('what the jobs of a run need', () => {
  test('is what is declared of them', () => {
    expect(
      needsOf(
        [declared('build', []), declared('lint', []), declared('test', ['build', 'lint'])],
        'test',
        'lint',
        'build',
      ),
    ).toEqual({ unknown: [], needs: { build: [], lint: [], test: ['build', 'lint'] } });
  });

  test('of a matrix is all of its legs, and each leg needs what the matrix does', () => {
    const jobs = [declared('lint', []), matrix('build', ['lint']), declared('test', ['build'])];
    expect(needsOf(jobs, 'lint', 'build (18, a)', 'build (20, b)', 'test').needs).toEqual({
      lint: [],
      'build (18, a)': ['lint'],
      'build (20, b)': ['lint'],
      test: ['build (18, a)', 'build (20, b)'],
    });
  });

  test('goes through what was skipped or is of another attempt to what that needs', () => {
    const jobs = [declared('a', []), declared('b', ['a']), declared('c', ['b']), declared('d', ['c', 'b'])];
    expect(needsOf(jobs, 'a', 'd').needs).toEqual({ a: [], d: ['a'] });
  });

  test('does not go through what is optional', () => {
    const jobs = [
      declared('build', []),
      declared('test', ['build']),
      declared('deploy', null, { needs: [{ key: 'test', within: 0, optional: true }] }),
    ];
    expect(needsOf(jobs, 'build', 'deploy').needs).toEqual({ build: [], deploy: [] });
    expect(needsOf(jobs, 'build', 'test', 'deploy').needs['deploy']).toEqual(['test']);
  });

  test.each([
    ['a job that nothing declares', [declared('a', [])], ['a', 'b'], ['b']],
    ['a job whose needs are not told', [declared('a', []), declared('b', null)], ['a', 'b'], ['b']],
    ['needs that lead through one', [declared('a', null), declared('b', ['a'])], ['b'], ['b']],
    ['a need that is no job', [declared('a', ['typo'])], ['a'], ['a']],
    [
      'a circle, and what waits for it',
      [declared('a', ['b']), declared('b', ['a']), declared('c', ['a'])],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ],
    ['a job that needs itself', [declared('a', ['a'])], ['a'], ['a']],
    [
      'a name that two jobs have',
      [declared('x', [], { name: [plain('a')] }), declared('y', [], { name: [plain('a')] })],
      ['a'],
      ['a'],
    ],
    [
      'a name that fits two patterns',
      [declared('x', [], { name: [{ texts: ['test ', ''], legs: false }] }), matrix('test', [])],
      ['test (1)'],
      ['test (1)'],
    ],
  ] as const)('is not known of %s', (_, jobs, names, unknown) => {
    expect(needsOf(jobs, ...names).unknown).toEqual(unknown);
  });

  test('of a called workflow stays within the leg of its caller', () => {
    const caller: NamePart = { texts: ['deploy'], legs: true };
    const jobs = [
      declared('build', []),
      declared('deploy/push', ['build'], { name: [caller, plain('push')] }),
      declared('deploy/smoke', null, { name: [caller, plain('smoke')], needs: [{ key: 'deploy/push', within: 1 }] }),
      declared('done', ['deploy/smoke']),
    ];
    const names = ['build', 'deploy (eu) / push', 'deploy (eu) / smoke', 'deploy (us) / push', 'deploy (us) / smoke'];
    expect(needsOf(jobs, ...names, 'done')).toEqual({
      unknown: [],
      needs: {
        build: [],
        'deploy (eu) / push': ['build'],
        'deploy (us) / push': ['build'],
        'deploy (eu) / smoke': ['deploy (eu) / push'],
        'deploy (us) / smoke': ['deploy (us) / push'],
        done: ['deploy (eu) / smoke', 'deploy (us) / smoke'],
      },
    });
    // Nobody knows what that leg waited for: its push did not work.
    expect(needsOf(jobs, ...names.filter((name) => name !== 'deploy (us) / push')).unknown).toEqual([
      'deploy (us) / smoke',
    ]);
  });

  test('of a called workflow that nobody read is known where it has one job', () => {
    const jobs = [declared('build', []), declared('deploy', ['build'], { opaque: true }), declared('done', ['deploy'])];
    expect(needsOf(jobs, 'build', 'deploy / push', 'done')).toEqual({
      unknown: [],
      needs: { build: [], 'deploy / push': ['build'], done: ['deploy / push'] },
    });
    expect(needsOf(jobs, 'build', 'deploy / push', 'deploy / a / b').unknown).toEqual([
      'deploy / push',
      'deploy / a / b',
    ]);
  });

  test('a pattern is fitted in time that grows with the name alone', () => {
    const texts = Array.from({ length: 20 }, () => 'a');
    const jobs = Array.from({ length: 50 }, (_, n) =>
      declared(`k${n}`, [], { name: [{ texts: [...texts, `${n}`], legs: true }] }),
    );
    expect(needsOf(jobs, `${'a'.repeat(400)}b`).unknown).toHaveLength(1);
  });
});

describe('the graph of a run', () => {
  // By its times test waits for lint as well.
  const jobs = [job('build', 0, 0, 60), job('lint', 0, 0, 90), job('test', 60, 95, 200)];
  const graph = [declared('build', []), declared('lint', []), declared('test', ['build'])];

  test('is the declared one where all is known, and its path goes along what was needed', () => {
    const { basis, order } = graphOf(jobs, new Map([['pushed_github', graph]]));
    expect(basis).toEqual({ graph: 'declared', source: 'pushed_github', unknownJobs: [] });
    expect(criticalPathOf(order, 0)?.path.map(({ id }) => id)).toEqual(['build', 'test']);
    expect(criticalPathOf(order, 0)?.slackMs.get('lint')).toBe(110_000);
  });

  test('is inferred where a job is not known, which is said', () => {
    expect(graphOf(jobs, new Map()).basis).toEqual({ graph: 'inferred', source: null, unknownJobs: [] });
    const { basis } = graphOf(jobs, new Map([['pushed', graph.slice(0, 2)]]));
    expect(basis).toEqual({ graph: 'inferred', source: 'pushed', unknownJobs: ['test'] });
  });

  test('is that of the first source that knows all', () => {
    const sources = new Map([
      ['pushed', [declared('build', [])]],
      ['pushed_github', graph],
    ] as const);
    expect(graphOf(jobs, sources).basis).toMatchObject({ graph: 'declared', source: 'pushed_github' });
  });

  test('has no edge that times speak against: what was tried again ended after what it had set free', () => {
    const again = [...jobs, job('build', 300, 300, 320, 'second build')];
    const { order } = graphOf(again, new Map([['pushed', graph]]));
    expect(order.find(({ id }) => id === 'test')?.waitsFor?.jobs.map(({ id }) => id)).toEqual(['build']);
  });

  test('of a run under way leads to what still waits', () => {
    const live = [
      job('build', 0, 0, Infinity),
      job('lint', 0, 0, 10),
      job('test', 0, Infinity, Infinity),
      // Began before what it needs has ended: somebody started it by hand.
      job('early', 0, 5, Infinity),
    ];
    const { order } = graphOf(live, new Map([['pushed', [...graph, declared('early', ['build'])]]]));
    expect(order.find(({ id }) => id === 'test')?.waitsFor?.jobs.map(({ id }) => id)).toEqual(['build']);
    expect(order.find(({ id }) => id === 'early')?.waitsFor).toBeNull();
  });
});

const names = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'a (1)', 'a (2)', 'x / y', 'x / z', '');
const part = fc.record({
  texts: fc.array(fc.constantFrom('a', 'x', 'y', ''), { minLength: 1, maxLength: 3 }),
  legs: fc.boolean(),
});
const anyDeclared: fc.Arbitrary<DeclaredJob> = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'x/y', 'x/z'),
  name: fc.oneof(
    names.map((name) => name.split(' / ').map(plain)),
    fc.array(part, { minLength: 1, maxLength: 2 }),
  ),
  opaque: fc.boolean(),
  needs: fc.option(fc.array(fc.record({ key: names, within: fc.nat(2), optional: fc.boolean() }), { maxLength: 4 })),
});
const anyJobs = fc
  .array(fc.tuple(names, fc.nat(100), fc.nat(30), fc.nat(60)), { minLength: 1, maxLength: 15 })
  .map((all) =>
    all.map(([name, ready, wait, work], n) => job(name, ready, ready + wait, ready + wait + work, `j${n}`)),
  );

describe('of any declarations and any jobs', () => {
  test('no edge is made up, every job is either known or said not to be, and nobody waits in a circle', () => {
    fc.assert(
      fc.property(fc.array(anyDeclared, { maxLength: 10 }), anyJobs, (all, jobs) => {
        const { byId, unknown } = resolveNeeds(all, jobs);
        expect(byId.size + unknown.length).toBe(jobs.length);
        const ids = new Set(jobs.map(({ id }) => id));
        for (const [id, { rank, waitsFor }] of byId)
          for (const other of waitsFor) {
            expect(ids.has(other) && other !== id).toBe(true);
            expect(byId.get(other)?.rank ?? -1).toBeLessThan(rank);
          }
      }),
      { numRuns: 500 },
    );
  });

  test('path, slack and what-if agree on a declared graph as they do on an inferred one', () => {
    // A graph without circles: each may need those before it.
    const acyclic = fc.array(fc.array(fc.nat(20), { maxLength: 3 }), { minLength: 1, maxLength: 12 }).map((all) =>
      all.map((needs, n) =>
        declared(
          `k${n}`,
          needs.filter((need) => need < n).map((need) => `k${need}`),
        ),
      ),
    );
    const times = fc.array(fc.tuple(fc.nat(50), fc.nat(20), fc.integer({ min: 1, max: 60 })), {
      minLength: 12,
      maxLength: 12,
    });
    fc.assert(
      fc.property(acyclic, times, (all, timesOf) => {
        const jobs = all.map(({ key }, n) => {
          const [ready = 0, wait = 0, work = 1] = timesOf[n] ?? [];
          return job(key, ready, ready + wait, ready + wait + work);
        });
        const { basis, order } = graphOf(jobs, new Map([['pushed', all]]));
        expect(basis.graph).toBe('declared');
        const slack = slackOf(order);
        for (const { id } of criticalPathOf(order, 0)?.path ?? []) expect(slack.get(id)).toBeCloseTo(0, 6);
        for (const { id, start, end } of jobs) {
          expect(savedBy(order, id, 1)).toBeCloseTo(0, 6);
          const work = end - start;
          const own = slack.get(id) ?? NaN;
          expect(savedBy(order, id, (work + own) / work)).toBeCloseTo(0, 3);
          expect(savedBy(order, id, (work + own + 5000) / work)).toBeCloseTo(-5000, 3);
        }
      }),
      { numRuns: 300 },
    );
  });
});
