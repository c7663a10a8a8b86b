import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { credentialsOf, runTool, startBridge, withBridges, withDatabaseOf } from '../testing/bridge';
import { envelopeOf, send } from '../testing/load';
import { until } from '../testing/until';

// Each command is a process of its own, and some start a PostgreSQL.
jest.setTimeout(240_000);

const newDirectory = withBridges();
const issuer = 'https://grafana.example.org';

/** The lines `name: value` that a command printed. */
const linesOf = (stdout: string): Record<string, string> =>
  Object.fromEntries(
    [...stdout.matchAll(/^(\w+): (.*)$/gm)].map(([, name = '', value = '']) => [name, value] as const),
  );

test('a second tenant beside a running bridge: its DSN and token work, and see nothing of the first', async () => {
  const data = await newDirectory();
  const bridge = await startBridge(data, { GRAFANA_ISSUER: issuer });
  const env = { DATA_DIR: data, GRAFANA_ISSUER: issuer };
  const first = await credentialsOf(data);

  const made = runTool(['tenants', 'create', 'second', '--project', 'web-shop', '--grafana-org', '7'], env);
  expect([made.status, made.stderr]).toEqual([0, '']);
  const { tenant, dsn = '', token = '', ...rest } = linesOf(made.stdout);
  expect([tenant, rest]).toEqual(['second', {}]);
  // The bridge took a free port; the DSN names it all the same.
  expect(dsn.replace(/\/\/[0-9a-f]{32}@/, '//').replace(/\/\d+$/, '')).toBe(bridge.url);
  expect(token).toMatch(/^summit_/);

  // The running bridge reads its keys anew every few seconds.
  const { username: key, pathname: project } = new URL(dsn);
  await until(async () => {
    const body = envelopeOf(randomUUID().replaceAll('-', ''), 1);
    return (await send(`${bridge.url}/api${project}/envelope/?sentry_key=${key}`, { body })).status === 200;
  }, 'the DSN to be taken');
  const get = async (path: string, as: string) => {
    const answer = await send(`${bridge.url}/api/v1${path}`, {
      method: 'GET',
      headers: { authorization: `Bearer ${as}` },
    });
    return z.object({ items: z.array(z.looseObject({ slug: z.string().optional() })) }).parse(JSON.parse(answer.text))
      .items;
  };
  await until(async () => (await get('/issues', token)).length === 1, 'the issue of the second tenant');
  expect(await get('/issues', first.token)).toEqual([]);
  expect((await get('/projects', token)).map(({ slug }) => slug)).toEqual(['web-shop']);
  expect((await get('/projects', first.token)).map(({ slug }) => slug)).toEqual(['default']);
  expect(await get('/grafana-orgs', token)).toEqual([{ issuer, orgId: 7 }]);

  // Nothing is taken over, and what could not be done leaves nothing behind.
  const again = runTool(['tenants', 'create', 'second'], env);
  expect([again.status, again.stdout]).toEqual([1, '']);
  expect(again.stderr).toBe('summit-bridge: there is a tenant second already\n');
  const taken = runTool(['tenants', 'create', 'third', '--grafana-org', '7'], env);
  expect([taken.status, taken.stdout]).toEqual([1, '']);
  expect(taken.stderr).toContain(`organisation 7 of ${issuer} is bound to the tenant second`);

  const listed = runTool(['tenants'], env);
  expect(listed.stdout.split('\n').map((line) => line.replace(/ {2}\S+Z /, ' '))).toEqual([
    'default  1 project',
    `second  1 project  organisation 7 of ${issuer}`,
    '',
  ]);
  // More tokens of it, with less than everything, or for its data source.
  const reader =
    linesOf(runTool(['tokens', 'create', 'second', 'reader', '--scopes', 'read'], env).stdout)['token'] ?? '';
  expect((await get('/projects', reader)).map(({ slug }) => slug)).toEqual(['web-shop']);
  const status = async (as: string, init: { method: string; body?: string }) =>
    (
      await send(`${bridge.url}/api/v1/projects`, {
        ...init,
        headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
      })
    ).status;
  expect(await status(reader, { method: 'POST', body: '{"name":"x"}' })).toBe(403);
  const source =
    linesOf(runTool(['tokens', 'create', 'second', 'grafana', '--kind', 'grafana'], env).stdout)['token'] ?? '';
  expect(source).toMatch(/^summit_/);
  // Worth nothing without an identity that Grafana signed.
  expect(await status(source, { method: 'GET' })).toBe(401);
  const nobody = runTool(['tokens', 'create', 'nobody', 'x'], env);
  expect([nobody.status, nobody.stdout, nobody.stderr]).toEqual([1, '', 'summit-bridge: there is no tenant nobody\n']);

  const audited = await withDatabaseOf(data, (db) =>
    db
      .selectFrom('audit')
      .select(['actor', 'action', 'subject'])
      .where('tenant', '=', 'second')
      .orderBy('id')
      .execute(),
  );
  expect(audited).toEqual([
    { actor: 'cli', action: 'tenant.create', subject: 'tenant:second' },
    { actor: 'cli', action: 'grafana_org.bind', subject: '7' },
    { actor: 'cli', action: 'token.create', subject: expect.any(String) },
    { actor: 'cli', action: 'token.create', subject: expect.any(String) },
  ]);
  expect(await bridge.end('SIGTERM')).toBe(0);

  // Without a bridge, the tool starts the database for itself.
  const later = runTool(['tenants', 'create', 'fourth'], env);
  expect([later.status, linesOf(later.stdout)['tenant']]).toEqual([0, 'fourth']);
});

