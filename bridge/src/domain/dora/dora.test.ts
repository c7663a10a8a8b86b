import fc from 'fast-check';
import { assess, bandOf, leadTimesOf } from '.';
import type { Blame, Deployed, Landed, Past } from './model';

const MINUTE = 60_000;
const nothing: Past = {
  previous: null,
  reachedAt: new Map(),
  firstDeployedAt: new Map(),
  shipped: new Set(),
  failures: [],
};

const deployed = (id: string, sha: string, minute: number, more: Partial<Deployed> = {}): Deployed => ({
  id,
  sha,
  branch: 'main',
  task: 'deploy',
  finishedAt: minute * MINUTE,
  landedAt: (minute - 5) * MINUTE,
  ...more,
});

const landed = (number: number, sha: string, minute: number, more: Partial<Landed> = {}): Landed => ({
  key: `#${number}`,
  number,
  sha,
  branch: 'main',
  title: `Change ${number}`,
  labels: [],
  headBranch: `feature/${number}`,
  landedAt: minute * MINUTE,
  openedAt: (minute - 60) * MINUTE,
  firstCommitAt: (minute - 90) * MINUTE,
  ...more,
});

const blame = (incidentId: string, from: number, to: number | null, more: Partial<Blame> = {}): Blame => ({
  incidentId,
  confidence: 'linked',
  startedAt: from * MINUTE,
  resolvedAt: to === null ? null : to * MINUTE,
  ...more,
});

const run = (
  deployments: Deployed[],
  given: { past?: Partial<Past>; landed?: Landed[]; blames?: Record<string, Blame[]> } = {},
) =>
  assess({
    past: { ...nothing, ...given.past },
    deployments,
    landed: given.landed ?? [],
    blames: new Map(Object.entries(given.blames ?? {})),
  });
const kinds = (deployments: Deployed[], past?: Partial<Past>) => run(deployments, { past }).map(({ kind }) => kind);
const keys = (assessed: ReturnType<typeof run>) => assessed.map(({ shipped }) => shipped.map((s) => s.landed.key));

describe('what a deployment was', () => {
  test('a commit that was not there is a deploy, the same again a redeploy', () => {
    expect(kinds([deployed('1', 'a', 10), deployed('2', 'b', 20), deployed('3', 'b', 30)])).toEqual([
      'deploy',
      'deploy',
      'redeploy',
    ]);
  });

  test('back to an earlier one is a rollback, and from there forward again a deploy', () => {
    expect(
      kinds([deployed('1', 'a', 10), deployed('2', 'b', 20), deployed('3', 'a', 30), deployed('4', 'b', 40)]),
    ).toEqual(['deploy', 'deploy', 'rollback', 'deploy']);
  });

  test('what the source calls a rollback is one, also to a commit that was never there', () => {
    expect(kinds([deployed('1', 'b', 20), deployed('2', 'a', 30, { task: 'rollback', landedAt: null })])).toEqual([
      'deploy',
      'rollback',
    ]);
  });

  test('an older commit that was never there was overtaken, and nothing failed', () => {
    const overtaken = run([deployed('1', 'b', 20), deployed('2', 'a', 30, { landedAt: 1 * MINUTE })]);
    expect(overtaken.map(({ kind, failure }) => [kind, failure])).toEqual([
      ['deploy', null],
      ['deploy', null],
    ]);
  });

  test('the first there is a deploy, whatever it calls itself', () => {
    expect(kinds([deployed('1', 'a', 10, { task: 'rollback' })])).toEqual(['deploy']);
  });
});

