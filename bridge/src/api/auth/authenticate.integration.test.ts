import { z } from 'zod';
import { withTestDatabase } from '../../testing/database';
import { startTestGrafana, type TestGrafana } from '../testing/identity';
import { createTestToken, startTestApi, textIn, type TestApi } from '../testing/server';

// Real sockets and a real database on a machine that may be busy with other tests.
jest.setTimeout(30_000);

const database = withTestDatabase();
const started: { api?: TestApi; grafana?: TestGrafana } = {};
const tokens = new Map<string, string>();

beforeAll(async () => {
  const db = database.db();
  started.grafana = await startTestGrafana();
  started.api = await startTestApi(db, { grafana: { issuer: `${started.grafana.issuer}/`, jwksUrl: null } });
  const make = async (name: string, tenant: string, wanted: Parameters<typeof createTestToken>[2]) =>
    tokens.set(name, await createTestToken(db, tenant, { name, ...wanted }));
  await make('service', 'one', {});
  await make('reader', 'one', { scopes: ['read'] });
  await make('writer', 'one', { scopes: ['read', 'write'] });
  await make('sender', 'one', { scopes: ['ingest'] });
  await make('revoked', 'one', { revokedAt: new Date() });
  await make('expired', 'one', { expiresAt: new Date(Date.now() - 1000) });
  await make('grafana', 'one', { kind: 'grafana' });
  await make('grafana reader', 'one', { kind: 'grafana', scopes: ['read'] });
  await make('grafana of two', 'two', { kind: 'grafana' });
  await db.insertInto('grafana_org').values({ issuer: started.grafana.issuer, org_id: 1, tenant: 'one' }).execute();
});
afterAll(async () => {
  await started.api?.close();
  await started.grafana?.close();
});

const api = (): TestApi => {
  if (!started.api) throw new Error('not started');
  return started.api;
};
const grafana = (): TestGrafana => {
  if (!started.grafana) throw new Error('not started');
  return started.grafana;
};
const token = (name: string): string => tokens.get(name) ?? name;

/** A call that reads, one that acts, one that configures: 2xx or 404 past the gate, 401 or 403 at it. */
async function gate(name: string, headers: Record<string, string> = {}) {
  const calls = [
    ['GET', '/api/v1/runs', undefined],
    ['PUT', '/api/v1/issues/1', { status: 'resolved' }],
    ['GET', '/api/v1/tokens', undefined],
  ] as const;
  const answers = await Promise.all(
    calls.map(([method, path, body]) => api().send(method, path, token(name), body, headers)),
  );
  return answers.map((answer) => answer.status).join(' ');
}