test('before the first start there is no tenant, and none is made: that is the first start’s', async () => {
  const env = { DATA_DIR: await newDirectory() };
  expect(runTool(['tenants', 'list'], env).stdout).toBe(
    'there is no tenant yet; the first start of the bridge makes one\n',
  );
  const made = runTool(['tenants', 'create', 'early'], env);
  expect([made.status, made.stderr]).toEqual([
    1,
    'summit-bridge: the first tenant is made by the first start of the bridge\n',
  ]);
});

test.each([
  [['create', 'default'], 'tokens create needs a tenant and a name'],
  [['create', 'default', 'x', '--scopes', 'read,everything'], 'scopes of a token: '],
  [['create', 'default', 'x', '--kind', 'personal'], 'kind of a token: '],
  [['list'], 'tokens has no action list: create'],
])('tokens %j is refused with what is wrong', (args, said) => {
  const { status, stdout, stderr } = runTool(['tokens', ...args], { DATA_DIR: '/dev/null/nowhere' });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(said);
});

test.each([
  [['create'], 'tenants create needs the name of the tenant'],
  [['create', 'Not A Name'], 'the name of a tenant is "Not A Name"; it must be at most 63 lower-case letters'],
  [['create', 'shop', '--project', '-x-'], '--project'],
  [['create', 'shop', '--project=-x-'], '--project is "-x-"; it must be at most 50 lower-case letters'],
  [['create', 'shop', '--grafana-org', '0'], '--grafana-org must be a positive number, not 0'],
  [['create', 'shop', 'more'], 'what is more?'],
  [['list', '--project', 'x'], 'what is --project?'],
  [['remove'], 'tenants has no action remove: list or create'],
])('%j is refused with what is wrong, and nothing is started', (args, said) => {
  const { status, stdout, stderr } = runTool(['tenants', ...args], { DATA_DIR: '/dev/null/nowhere' });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(said);
});

test('an organisation needs a Grafana', async () => {
  const { status, stderr } = runTool(['tenants', 'create', 'shop', '--grafana-org', '1'], {
    DATA_DIR: await newDirectory(),
  });
  expect([status, stderr]).toEqual([
    1,
    'summit-bridge: GRAFANA_ISSUER is not set: there is no Grafana to bind an organisation of\n',
  ]);
});
