import { withTestDatabase } from '../testing/database';
import { bindFirstOrganisation } from './firstOrganisation';

const database = withTestDatabase();
const issuer = 'http://grafana.example.org';
const bind = (tenant: string, at = issuer) => bindFirstOrganisation(database.db(), { tenant, issuer: at });
const bindings = () =>
  database.db().selectFrom('grafana_org').select(['issuer', 'org_id', 'tenant']).orderBy('issuer').execute();

beforeAll(async () => {
  for (const id of ['shop', 'other']) await database.db().insertInto('tenant').values({ id, name: id }).execute();
});

test('a tenant that is not there is not bound', async () => {
  expect(await bind('missing')).toBe(false);
  expect(await bindings()).toEqual([]);
});

test('organisation 1 is bound once, whoever starts at the same time, and the audit log says so', async () => {
  expect((await Promise.all([bind('shop'), bind('shop'), bind('shop')])).filter(Boolean)).toHaveLength(1);
  expect(await bindings()).toEqual([{ issuer, org_id: '1', tenant: 'shop' }]);
  expect(
    await database.db().selectFrom('audit').select(['tenant', 'actor', 'action', 'subject', 'detail']).execute(),
  ).toEqual([
    { tenant: 'shop', actor: 'bridge', action: 'grafana_org.bind', subject: '1', detail: { issuer, orgId: 1 } },
  ]);
});

test('another tenant does not take it over', async () => {
  expect(await bind('other')).toBe(false);
  expect(await bindings()).toEqual([{ issuer, org_id: '1', tenant: 'shop' }]);
});

test('what an admin removed stays removed at the next start', async () => {
  await database.db().deleteFrom('grafana_org').where('issuer', '=', issuer).execute();
  expect(await bind('shop')).toBe(false);
  expect(await bindings()).toEqual([]);
});

test('a Grafana that moved to another root URL is bound again', async () => {
  const moved = 'https://grafana.example.org';
  expect(await bind('shop', moved)).toBe(true);
  expect(await bindings()).toEqual([{ issuer: moved, org_id: '1', tenant: 'shop' }]);
});