describe('service tokens', () => {
  test('who reads sees DSN keys, which ship in browsers anyway; making and revoking them is for admins', async () => {
    const Keys = z.object({ keys: z.array(z.object({ publicKey: z.string(), dsn: z.string() })) });
    const made = Keys.parse((await api().send('POST', '/api/v1/projects', token('service'), { name: 'Keys' })).body);
    const [{ publicKey, dsn } = { publicKey: '', dsn: '' }] = made.keys;
    expect(dsn).toContain(publicKey);
    const at = '/api/v1/projects/keys';
    for (const path of ['/api/v1/projects', at, `${at}/keys`]) {
      const answer = await api().get(path, token('reader'));
      expect([path, answer.status]).toEqual([path, 200]);
      expect(JSON.stringify(answer.body)).toContain(dsn);
      expect((await api().get(path, token('sender'))).status).toBe(403);
    }
    for (const name of ['reader', 'writer']) {
      expect((await api().send('POST', `${at}/keys`, token(name), {})).status).toBe(403);
      expect((await api().send('DELETE', `${at}/keys/${publicKey}`, token(name))).status).toBe(403);
    }
  });

  test.each([
    ['service', '200 404 200'],
    ['writer', '200 404 403'],
    ['reader', '200 403 403'],
    ['sender', '403 403 403'],
    ['revoked', '401 401 401'],
    ['expired', '401 401 401'],
    ['summit_unknown-unknown-unknown', '401 401 401'],
    ['short', '401 401 401'],
    ['', '401 401 401'],
  ])('%s: read, write, admin give %s', async (name, expected) => {
    expect(await gate(name)).toBe(expected);
  });

  test('ignore X-Grafana-Id, good or bad, and act under their own name', async () => {
    for (const jwt of ['nonsense', await grafana().sign({ role: 'Viewer', username: 'eve' })]) {
      const me = await api().get('/api/v1/me', token('service'), { 'x-grafana-id': jwt });
      expect(me).toMatchObject({ status: 200, body: { tenant: 'one', actor: 'service', kind: 'service', role: null } });
      expect(await gate('service', { 'x-grafana-id': jwt })).toBe('200 404 200');
    }
  });

  test('that are unknown, revoked or expired are answered alike', async () => {
    const answers = await Promise.all(
      ['revoked', 'expired', 'summit_unknown-unknown-unknown', ''].map((name) =>
        api().get('/api/v1/runs', token(name)),
      ),
    );
    const [first, ...others] = answers.map(({ status, body, headers }) => [
      status,
      body,
      headers.get('www-authenticate'),
    ]);
    for (const other of others) expect(other).toEqual(first);
  });

  test('are refused at once after their revocation over the API', async () => {
    const created = await api().send('POST', '/api/v1/tokens', token('service'), {
      name: 'short-lived',
      kind: 'service',
      scopes: ['read'],
    });
    expect(created.status).toBe(201);
    const secret = textIn(created, 'token');
    expect(await gate(secret)).toBe('200 403 403');
    const listed = await api().get('/api/v1/tokens', token('service'));
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    expect((await api().send('DELETE', `/api/v1/tokens/${textIn(created, 'id')}`, token('service'))).status).toBe(204);
    expect(await gate(secret)).toBe('401 401 401');
  });

  test('cannot give more than they have', async () => {
    await createTestToken(database.db(), 'one', {}).then((secret) => tokens.set('plain', secret));
    const admin = await createTestToken(database.db(), 'one', { scopes: ['admin'] });
    const wanted = { name: 'more', kind: 'service', scopes: ['read', 'write'] };
    expect((await api().send('POST', '/api/v1/tokens', admin, wanted)).status).toBe(403);
  });

  test('note when they were last used', async () => {
    await gate('reader');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const row = await database
      .db()
      .selectFrom('token')
      .select('last_used_at')
      .where('name', '=', 'reader')
      .executeTakeFirstOrThrow();
    expect(row.last_used_at).toBeInstanceOf(Date);
  });
});

