import { CreatedRollbackPolicy, RollbackPolicies } from '@summit/contracts';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';

const database = withTestDatabase();
const state: { api?: TestApi; token: string; reader: string; other: string } = { token: '', reader: '', other: '' };
beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.token = await createTestToken(db, 'one');
  state.reader = await createTestToken(db, 'one', { scopes: ['read'] });
  state.other = await createTestToken(db, 'two');
});
afterAll(() => state.api?.close());

const send = async (path: string, body: unknown, token = state.token) => {
  if (!state.api) throw new Error('not started');
  return state.api.send('POST', `/api/v1/rollback-policies${path}`, token, body);
};

test('a new secret replaces the one before, is told once, and by administrators of the tenant alone', async () => {
  const created = await send('', {
    repository: 'demo/shop',
    environment: 'production',
    url: 'https://deploy.example.org/rollback',
    conditions: { newFatalIssue: true, worseRatio: null, newIssueEvents: null },
  });
  const before = CreatedRollbackPolicy.parse(created.body);
  const kept = async (): Promise<string | undefined> => {
    const rows = await rawQuery<{ secret: Buffer }>(database.db(), 'SELECT secret FROM rollback_policy', []);
    // What the API of the tests seals it leaves readable.
    return rows[0]?.secret.toString('utf8');
  };
  expect(await kept()).toContain(before.secret);

  expect((await send(`/${before.id}/rotate`, {}, state.reader)).status).toBe(403);
  expect((await send(`/${before.id}/rotate`, {}, state.other)).status).toBe(404);
  expect(await kept()).toContain(before.secret);

  const rotated = CreatedRollbackPolicy.parse((await send(`/${before.id}/rotate`, {})).body);
  expect(rotated.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(rotated.secret).not.toBe(before.secret);
  expect(rotated).toMatchObject({ id: before.id, conditions: before.conditions, target: 'deploy.example.org' });
  expect(await kept()).toContain(rotated.secret);

  const listed = await state.api?.get('/api/v1/rollback-policies', state.token);
  expect(RollbackPolicies.parse(listed?.body).items).toHaveLength(1);
  expect(JSON.stringify(listed?.body)).not.toContain('whsec_');
  const audit = await rawQuery<{ detail: unknown }>(
    database.db(),
    `SELECT detail FROM audit WHERE tenant = 'one' AND action = 'rollback_policy.rotate'`,
    [],
  );
  expect(audit).toHaveLength(1);
  expect(JSON.stringify(audit)).not.toContain('whsec_');
});
