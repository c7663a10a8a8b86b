import { RunningDeploymentPage } from '@summit/contracts';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(30_000);

const database = withTestDatabase();
const state: { api?: TestApi; token: string; other: string } = { token: '', other: '' };
const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 31, 10, minute));
const sha = (letter: string): string => letter.repeat(40);

interface Told {
  tenant?: string;
  id: string;
  repository?: string;
  environment?: string;
  commit?: string;
  minute: number;
  state?: string;
  result?: string | null;
}

const deployed = (told: Told) => {
  const { tenant = 'one', repository = 'demo/shop', environment = 'production', commit = 'a', state: word } = told;
  const result = told.result === undefined ? 'success' : told.result;
  return {
    tenant,
    id: told.id,
    provider: 'github',
    repository,
    environment,
    production: environment === 'production',
    state: word ?? result ?? 'in_progress',
    sha: sha(commit),
    result,
    created_at: at(told.minute),
    updated_at: at(told.minute + 1),
    finished_at: result === null ? null : at(told.minute + 1),
  };
};

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.token = await createTestToken(db, 'one');
  state.other = await createTestToken(db, 'two');
  await db
    .insertInto('deployment')
    .values([
      deployed({ id: 'old', commit: 'a', minute: 0, state: 'inactive' }),
      deployed({ id: 'runs', commit: 'b', minute: 10 }),
      deployed({ id: 'failed', commit: 'c', minute: 20, result: 'failure' }),
      deployed({ id: 'unfinished', commit: 'd', minute: 30, result: null }),
      deployed({ id: 'staged', environment: 'staging', commit: 'c', minute: 15 }),
      deployed({ id: 'api', repository: 'demo/api', commit: 'e', minute: 1 }),
      deployed({ id: 'foreign', tenant: 'two', commit: 'f', minute: 50 }),
      // Only ever failed: nothing runs there.
      deployed({ id: 'never', repository: 'demo/new', minute: 5, result: 'error' }),
    ])
    .execute();
  await db
    .insertInto('commit')
    .values({
      tenant: 'one',
      sha: sha('b'),
      provider: 'github',
      repository: 'demo/shop',
      message: 'Round prices',
      committed_at: at(5),
    })
    .execute();
});
afterAll(() => state.api?.close());

async function environments(query = '', token = state.token) {
  if (!state.api) throw new Error('not started');
  const answer = await state.api.get(`/api/v1/environments${query}`, token);
  expect(answer.status).toBe(200);
  return RunningDeploymentPage.parse(answer.body);
}
const idsOf = async (query = '', token = state.token) => (await environments(query, token)).items.map(({ id }) => id);

test('the newest success of each place, by repository and environment: what failed or goes on replaces nothing', async () => {
  expect(await idsOf()).toEqual(['api', 'runs', 'staged']);
});

test('with what is known of the commit', async () => {
  const { items } = await environments('?repository=demo/shop');
  expect(items).toMatchObject([
    { id: 'runs', commit: sha('b'), commitMessage: 'Round prices', committedAt: at(5).toISOString(), production: true },
    { id: 'staged', commitMessage: null, committedAt: null, production: false },
  ]);
});

test('only what was asked for, and only of the own tenant', async () => {
  expect(await idsOf('?environment=staging')).toEqual(['staged']);
  expect(await idsOf('?repository=demo/api,demo/shop&environment=production')).toEqual(['api', 'runs']);
  expect(await idsOf('?repository=demo/none')).toEqual([]);
  expect(await idsOf('', state.other)).toEqual(['foreign']);
});

test('page by page: the same places, each once', async () => {
  const seen: string[] = [];
  let next: string | null = '';
  for (let pages = 0; next !== null && pages < 5; pages++) {
    const page = await environments(`?limit=1${next === '' ? '' : `&cursor=${next}`}`);
    seen.push(...page.items.map(({ id }) => id));
    next = page.next;
  }
  expect(seen).toEqual(['api', 'runs', 'staged']);
  expect(next).toBeNull();
});

test('of two that ended in the same moment always the same one', async () => {
  await database
    .db()
    .insertInto('deployment')
    .values([
      deployed({ tenant: 'two', id: 'x1', environment: 'test', minute: 1 }),
      deployed({ tenant: 'two', id: 'x2', environment: 'test', minute: 1 }),
    ])
    .execute();
  expect(await idsOf('?environment=test', state.other)).toEqual(['x2']);
});

test('of five thousand deployments to three places the newest of each', async () => {
  await rawQuery(database.db(), `INSERT INTO tenant (id, name) VALUES ('many', 'many') ON CONFLICT DO NOTHING`, []);
  await rawQuery(
    database.db(),
    `INSERT INTO deployment (tenant, id, provider, repository, environment, state, sha, result, created_at, updated_at, finished_at)
     SELECT 'many', 'm' || n, 'github', 'demo/shop', 'e' || n % 3, 'success', repeat('a', 40), 'success', t, t, t
     FROM generate_series(1, 5000) n, LATERAL (SELECT timestamptz '2026-01-01' + n * interval '1 minute' AS t) _`,
    [],
  );
  const token = await createTestToken(database.db(), 'many');
  expect(await idsOf('', token)).toEqual(['m4998', 'm4999', 'm5000']);
});