describe('grafana tokens', () => {
  type Sign = Parameters<TestGrafana['sign']>;
  const inAnHour = Math.floor(Date.now() / 1000) + 3600;
  test.each<[string, string, ...Sign]>([
    ['an administrator may all', '200 404 200', { role: 'Admin' }],
    ['an editor acts', '200 404 403', { role: 'Editor' }],
    ['a viewer reads', '200 403 403', { role: 'Viewer' }],
    ['no role may nothing', '403 403 403', { role: 'None' }],
    ['an unknown role may nothing', '403 403 403', { role: 'Emperor' }],
    ['a service account may read alone', '200 403 403', { sub: 'service-account:3', role: 'Admin' }],
    ['an API key may read alone', '200 403 403', { sub: 'api-key:3', role: 'Editor' }],
    ['an anonymous visitor may read alone', '200 403 403', { sub: 'anonymous:0', role: 'Admin' }],
    ['another organisation is forbidden', '403 403 403', { aud: 'org:2' }],
    ['an audience list with one organisation is taken', '200 404 200', { aud: ['org:1'] }],
    ['two organisations are refused', '401 401 401', { aud: ['org:1', 'org:2'] }],
    ['no organisation is refused', '401 401 401', { aud: 'everyone' }],
    ['no audience is refused', '401 401 401', { aud: undefined }],
    ['another issuer is refused', '401 401 401', { iss: 'http://grafana.test/' }],
    ['an expired identity is refused', '401 401 401', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['an identity without an end is refused', '401 401 401', { exp: undefined }],
    ['one that is not valid yet is refused', '401 401 401', { nbf: inAnHour }],
    ['no subject is refused', '401 401 401', { sub: undefined }],
    ['a subject of no known form is refused', '401 401 401', { sub: 'ada' }],
    ['a foreign key is refused', '401 401 401', {}, { foreignKey: true }],
    ['an unknown key id is refused', '401 401 401', {}, { keyId: 'other' }],
    ['the public key used as a shared secret is refused', '401 401 401', {}, { algorithm: 'HS256' }],
  ])('%s: %s', async (_what, expected, ...sign) => {
    expect(await gate('grafana', { 'x-grafana-id': await grafana().sign(...sign) })).toBe(expected);
  });

  test('are refused without an identity, and with one that is none', async () => {
    expect(await gate('grafana')).toBe('401 401 401');
    expect(await gate('grafana', { 'x-grafana-id': '' })).toBe('401 401 401');
    expect(await gate('grafana', { 'x-grafana-id': 'a.b.c' })).toBe('401 401 401');
    const unsigned = (await grafana().sign()).replace(/\.[^.]*$/, '.');
    expect(await gate('grafana', { 'x-grafana-id': unsigned })).toBe('401 401 401');
    expect(await gate('grafana', { 'x-grafana-user': 'ada' })).toBe('401 401 401');
  });

  test('give no more than the token has, whatever the role', async () => {
    expect(await gate('grafana reader', { 'x-grafana-id': await grafana().sign({ role: 'Admin' }) })).toBe(
      '200 403 403',
    );
  });

  test('of another tenant are forbidden, however good the identity', async () => {
    expect(await gate('grafana of two', { 'x-grafana-id': await grafana().sign() })).toBe('403 403 403');
  });

  test('act as the person, in answers and in the audit log', async () => {
    const headers = { 'x-grafana-id': await grafana().sign({ role: 'Editor', username: 'grace' }) };
    const me = await api().get('/api/v1/me', token('grafana'), headers);
    expect(me.body).toMatchObject({ actor: 'grace', kind: 'grafana', role: 'Editor', scopes: ['read', 'write'] });
    const incident = { title: 'Carts fail', severity: 'high' };
    const opened = await api().send('POST', '/api/v1/incidents', token('grafana'), incident, headers);
    expect(opened.body).toMatchObject({ createdBy: 'grace', status: 'open' });
    const row = await database
      .db()
      .selectFrom('audit')
      .selectAll()
      .where('subject', '=', textIn(opened, 'id'))
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ tenant: 'one', actor: 'user:grace', action: 'incident.open' });
    expect(row.detail).toMatchObject({ subject: 'user:7', role: 'Editor' });
  });

  test('fetch the keys rarely', () => {
    expect(grafana().fetches()).toBeLessThanOrEqual(2);
  });

  test('are refused while no Grafana is configured', async () => {
    const without = await startTestApi(database.db());
    const answer = await without.get('/api/v1/runs', token('grafana'), { 'x-grafana-id': await grafana().sign() });
    expect(answer).toMatchObject({ status: 401, body: { causes: ['GRAFANA_ISSUER is not set on the bridge.'] } });
    await without.close();
  });

  test('are refused, not let through, while the keys cannot be read', async () => {
    const away = await startTestApi(database.db(), {
      grafana: { issuer: grafana().issuer, jwksUrl: 'http://127.0.0.1:9/keys' },
    });
    const answer = await away.get('/api/v1/runs', token('grafana'), { 'x-grafana-id': await grafana().sign() });
    expect(answer.status).toBe(401);
    await away.close();
  });
});

describe('binding an organisation', () => {
  const bind = (name: string, orgId: number, headers = {}) =>
    api().send('POST', '/api/v1/grafana-orgs', token(name), { orgId }, headers);

  test('takes an admin service token, holds at once, and cannot be taken over by another tenant', async () => {
    const identity = { 'x-grafana-id': await grafana().sign({ aud: 'org:5' }) };
    expect(await gate('grafana', identity)).toBe('403 403 403');
    expect((await bind('writer', 5)).status).toBe(403);
    expect((await bind('grafana', 5, { 'x-grafana-id': await grafana().sign() })).status).toBe(403);
    expect(await bind('service', 5)).toMatchObject({ status: 201, body: { orgId: 5, issuer: grafana().issuer } });
    expect((await bind('service', 5)).status).toBe(201);
    expect(await gate('grafana', identity)).toBe('200 404 200');

    tokens.set('service of two', await createTestToken(database.db(), 'two'));
    expect((await bind('service of two', 5)).status).toBe(409);
    expect((await api().send('DELETE', '/api/v1/grafana-orgs/5', token('service of two'))).status).toBe(404);
    expect((await api().send('DELETE', '/api/v1/grafana-orgs/5', token('service'))).status).toBe(204);
    expect(await gate('grafana', identity)).toBe('403 403 403');
  });
});