describe('what a deployment brings', () => {
  const three = [landed(1, 'a', 5), landed(2, 'x', 8), landed(3, 'b', 15)];

  test('what landed after the one before, up to its own commit; its own commit for sure', () => {
    const assessed = run([deployed('1', 'a', 10), deployed('2', 'b', 20)], { landed: three });
    expect(keys(assessed)).toEqual([['#1'], ['#2', '#3']]);
    expect(assessed[1]?.shipped.map((s) => s.confidence)).toEqual(['order', 'exact']);
  });

  test('nothing twice: not after a rollback, and not with a redeploy', () => {
    const assessed = run(
      [
        deployed('1', 'a', 10),
        deployed('2', 'b', 20),
        deployed('3', 'a', 30, { landedAt: 5 * MINUTE }),
        deployed('4', 'b', 40, { landedAt: 15 * MINUTE }),
      ],
      { landed: three },
    );
    expect(keys(assessed)).toEqual([['#1'], ['#2', '#3'], [], []]);
  });

  test('not what an overtaking deployment brought before it, in this look or an earlier one', () => {
    const late = deployed('3', 'x', 30, { landedAt: 8 * MINUTE });
    const assessed = run([deployed('1', 'a', 10), deployed('2', 'b', 20), late], { landed: three });
    expect(keys(assessed)).toEqual([['#1'], ['#2', '#3'], []]);
    const past = {
      previous: deployed('2', 'b', 20),
      reachedAt: new Map([['main', 15 * MINUTE]]),
      shipped: new Set(['#2']),
    };
    expect(keys(run([late], { landed: three, past }))).toEqual([[]]);
  });

  test('the commit of a hotfix branch that landed before what runs', () => {
    const hotfix = { branch: 'hotfix', landedAt: 12 * MINUTE };
    const assessed = run([deployed('1', 'a', 10), deployed('2', 'b', 20), deployed('3', 'h', 30, hotfix)], {
      landed: [...three, landed(4, 'h', 12, { branch: 'hotfix' })],
    });
    expect(keys(assessed)[2]).toEqual(['#4']);
  });

  test('what landed on main while a hotfix branch was deployed', () => {
    const assessed = run(
      [
        deployed('1', 'a', 10),
        deployed('2', 'h', 20, { branch: 'hotfix', landedAt: 18 * MINUTE }),
        deployed('3', 'b', 30, { landedAt: 15 * MINUTE }),
      ],
      { landed: three },
    );
    expect(keys(assessed)).toEqual([['#1'], [], ['#2', '#3']]);
  });

  test('not what landed after it was deployed', () => {
    const early = deployed('2', 'b', 12, { landedAt: 15 * MINUTE });
    expect(keys(run([deployed('1', 'a', 10), early], { landed: three }))).toEqual([['#1'], ['#2']]);
  });

  test('not what landed on another branch', () => {
    const assessed = run([deployed('1', 'a', 10), deployed('2', 'b', 20)], {
      landed: [...three, landed(4, 'y', 9, { branch: 'release/1' })],
    });
    expect(keys(assessed)[1]).toEqual(['#2', '#3']);
  });

  test('of a commit that nobody described, nothing is claimed', () => {
    const assessed = run([deployed('1', 'a', 10), deployed('2', 'b', 20, { landedAt: null })], { landed: three });
    expect(keys(assessed)[1]).toEqual([]);
  });

  test('each change once, in whatever order deployments and changes are given', () => {
    const landing = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(
        fc.array(landing, { maxLength: 30 }),
        fc.uniqueArray(landing, { minLength: 1, maxLength: 10 }),
        fc.infiniteStream(fc.nat()),
        (minutes, cuts, order) => {
          const all = minutes.map((minute, n) => landed(n, `c${n}`, minute));
          const deployments = cuts.map((minute) =>
            deployed(`d${minute}`, `s${minute}`, 100 + minute, { landedAt: minute * MINUTE }),
          );
          const shuffled = <T>(items: T[]): T[] =>
            items
              .map((item) => ({ item, at: Number(order.next().value) }))
              .sort((a, b) => a.at - b.at)
              .map(({ item }) => item);
          const assessed = run(shuffled(deployments), { landed: shuffled(all) });
          const seen = keys(assessed).flat();
          expect(new Set(seen).size).toBe(seen.length);
          const [first, last] = [Math.min(...cuts), Math.max(...cuts)];
          const expected = all.filter(({ landedAt }) => landedAt > first * MINUTE && landedAt <= last * MINUTE);
          expect([...seen].sort()).toEqual(expected.map(({ key }) => key).sort());
        },
      ),
    );
  });
});

describe('whether a deployment failed', () => {
  const two = [deployed('1', 'a', 10), deployed('2', 'b', 20)];

  test('from the first of its incidents to the end of the last', () => {
    const [, second] = run(two, { blames: { 2: [blame('y', 25, 50, { confidence: 'window' }), blame('x', 22, 40)] } });
    expect(second?.failure).toEqual({
      confidence: 'linked',
      incidentIds: ['x', 'y'],
      failedAt: 22 * MINUTE,
      recoveredAt: 50 * MINUTE,
    });
  });

  test('it is not recovered while one is open', () => {
    const [first] = run(two, { blames: { 1: [blame('x', 11, 12), blame('y', 13, null)] } });
    expect(first?.failure?.recoveredAt).toBeNull();
  });

  test('a rollback says so where no incident does', () => {
    const [, second] = run([...two, deployed('3', 'a', 32)]);
    expect(second?.failure).toEqual({
      confidence: 'rollback',
      incidentIds: [],
      failedAt: 20 * MINUTE,
      recoveredAt: 32 * MINUTE,
    });
  });

  test('of a deployment that was repeated, and of what its repetition is blamed for', () => {
    const all = [...two, deployed('3', 'b', 25), deployed('4', 'a', 32)];
    const failures = (given?: Parameters<typeof run>[1]) =>
      run(all, given).map(({ failure }) => failure?.confidence ?? null);
    expect(failures()).toEqual([null, 'rollback', null, null]);
    expect(failures({ blames: { 3: [blame('x', 26, 30, { confidence: 'window' })] } })).toEqual([
      null,
      'window',
      null,
      null,
    ]);
  });

  test('an incident says more than the rollback that ended it', () => {
    const [, second] = run([...two, deployed('3', 'a', 32)], { blames: { 2: [blame('x', 21, 35)] } });
    expect(second?.failure).toMatchObject({ confidence: 'linked', recoveredAt: 35 * MINUTE });
  });
});

