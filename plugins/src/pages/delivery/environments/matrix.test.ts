import type { RunningDeployment } from '@summit/contracts';
import fc from 'fast-check';
import { matrixOf } from './matrix';

const running = (
  environment: string,
  commit: string,
  committedAt: string | null,
  change: Partial<RunningDeployment> = {},
): RunningDeployment => ({
  id: `${environment}-${commit}`,
  provider: 'github',
  repository: 'demo/shop',
  environment,
  production: environment === 'production',
  state: 'success',
  commit: commit.repeat(40),
  ref: 'main',
  task: null,
  service: null,
  version: null,
  strategy: null,
  region: null,
  runId: null,
  actor: null,
  createdAt: '2026-01-31T10:00:00Z',
  finishedAt: '2026-01-31T10:01:00Z',
  url: null,
  commitMessage: null,
  committedAt,
  ...change,
});

const standings = (...items: RunningDeployment[]) =>
  Object.fromEntries(
    matrixOf(items).rows.flatMap(({ cells }) => [...cells].map(([name, { standing }]) => [name, standing])),
  );

test('what was taken down is compared with nothing', () => {
  expect(
    standings(
      running('production', 'a', '2026-01-31T09:00:00Z'),
      running('staging', 'a', '2026-01-31T09:00:00Z'),
      running('preview-12', 'b', '2026-01-31T09:30:00Z', { state: 'inactive' }),
    ),
  ).toMatchObject({ production: { kind: 'same' }, staging: { kind: 'same' }, 'preview-12': { kind: 'alone' } });
});

test('production stands last, names otherwise', () => {
  const { environments, rows } = matrixOf([
    running('production', 'a', null),
    running('staging', 'a', null),
    running('dev', 'a', null, { repository: 'demo/api' }),
  ]);
  expect(environments.map(({ name }) => name)).toEqual(['dev', 'staging', 'production']);
  expect(rows.map(({ repository }) => repository)).toEqual(['demo/api', 'demo/shop']);
  expect(rows[0]?.cells.has('production')).toBe(false);
});

test('an older commit is behind the environment with the newest, by the time between the commits', () => {
  expect(
    standings(running('production', 'a', '2026-01-31T08:00:00Z'), running('staging', 'b', '2026-01-31T09:30:00Z')),
  ).toEqual({
    production: { kind: 'behind', behind: 'staging', byMs: 5_400_000 },
    staging: { kind: 'newest' },
  });
});

test('a rollback in staging is behind, though it was deployed last', () => {
  expect(
    standings(
      running('production', 'b', '2026-01-31T09:00:00Z'),
      running('staging', 'a', '2026-01-31T08:00:00Z', { createdAt: '2026-01-31T12:00:00Z' }),
    ),
  ).toMatchObject({ staging: { kind: 'behind', behind: 'production' }, production: { kind: 'newest' } });
});

test('one commit everywhere is the same, one environment is compared with none', () => {
  expect(standings(running('production', 'a', null), running('staging', 'a', null))).toEqual({
    production: { kind: 'same' },
    staging: { kind: 'same' },
  });
  expect(standings(running('production', 'a', null))).toEqual({ production: { kind: 'alone' } });
});

test('without the times of all commits the first deployment of each decides, and no distance is told', () => {
  expect(
    standings(
      running('production', 'a', '2026-01-31T08:00:00Z', { createdAt: '2026-01-31T09:00:00Z' }),
      running('staging', 'b', null, { createdAt: '2026-01-31T08:30:00Z' }),
    ),
  ).toEqual({
    production: { kind: 'newest' },
    staging: { kind: 'behind', behind: 'production', byMs: null },
  });
});

test('any order of the items: the same matrix, and some environment of each row is not behind', () => {
  const item = fc
    .record({
      environment: fc.constantFrom('dev', 'staging', 'production'),
      repository: fc.constantFrom('demo/api', 'demo/shop'),
      commit: fc.constantFrom('a', 'b', 'c'),
      hour: fc.option(fc.integer({ min: 10, max: 20 }), { nil: null }),
    })
    .map(({ environment, repository, commit, hour }) =>
      running(environment, commit, hour === null ? null : `2026-01-31T${hour}:00:00Z`, { repository }),
    );
  const place = ({ repository, environment }: RunningDeployment) => `${repository} ${environment}`;
  fc.assert(
    fc.property(
      fc
        .uniqueArray(item, { selector: place })
        .chain((items) => fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length }))),
      ([items, shuffled]) => {
        const kinds = (list: RunningDeployment[]) =>
          matrixOf(list).rows.map(({ repository, cells }) => [
            repository,
            ['dev', 'staging', 'production'].map((name) => cells.get(name)?.standing.kind ?? null),
          ]);
        expect(kinds(shuffled)).toEqual(kinds(items));
        for (const { cells } of matrixOf(items).rows)
          expect([...cells.values()].some(({ standing }) => standing.kind !== 'behind')).toBe(true);
      },
    ),
  );
});
