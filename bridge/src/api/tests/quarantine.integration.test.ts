import { Quarantine, QuarantinedTests, RunTests, TestHistory, TestPage } from '@summit/contracts';
import { addRun, append, digestOptions, drain, tests } from '../../digest/reports/testing/builds';
import { withTestDatabase } from '../../testing/database';
import { causesOf, createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(30_000);

const database = withTestDatabase();
const dayMs = 86_400_000;
const clock = { now: new Date() };
const later = (days: number): string => new Date(clock.now.getTime() + days * dayMs).toISOString();
const state: { api?: TestApi; token: string; south: string } = { token: '', south: '' };
const api = (): TestApi => {
  if (!state.api) throw new Error('not started');
  return state.api;
};
const send = (method: string, path: string, body?: unknown, token = state.token) =>
  api().send(method, `/api/v1${path}`, token, body);
const list = async (query = ''): Promise<TestPage['items']> =>
  TestPage.parse((await send('GET', `/tests${query}`)).body).items;
type TestPage = ReturnType<typeof TestPage.parse>;
const listed = async (repository = 'demo/shop', token = state.token) =>
  QuarantinedTests.parse((await send('GET', `/tests/quarantine?repository=${repository}`, undefined, token)).body)
    .items;
const idOf = async (name: string): Promise<string> => {
  const found = (await list('?limit=200')).find((one) => one.name === name);
  if (!found) throw new Error(`no test ${name}`);
  return found.id;
};

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db, { now: () => clock.now });
  state.token = await createTestToken(db, 'north');
  state.south = await createTestToken(db, 'south');
  await addRun(db, { tenant: 'north', id: 'r1', at: new Date(clock.now.getTime() - 3_600_000) });
  const report = tests({ name: 'flaps', outcome: 'failed', file: 'cart/a.test.ts' }, { name: 'steady' });
  await append(database.url(), [{ tenant: 'north', run: 'r1', report }]);
  await drain(digestOptions(db));
});
afterAll(async () => {
  await state.api?.close();
});
beforeEach(async () => {
  clock.now = new Date();
  await database.db().deleteFrom('test_quarantine').execute();
  await database.db().deleteFrom('audit').execute();
});

test('begins with a reason, ends after 14 days, and is told wherever the test is', async () => {
  const id = await idOf('flaps');
  const answer = await send('PUT', `/tests/${id}/quarantine`, { reason: ' Waits for stock ' });
  expect(answer.status).toBe(200);
  const quarantine = Quarantine.parse(answer.body);
  expect(quarantine).toEqual({ reason: 'Waits for stock', by: 'test', since: later(0), until: later(14) });
  expect((await list('?q=flaps'))[0]?.quarantine).toEqual(quarantine);
  expect(TestHistory.parse((await send('GET', `/tests/${id}`)).body).test.quarantine).toEqual(quarantine);
  const ofRun = RunTests.parse((await send('GET', '/runs/r1/tests')).body).items;
  expect(ofRun.map((one) => [one.name, one.quarantine?.by])).toEqual([
    ['flaps', 'test'],
    ['steady', undefined],
  ]);
  expect((await list('?state=quarantined')).map(({ name }) => name)).toEqual(['flaps']);
  expect(await listed()).toEqual([
    { testId: id, repository: 'demo/shop', suite: 'cart', name: 'flaps', file: 'cart/a.test.ts', ...quarantine },
  ]);
  expect(await listed('demo/api')).toEqual([]);
});

test('ends by itself when its day has come', async () => {
  const id = await idOf('flaps');
  await send('PUT', `/tests/${id}/quarantine`, { reason: 'A week', until: later(7) });
  clock.now = new Date(later(7));
  expect(await listed()).toEqual([]);
  expect(await list('?state=quarantined')).toEqual([]);
  expect((await send('DELETE', `/tests/${id}/quarantine`)).status).toBe(404);
  expect((await send('PUT', `/tests/${id}/quarantine`, { reason: 'Again' })).status).toBe(200);
  expect(await listed()).toHaveLength(1);
});

