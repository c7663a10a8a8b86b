import { withTestDatabase } from '../../testing/database';
import { causesOf, createTestToken, startTestApi, type Answer, type TestApi } from '../testing/server';

jest.setTimeout(30_000);

const database = withTestDatabase();
const state: { api?: TestApi; token: string } = { token: '' };
const at = new Date('2026-01-31T10:00:00Z');

beforeAll(async () => {
  await database.db().insertInto('tenant').values({ id: 'shop', name: 'shop' }).execute();
  state.token = await createTestToken(database.db(), 'shop');
  state.api = await startTestApi(database.db());
});
afterAll(() => state.api?.close());

async function incident(groupKey: string | null, status: 'open' | 'resolved', title = 'Cart is slow'): Promise<string> {
  const { id } = await database
    .db()
    .insertInto('incident')
    .values({
      tenant: 'shop',
      title,
      severity: 'high',
      status,
      group_key: groupKey,
      created_at: at,
      updated_at: at,
      resolved_at: status === 'resolved' ? at : null,
      created_by: 'Grafana alerting',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function move(id: string, status: string): Promise<Answer> {
  if (!state.api) throw new Error('not started');
  return state.api.send('PUT', `/api/v1/incidents/${id}`, state.token, { status });
}

const statusOf = async (id: string): Promise<string> =>
  (await database.db().selectFrom('incident').select('status').where('id', '=', id).executeTakeFirstOrThrow()).status;

test('a resolved incident whose alerts have a later open one stays resolved: 409 names the later', async () => {
  const resolved = await incident('1/cart', 'resolved');
  const later = await incident('1/cart', 'open', 'Cart is slow again');
  const answer = await move(resolved, 'investigating');
  expect(answer).toMatchObject({
    status: 409,
    body: { detail: 'This incident cannot be opened again: a later one is open for the same alerts.' },
  });
  expect(causesOf(answer)).toEqual([`Go on in "Cart is slow again" (${later}), or resolve it first.`]);
  expect(await statusOf(resolved)).toBe('resolved');

  expect((await move(later, 'resolved')).status).toBe(200);
  expect((await move(resolved, 'open')).status).toBe(200);
});

test('two of one group opened again at once: one is, the other is told', async () => {
  const both = [await incident('1/pay', 'resolved'), await incident('1/pay', 'resolved')];
  const answers = await Promise.all(both.map((id) => move(id, 'open')));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await Promise.all(both.map(statusOf))).sort()).toEqual(['open', 'resolved']);
});

test('incidents of other groups, and those opened by hand, are opened again', async () => {
  await incident('1/other', 'open');
  for (const groupKey of ['1/mine', null]) {
    const id = await incident(groupKey, 'resolved');
    expect((await move(id, 'open')).status).toBe(200);
  }
});

test('an incident that somebody moved on, or wrote about, is known to be in somebody’s hands', async () => {
  const handled = async (id: string): Promise<boolean> =>
    (await database.db().selectFrom('incident').select('handled').where('id', '=', id).executeTakeFirstOrThrow())
      .handled;
  const [moved, told] = [await incident('1/moved', 'open'), await incident('1/told', 'open')];
  expect([await handled(moved), await handled(told)]).toEqual([false, false]);
  await move(moved, 'investigating');
  await state.api?.send('POST', `/api/v1/incidents/${told}/timeline`, state.token, {
    type: 'comment',
    content: 'Looking.',
  });
  expect([await handled(moved), await handled(told)]).toEqual([true, true]);
});

test('so is one whose alert somebody took into an incident of their own', async () => {
  const left = await incident('1/left', 'open');
  const alert = await database
    .db()
    .insertInto('alert')
    .values({
      tenant: 'shop',
      key: 'taken',
      name: 'Cart is slow',
      severity: 'high',
      status: 'firing',
      starts_at: at,
      labels: '{}',
      annotations: '{}',
      incident_id: left,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const opened = await state.api?.send('POST', '/api/v1/incidents', state.token, {
    title: 'Carts',
    severity: 'high',
    relatedAlerts: [alert.id],
  });
  expect(opened?.status).toBe(201);
  const { handled } = await database
    .db()
    .selectFrom('incident')
    .select('handled')
    .where('id', '=', left)
    .executeTakeFirstOrThrow();
  expect(handled).toBe(true);
});
