import type { Backfill } from '@summit/contracts';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { backfillRules } from '../../backfill/rules';
import { causesOf, createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(30_000);
const database = withTestDatabase();
const state: { api?: TestApi; north: string; south: string; reader: string } = { north: '', south: '', reader: '' };
const api = (): TestApi => {
  if (!state.api) throw new Error('not started');
  return state.api;
};
beforeAll(async () => {
  state.api = await startTestApi(database.db(), { backfill: backfillRules(['127.0.0.1']) });
  state.north = await createTestToken(database.db(), 'north');
  state.south = await createTestToken(database.db(), 'south');
  state.reader = await createTestToken(database.db(), 'north', { scopes: ['read', 'write'] });
});
afterAll(async () => {
  await state.api?.close();
});

const given = {
  provider: 'github',
  token: 'ghp_hush-hush',
  repositories: ['demo/shop', ' demo/cart/ ', 'demo/shop'],
  since: '2026-01-01T00:00:00Z',
};
const create = (body: object = {}, token = state.north) =>
  api().send('POST', '/api/v1/backfills', token, { ...given, ...body });
const created = async (body: object = {}): Promise<Backfill> => (await create(body)).body as Backfill;

test('a new source waits for its turn, with each repository once, and its token sealed', async () => {
  const answer = await create();
  expect(answer.status).toBe(201);
  const source = answer.body as Backfill;
  expect(source).toMatchObject({
    provider: 'github',
    name: 'github.com',
    url: 'https://github.com',
    state: 'running',
    repairHours: 48,
    requestsPerSecond: 2,
    createdBy: 'service:test',
    error: null,
    repositories: [
      { name: 'demo/shop', state: 'waiting', runs: 0, remaining: null },
      { name: 'demo/cart', state: 'waiting' },
    ],
  });
  const [row] = await rawQuery<{ token: Buffer }>(database.db(), 'SELECT token FROM backfill WHERE id = $1', [
    source.id,
  ]);
  expect(row?.token.toString()).toBe('sealed:ghp_hush-hush');
  const tasks = await rawQuery<{ repository: string }>(
    database.db(),
    'SELECT repository FROM backfill_task WHERE backfill_id = $1 ORDER BY 1',
    [source.id],
  );
  expect(tasks.map((task) => task.repository)).toEqual(['demo/cart', 'demo/shop']);
});

test('the token is in no answer, no log line and no audit line', async () => {
  const { id } = await created();
  await api().send('POST', `/api/v1/backfills/${id}/resume`, state.north, { token: 'ghp_hush-again' });
  const answers = [
    await api().get('/api/v1/backfills', state.north),
    await api().get(`/api/v1/backfills/${id}`, state.north),
    await create({ repositories: ['not a name'] }),
    await create({ token: 'hush with a blank' }),
  ];
  const audited = await rawQuery(database.db(), 'SELECT * FROM audit WHERE subject = $1 ORDER BY id', [id]);
  expect(audited).toMatchObject([
    { action: 'backfill.create', detail: { repositories: ['demo/shop', 'demo/cart'] } },
    { action: 'backfill.resume', detail: { newToken: true } },
  ]);
  const all = JSON.stringify([answers.map(({ body }) => body), api().logged, audited]);
  expect(all).not.toContain('hush');
});

test.each([
  [{ url: 'http://github.example.org' }, /url: must start with https/],
  [{ url: 'https://localhost' }, /url: names this machine/],
  [{ repositories: ['demo'] }, /demo: must be owner\/name/],
  [{ repositories: ['demo/..'] }, /must be owner\/name/],
  [{ provider: 'gitlab', repositories: ['group/../admin'] }, /must be group\/project/],
  [{ provider: 'jenkins', repositories: ['a'], url: 'https://ci.example.org' }, /token: must be user:token/],
  [{ provider: 'jenkins', repositories: ['a'], token: 'u:t' }, /url: must be given/],
  [{ since: '2999-01-01T00:00:00Z' }, /since: must not be in the future/],
  [{ token: 'a\nb' }, /token/],
  [{ repositories: [] }, /repositories/],
  [{ requestsPerSecond: 1000 }, /requestsPerSecond/],
  [{ provider: 'azure' }, /provider/],
  [{ logs: { days: 0 } }, /logs\.days/],
  [{ logs: { maxBytes: 1 << 30 } }, /logs\.maxBytes/],
])('%j is refused with what is wrong', async (body, cause) => {
  const answer = await create(body);
  expect(answer.status).toBe(400);
  expect(causesOf(answer).join('\n')).toMatch(cause);
});

test('pause and resume: the error and the failed repositories are taken up again where they stopped', async () => {
  const { id } = await created();
  const act = async (action: string, body?: object) =>
    (await api().send('POST', `/api/v1/backfills/${id}/${action}`, state.north, body)).body as Backfill;
  expect(await act('pause')).toMatchObject({ state: 'paused' });
  expect(await act('resume')).toMatchObject({ state: 'running' });
  await rawQuery(database.db(), `UPDATE backfill SET error = 'refused' WHERE id = $1`, [id]);
  await rawQuery(
    database.db(),
    `UPDATE backfill_repository SET state = 'failed', error = 'gone', repaired_at = CASE WHEN name = 'demo/cart' THEN now() END WHERE backfill_id = $1`,
    [id],
  );
  await rawQuery(database.db(), 'UPDATE backfill_task SET failures = 8 WHERE backfill_id = $1', [id]);
  expect((await api().get(`/api/v1/backfills/${id}`, state.north)).body).toMatchObject({
    state: 'failed',
    error: 'refused',
  });
  const after = await act('resume', { token: 'ghp_hush-new' });
  expect(after).toMatchObject({
    state: 'running',
    error: null,
    repositories: [
      { name: 'demo/shop', state: 'waiting', error: null },
      { name: 'demo/cart', state: 'repairing', error: null },
    ],
  });
  const rows = await rawQuery<{ token: Buffer; failures: number }>(
    database.db(),
    'SELECT s.token, t.failures FROM backfill s JOIN backfill_task t ON t.backfill_id = s.id WHERE s.id = $1',
    [id],
  );
  expect(rows.map((row) => [row.token.toString(), row.failures])).toEqual([
    ['sealed:ghp_hush-new', 0],
    ['sealed:ghp_hush-new', 0],
  ]);
});

test('says what it waits for, and how much is left', async () => {
  const { id } = await created({ repositories: ['demo/shop'] });
  await rawQuery(
    database.db(),
    `UPDATE backfill SET waiting_until = now() + interval '1 hour', waiting_for = 'limit', requests = 12 WHERE id = $1`,
    [id],
  );
  await rawQuery(
    database.db(),
    `UPDATE backfill_repository SET full_name = 'demo/shop', unlisted = 100, runs = 7 WHERE backfill_id = $1`,
    [id],
  );
  await rawQuery(
    database.db(),
    `INSERT INTO backfill_task (backfill_id, repository, task, of_run) SELECT $1, 'demo/shop', '{}', true FROM generate_series(1, 3)`,
    [id],
  );
  expect((await api().get(`/api/v1/backfills/${id}`, state.north)).body).toMatchObject({
    state: 'waiting',
    waitingFor: 'limit',
    waitingUntil: expect.any(String),
    requests: 12,
    repositories: [{ state: 'importing', runs: 7, remaining: 103 }],
  });
  await rawQuery(database.db(), `UPDATE backfill SET waiting_until = now() - interval '1 second' WHERE id = $1`, [id]);
  expect((await api().get(`/api/v1/backfills/${id}`, state.north)).body).toMatchObject({
    state: 'running',
    waitingFor: null,
  });
});

test('logs are asked for only where somebody wants them, and counted apart: they are no part of the round', async () => {
  expect(await created()).toMatchObject({ logs: null });
  const { id, logs } = await created({ repositories: ['demo/shop'], logs: { days: 14 } });
  expect(logs).toEqual({ days: 14, maxBytes: 8 * 1024 * 1024 });
  await rawQuery(database.db(), 'DELETE FROM backfill_task WHERE backfill_id = $1', [id]);
  await rawQuery(
    database.db(),
    `UPDATE backfill_repository SET state = 'done', full_name = name, logs = 5, log_bytes = 1234, logs_missing = 2, logs_skipped = 3 WHERE backfill_id = $1`,
    [id],
  );
  await rawQuery(
    database.db(),
    `INSERT INTO backfill_task (backfill_id, repository, task, late) SELECT $1, 'demo/shop', '{}', 'log' FROM generate_series(1, 4)`,
    [id],
  );
  expect((await api().get(`/api/v1/backfills/${id}`, state.north)).body).toMatchObject({
    state: 'running',
    repositories: [
      { state: 'done', remaining: 0, logs: { fetched: 5, bytes: 1234, missing: 2, skipped: 3, waiting: 4 } },
    ],
  });
});

test('removing a source takes its token and what was still to be asked', async () => {
  const { id } = await created();
  expect((await api().send('DELETE', `/api/v1/backfills/${id}`, state.north)).status).toBe(204);
  expect((await api().get(`/api/v1/backfills/${id}`, state.north)).status).toBe(404);
  const left = await rawQuery(database.db(), 'SELECT FROM backfill_task WHERE backfill_id = $1', [id]);
  expect(left).toEqual([]);
});

test('another tenant sees and touches nothing of it, and who is no administrator neither', async () => {
  const { id } = await created();
  expect((await api().get('/api/v1/backfills', state.south)).body).toEqual({ items: [], next: null });
  for (const [method, path] of [
    ['GET', id],
    ['POST', `${id}/pause`],
    ['POST', `${id}/resume`],
    ['DELETE', id],
  ] as const)
    expect((await api().send(method, `/api/v1/backfills/${path}`, state.south)).status).toBe(404);
  expect((await api().get(`/api/v1/backfills/${id}`, state.reader)).status).toBe(403);
  expect((await create({}, state.reader)).status).toBe(403);
  expect((await api().get(`/api/v1/backfills/${id}`, state.north)).body).toMatchObject({ state: 'running' });
});