describe('rework', () => {
  const reasons = (deployments: Deployed[], given?: Parameters<typeof run>[1]) =>
    run(deployments, given).map(({ rework }) => rework);

  test('is a rollback, and what is deployed while a failure is open', () => {
    const all = [
      deployed('1', 'a', 10),
      deployed('2', 'b', 20),
      deployed('3', 'a', 30),
      deployed('4', 'c', 40),
      deployed('5', 'd', 90),
    ];
    expect(reasons(all, { blames: { 2: [blame('x', 21, 50)] } })).toEqual([
      null,
      null,
      'rollback',
      'during_failure',
      null,
    ]);
  });

  test('is not for ever: a failure that nobody closes counts for a day', () => {
    const hour = 60;
    const all = [deployed('1', 'a', 10), deployed('2', 'b', 20 * hour), deployed('3', 'c', 30 * hour)];
    expect(reasons(all, { blames: { 1: [blame('x', 11, null)] } })).toEqual([null, 'during_failure', null]);
  });

  test('counts failures of before', () => {
    const failures = [{ failedAt: 5 * MINUTE, recoveredAt: null }];
    expect(reasons([deployed('1', 'a', 10)], { past: { failures } })).toEqual(['during_failure']);
  });

  test.each<[string, Partial<Landed>, string | null]>([
    ['a hotfix branch', { headBranch: 'hotfix/totals' }, 'hotfix'],
    ['a hotfix label', { labels: ['type: hotfix'] }, 'hotfix'],
    ['a hotfix in its title', { title: 'Hotfix: totals' }, 'hotfix'],
    ['a revert of a forge', { title: 'Revert "Cart totals"' }, 'revert'],
    ['a revert of conventional commits', { title: 'revert: cart totals' }, 'revert'],
    ['a fix like others', { title: 'Fix totals', headBranch: 'fix/totals' }, null],
    ['talk of reverting', { title: 'Reverting is easier now' }, null],
  ])('%s', (_what, more, reason) => {
    const all = [deployed('1', 'a', 10), deployed('2', 'b', 20)];
    expect(reasons(all, { landed: [landed(2, 'b', 15, more)] })[1]).toBe(reason);
  });
});

describe('lead time', () => {
  test('begins where it is asked to', () => {
    expect(leadTimesOf(landed(1, 'a', 100), 110 * MINUTE)).toEqual({
      first_commit: 100 * MINUTE,
      opened: 70 * MINUTE,
      merged: 10 * MINUTE,
    });
  });

  test('without a change or a first commit, begins where it can, and is never negative', () => {
    const commit = landed(1, 'a', 100, { openedAt: null, firstCommitAt: null });
    expect(leadTimesOf(commit, 110 * MINUTE)).toEqual({ first_commit: 600_000, opened: 600_000, merged: 600_000 });
    expect(leadTimesOf(commit, 90 * MINUTE).merged).toBe(0);
  });
});

describe('levels', () => {
  const hour = 60 * MINUTE;
  test.each([
    ['2021', 'leadTime', 30 * MINUTE, 'elite'],
    ['2021', 'leadTime', 2 * hour, 'high'],
    ['2024', 'leadTime', 2 * hour, 'elite'],
    ['2024', 'leadTime', 100 * 24 * hour, 'low'],
    ['2023', 'deploymentFrequency', 3, 'elite'],
    ['2023', 'deploymentFrequency', 0.2, 'high'],
    ['2024', 'deploymentFrequency', 0.001, 'low'],
    ['2023', 'changeFailRate', 0.12, 'medium'],
    ['2024', 'changeFailRate', 0.12, 'medium'],
    ['2024', 'changeFailRate', 0.19, 'high'],
    ['2024', 'changeFailRate', 0.9, 'low'],
    ['2021', 'changeFailRate', 0.2, undefined],
    ['2024', 'reworkRate', 0.1, undefined],
    ['2025', 'leadTime', 1, undefined],
  ] as const)('%s %s of %p is %s', (year, metric, value, level) => {
    expect(bandOf(year, metric, value)?.level).toBe(level);
  });
});
