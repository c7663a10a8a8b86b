import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { createTestToken, startTestApi, type Answer, type TestApi } from '../testing/server';

jest.setTimeout(30_000);

const database = withTestDatabase();
const state: { api?: TestApi; token: string } = { token: '' };

beforeAll(async () => {
  for (const id of ['shop', 'other']) {
    await database.db().insertInto('tenant').values({ id, name: id }).execute();
    await database.db().insertInto('project').values({ tenant: id, slug: 'web', name: 'Web' }).execute();
  }
  state.token = await createTestToken(database.db(), 'shop');
  state.api = await startTestApi(database.db());
});
afterAll(() => state.api?.close());

const addIssues = (tenant: string, status: string, level: string, count: number) =>
  rawQuery(
    database.db(),
    `INSERT INTO issue (tenant, project_id, short_id, title, level, status, platform, first_seen, last_seen, grouping)
     SELECT $1, p.id, $2 || '-' || $3 || '-' || n, $3 || ' in the cart', $3, $2, 'node', now() - n * interval '1 hour', now() - n * interval '1 hour', '{}'
     FROM project p, generate_series(1, $4::int) AS n WHERE p.tenant = $1`,
    [tenant, status, level, count],
  );

const counts = async (query = ''): Promise<Answer> => {
  if (!state.api) throw new Error('not started');
  return state.api.get(`/api/v1/issue-counts${query}`, state.token);
};

test('each status is counted under the filters of the list, and never another tenant’s', async () => {
  await addIssues('shop', 'unresolved', 'error', 3);
  await addIssues('shop', 'unresolved', 'fatal', 2);
  await addIssues('shop', 'resolved', 'error', 4);
  await addIssues('other', 'archived', 'error', 5);
  const found = async (query: string) => (await counts(query)).body;
  expect(await found('')).toEqual({ unresolved: 5, resolved: 4, archived: 0, cap: 1000 });
  expect(await found('?level=fatal')).toMatchObject({ unresolved: 2, resolved: 0 });
  expect(await found('?q=fatal%20cart')).toMatchObject({ unresolved: 2, resolved: 0 });
  expect(await found('?q=is:resolved')).toMatchObject({ unresolved: 0, resolved: 4 });
  expect(await found(`?from=${new Date(Date.now() - 90 * 60_000).toISOString()}`)).toMatchObject({
    unresolved: 2,
    resolved: 1,
  });
  expect(await found('?project=none')).toMatchObject({ unresolved: 0, resolved: 0 });
});

test('counting ends at the cap', async () => {
  await addIssues('shop', 'archived', 'warning', 1200);
  expect((await counts()).body).toMatchObject({ archived: 1000, cap: 1000 });
});

test('what orders or pages a list is no parameter of a count', async () => {
  for (const query of ['?sort=count', '?limit=5', '?status=resolved', '?cursor=x'])
    expect((await counts(query)).status).toBe(400);
});
