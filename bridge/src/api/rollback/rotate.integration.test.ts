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
    action: { kind: 'webhook', url: 'https://deploy.example.org/rollback' },
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

describe('an action of a provider', () => {
  const github = { kind: 'github', api: 'https://api.github.com/', repository: 'demo/deploy', workflow: 'back.yml' };
  const conditions = { newFatalIssue: true, worseRatio: null, newIssueEvents: null };
  const make = async (action: object, environment: string) =>
    send('', { repository: 'demo/deploys', environment, action, conditions });
  const put = async (id: string, action: object | undefined, token = state.token) =>
    state.api?.send('PUT', `/api/v1/rollback-policies/${id}`, token, { action, conditions });
  const kept = async (id: string) =>
    database
      .db()
      .selectFrom('rollback_policy')
      .select(['url', 'secret'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
      .then(({ url, secret }) => ({ url, secret: secret?.toString('utf8') }));

  test('keeps its token sealed, tells it to nobody, and lets it stay with the API it is for alone', async () => {
    const created = await make({ ...github, ref: 'main', token: 'first-token' }, 'a');
    const policy = CreatedRollbackPolicy.parse(created.body);
    expect(policy).toMatchObject({ secret: null, target: 'api.github.com', action: { api: 'https://api.github.com' } });
    expect(await kept(policy.id)).toEqual({ url: 'https://api.github.com', secret: 'sealed:first-token' });

    const changed = await put(policy.id, { ...github, ref: 'v2' });
    expect(changed?.body).toMatchObject({ action: { ref: 'v2' }, secret: null });
    await put(policy.id, undefined);
    expect(await kept(policy.id)).toMatchObject({ secret: 'sealed:first-token' });
    const elsewhere = await put(policy.id, { ...github, ref: 'v2', api: 'https://evil.example.org' });
    expect(elsewhere?.status).toBe(400);
    expect(JSON.stringify(elsewhere?.body)).toContain('action.token: a token is needed');
    await put(policy.id, { ...github, ref: 'v2', token: 'second-token' });
    expect(await kept(policy.id)).toEqual({ url: 'https://api.github.com', secret: 'sealed:second-token' });

    expect((await send(`/${policy.id}/rotate`, {})).status).toBe(409);
    expect((await put(policy.id, { ...github, ref: 'theirs' }, state.other))?.status).toBe(404);
    const listed = await state.api?.get('/api/v1/rollback-policies', state.token);
    const audit = await rawQuery(database.db(), `SELECT detail FROM audit`, []);
    const all = JSON.stringify([created.body, changed?.body, listed?.body, audit]);
    expect(all).not.toMatch(/(first|second)-token/);
    expect(all).toContain('"token":"given"');
    const foreign = await state.api?.get('/api/v1/rollback-policies', state.other);
    expect(RollbackPolicies.parse(foreign?.body).items).toEqual([]);
  });

  test('that becomes a webhook needs an address, and is given a secret', async () => {
    const gitlab = { kind: 'gitlab', api: 'https://gitlab.com/api/v4', project: 'demo/deploy', ref: 'main' };
    const policy = CreatedRollbackPolicy.parse((await make({ ...gitlab, auth: 'trigger', token: 't' }, 'b')).body);
    expect((await put(policy.id, { ...gitlab, auth: 'token' }))?.status).toBe(400);
    expect((await put(policy.id, { kind: 'webhook' }))?.status).toBe(400);
    const became = await put(policy.id, { kind: 'webhook', url: 'https://deploy.example.org/x' });
    const { secret, action } = CreatedRollbackPolicy.parse(became?.body);
    expect([secret, action]).toEqual([expect.stringMatching(/^whsec_/), { kind: 'webhook' }]);
    expect((await kept(policy.id)).secret).toBe(`sealed:${secret}`);
  });

  test.each<[string, object]>([
    ['http', { ...github, ref: 'main', token: 't', api: 'http://api.github.com' }],
    ['a private address', { ...github, ref: 'main', token: 't', api: 'https://10.0.0.1/api/v3' }],
    ['a query in the root', { ...github, ref: 'main', token: 't', api: 'https://api.github.com/?a=' }],
    ['a way out of the path', { ...github, ref: 'main', token: 't', repository: 'demo/..' }],
    ['no workflow file', { ...github, ref: 'main', token: 't', workflow: '../../x.yml' }],
    ['a token that would be two headers', { ...github, ref: 'main', token: 't\r\nx: y' }],
    ['no token', { ...github, ref: 'main' }],
  ])('is refused with %s', async (_name, action) => {
    expect((await make(action, 'refused')).status).toBe(400);
  });
});

test('conditions on metrics are refused where there are none to ask, and the list says so', async () => {
  const slower = { service: 'shop', ratio: 1.5 };
  const policy = {
    ...{
      repository: 'demo/slow',
      environment: 'production',
      action: { kind: 'webhook', url: 'https://a.example.org/' },
    },
    conditions: { newFatalIssue: false, worseRatio: null, newIssueEvents: null, slower },
  };
  const refused = await send('', policy);
  expect([refused.status, JSON.stringify(refused.body)]).toEqual([400, expect.stringContaining('METRICS_URL')]);
  expect((await state.api?.get('/api/v1/rollback-policies', state.token))?.body).toMatchObject({ metrics: false });
  const asking = await startTestApi(database.db(), { rollbackAsksMetrics: true });
  const made = await asking.send('POST', '/api/v1/rollback-policies', state.token, policy);
  expect(CreatedRollbackPolicy.parse(made.body).conditions).toMatchObject({ slower, burn: null });
  await asking.close();
});