test('is ended by hand, once', async () => {
  const id = await idOf('flaps');
  await send('PUT', `/tests/${id}/quarantine`, { reason: 'x' });
  expect((await send('DELETE', `/tests/${id}/quarantine`)).status).toBe(204);
  expect(await listed()).toEqual([]);
  expect((await send('DELETE', `/tests/${id}/quarantine`)).status).toBe(404);
});

test('takes another reason and end, of which the last counts', async () => {
  const id = await idOf('flaps');
  await send('PUT', `/tests/${id}/quarantine`, { reason: 'first', until: later(1) });
  await send('PUT', `/tests/${id}/quarantine`, { reason: 'second', until: later(90) });
  expect(await listed()).toMatchObject([{ reason: 'second', until: later(90) }]);
});

test('is one where several people begin it at once', async () => {
  const id = await idOf('flaps');
  const all = await Promise.all(
    ['a', 'b', 'c', 'd'].map((reason) => send('PUT', `/tests/${id}/quarantine`, { reason })),
  );
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await listed()).toHaveLength(1);
});

test('is written down with who, what and why', async () => {
  const id = await idOf('flaps');
  await send('PUT', `/tests/${id}/quarantine`, { reason: 'Waits for stock' });
  await send('DELETE', `/tests/${id}/quarantine`);
  const lines = await database
    .db()
    .selectFrom('audit')
    .selectAll()
    .where('tenant', '=', 'north')
    .orderBy('id')
    .execute();
  expect(lines).toMatchObject([
    {
      actor: 'service:test',
      action: 'test.quarantine',
      subject: id,
      detail: { repository: 'demo/shop', suite: 'cart', name: 'flaps', reason: 'Waits for stock', until: later(14) },
    },
    { action: 'test.unquarantine', subject: id, detail: { name: 'flaps' } },
  ]);
});

test.each([
  ['no reason', {}],
  ['a blank one', { reason: '  ' }],
  ['one that is too long', { reason: 'x'.repeat(501) }],
  ['one with NUL', { reason: 'a\0' }],
  ['an end that is over', { reason: 'x', until: '2020-01-01T00:00:00Z' }],
  ['an end that is no time', { reason: 'x', until: 'tomorrow' }],
])('is refused with %s', async (_, body) => {
  const answer = await send('PUT', `/tests/${await idOf('flaps')}/quarantine`, body);
  expect(answer.status).toBe(400);
  expect(causesOf(answer)).not.toEqual([]);
});

test('lasts at most 90 days', async () => {
  const id = await idOf('flaps');
  const answer = await send('PUT', `/tests/${id}/quarantine`, { reason: 'x', until: later(90.01) });
  expect([answer.status, causesOf(answer)]).toEqual([400, ['until: after now, and at most 90 days from now']]);
});

test('needs the scope write', async () => {
  const id = await idOf('flaps');
  const reader = await createTestToken(database.db(), 'north', { scopes: ['read'] });
  expect((await send('PUT', `/tests/${id}/quarantine`, { reason: 'x' }, reader)).status).toBe(403);
  expect((await send('DELETE', `/tests/${id}/quarantine`, undefined, reader)).status).toBe(403);
  expect(await listed('demo/shop', reader)).toEqual([]);
});

test('of another tenant is neither seen nor changed', async () => {
  const id = await idOf('flaps');
  expect((await send('PUT', `/tests/${id}/quarantine`, { reason: 'x' }, state.south)).status).toBe(404);
  await send('PUT', `/tests/${id}/quarantine`, { reason: 'mine' });
  expect(await listed('demo/shop', state.south)).toEqual([]);
  expect((await send('DELETE', `/tests/${id}/quarantine`, undefined, state.south)).status).toBe(404);
  expect(await listed()).toMatchObject([{ reason: 'mine' }]);
});
