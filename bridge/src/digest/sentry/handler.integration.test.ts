import { withTestDatabase } from '../../testing/database';
import { tableBlobs } from '../../store/blobs';
import { readStoredEvent } from '../../translate/sentry/storedEvent';
import { digest, envelope, failure, gzipped, intoInbox, makeProject, type Sent } from './testing/fixture';
import { OTHER, VALUES_PER_KEY } from './tags';

// Real PostgreSQL on a busy machine takes its time; waiting is not what is tested.
jest.setTimeout(60_000);

const database = withTestDatabase();
let number = 0;

/** A project of its own for each test, in a tenant of its own. */
async function project(): Promise<{ tenant: string; projectId: string; slug: string }> {
  number += 1;
  const tenant = `t${number}`;
  const slug = `shop${number}`;
  return { tenant, slug, projectId: await makeProject(database.db(), tenant, slug) };
}

async function send(to: { tenant: string; projectId: string }, bodies: (Buffer | Partial<Sent>)[]): Promise<void> {
  const sent = bodies.map((one) =>
    Buffer.isBuffer(one) ? { ...to, body: one } : { body: Buffer.alloc(0), ...to, ...one },
  );
  await digest(database.db(), await intoInbox(database.db(), sent));
}

const issues = (tenant: string) =>
  database.db().selectFrom('issue').selectAll().where('tenant', '=', tenant).orderBy('id').execute();
const events = (tenant: string) =>
  database.db().selectFrom('event').selectAll().where('tenant', '=', tenant).orderBy('occurred_at').execute();
const ledger = async (tenant: string) => {
  const rows = await database.db().selectFrom('ledger').selectAll().where('tenant', '=', tenant).execute();
  return Object.fromEntries(
    rows.map((row) => [[row.category, row.state, row.reason].filter(Boolean).join('/'), Number(row.quantity)]),
  );
};

test('an event becomes an event row, an issue, a kept body and a log record', async () => {
  const to = await project();
  const event = failure({
    more: {
      release: 'shop@1.2.0+4f5e6d7c8b9a',
      environment: 'production',
      level: 'fatal',
      user: { id: 'u1' },
      contexts: { trace: { trace_id: 'ab'.repeat(16), span_id: 'cd'.repeat(8) } },
    },
  });
  await send(to, [gzipped(envelope(event))]);

  const [issue] = await issues(to.tenant);
  expect(issue).toMatchObject({
    short_id: `${to.slug}-1`.toUpperCase(),
    type: 'ValueError',
    culprit: 'shop.cart in checkout',
    level: 'fatal',
    status: 'unresolved',
    count: '1',
    user_count: '1',
    first_release: 'shop@1.2.0+4f5e6d7c8b9a',
    environment: 'production',
    grouping: { algorithm: 'summit:1', parts: ['type ValueError', 'frame shop.cart checkout'] },
  });
  const [row] = await events(to.tenant);
  expect(row).toMatchObject({
    issue_id: issue?.id,
    level: 'fatal',
    user_label: 'u1',
    trace_id: 'ab'.repeat(16),
    span_id: 'cd'.repeat(8),
  });

  const blob = await tableBlobs().get(database.db(), to.tenant, row?.blob_id ?? '');
  if (!blob) throw new Error('no blob');
  const opened = readStoredEvent(blob, String(event['event_id']), row?.received_at ?? new Date());
  expect(opened.raw).toEqual(event);
  expect(opened.event.exceptions[0]?.type).toBe('ValueError');

  const [out] = await database.db().selectFrom('outbox').selectAll().where('tenant', '=', to.tenant).execute();
  expect(out).toMatchObject({ signal: 'logs', items: 1 });
  const text = out?.payload.toString('latin1') ?? '';
  for (const part of ['exception.stacktrace', 'summit.issue.new', issue?.short_id ?? '?', 'FATAL', to.slug])
    expect(text).toContain(part);

  const [release] = await database.db().selectFrom('release').selectAll().where('tenant', '=', to.tenant).execute();
  expect(release).toMatchObject({ version: 'shop@1.2.0+4f5e6d7c8b9a', sha: '4f5e6d7c8b9a' });
  const feed = await database.db().selectFrom('change_feed').selectAll().where('tenant', '=', to.tenant).execute();
  expect(feed.map((change) => [change.kind, change.entity_id])).toEqual([['issue', issue?.id]]);
  expect(await ledger(to.tenant)).toEqual({ 'error/received': 1, 'error/stored': 1 });
});

test('counts, users, hours, releases and tags add up over batches', async () => {
  const to = await project();
  const at = (hour: number) => Date.parse(`2026-11-20T0${hour}:30:00Z`) / 1000;
  const receivedAt = new Date('2026-11-20T12:00:00Z');
  const one = (user: string, hour: number, release: string) => ({
    body: envelope(
      failure({
        more: {
          user: { id: user },
          timestamp: at(hour),
          release,
          environment: 'staging',
          level: hour > 4 ? 'warning' : 'error',
        },
      }),
    ),
    receivedAt,
  });
  await send(to, [one('a', 1, '1.0'), one('b', 3, '1.1'), one('a', 2, '1.0')]);
  await send(to, [one('b', 1, '1.0'), one('c', 5, '1.2')]);

  const [issue] = await issues(to.tenant);
  expect(issue).toMatchObject({
    count: '5',
    user_count: '3',
    first_release: '1.0',
    last_release: '1.2',
    level: 'warning',
  });
  expect(issue?.first_seen.toISOString()).toBe('2026-11-20T01:30:00.000Z');
  expect(issue?.last_seen.toISOString()).toBe('2026-11-20T05:30:00.000Z');
  const db = database.db();
  const hours = await db
    .selectFrom('issue_hour')
    .selectAll()
    .where('issue_id', '=', issue?.id ?? '')
    .orderBy('hour')
    .execute();
  expect(hours.map((row) => [row.hour.getUTCHours(), row.count])).toEqual([
    [1, '2'],
    [2, '1'],
    [3, '1'],
    [5, '1'],
  ]);
  const releases = await db
    .selectFrom('issue_release')
    .selectAll()
    .where('issue_id', '=', issue?.id ?? '')
    .orderBy('version')
    .execute();
  expect(releases.map((row) => [row.version, row.count])).toEqual([
    ['1.0', '3'],
    ['1.1', '1'],
    ['1.2', '1'],
  ]);
  const tags = await db
    .selectFrom('issue_tag')
    .selectAll()
    .where('issue_id', '=', issue?.id ?? '')
    .where('key', '=', 'environment')
    .execute();
  expect(tags).toMatchObject([{ value: 'staging', count: '5' }]);
});

test('a later batch with earlier events moves the first sight back and leaves the last', async () => {
  const to = await project();
  const receivedAt = new Date('2026-11-20T12:00:00Z');
  const at = (iso: string, release: string) => ({
    body: envelope(failure({ more: { timestamp: iso, release } })),
    receivedAt,
  });
  await send(to, [at('2026-11-20T10:00:00Z', 'b')]);
  await send(to, [at('2026-11-18T10:00:00Z', 'a')]);
  expect(await issues(to.tenant)).toMatchObject([
    {
      first_seen: new Date('2026-11-18T10:00:00Z'),
      last_seen: new Date('2026-11-20T10:00:00Z'),
      first_release: 'a',
      last_release: 'b',
    },
  ]);
});

describe('the same event again', () => {
  test('counts once within a batch, over batches, and in another encoding', async () => {
    const to = await project();
    const body = envelope(failure());
    await send(to, [body, body, gzipped(body)]);
    await send(to, [body]);
    expect(await issues(to.tenant)).toMatchObject([{ count: '1' }]);
    expect(await events(to.tenant)).toHaveLength(1);
    const blobs = await database.db().selectFrom('blob').select('id').where('tenant', '=', to.tenant).execute();
    expect(blobs).toHaveLength(1);
    expect(await ledger(to.tenant)).toEqual({ 'error/received': 4, 'error/stored': 1, 'error/deduplicated': 3 });
  });

  test('in another project is another event', async () => {
    const one = await project();
    const two = await project();
    const body = envelope(failure());
    await send(one, [body]);
    await send(two, [body]);
    expect(await events(one.tenant)).toHaveLength(1);
    expect(await events(two.tenant)).toHaveLength(1);
  });
});

test('two bridges that meet the same new errors at once make each issue once, and lose no count', async () => {
  const to = await project();
  const batches = await Promise.all(
    Array.from({ length: 8 }, () =>
      intoInbox(
        database.db(),
        Array.from({ length: 30 }, (_, i) => ({
          ...to,
          body: envelope(failure({ where: `place_${i % 10}`, more: { user: { id: String(i % 5) } } })),
        })),
      ),
    ),
  );
  await Promise.all(batches.map((batch) => digest(database.db(), batch)));
  const rows = await issues(to.tenant);
  expect(rows).toHaveLength(10);
  expect(rows.map((row) => row.count)).toEqual(Array.from({ length: 10 }, () => '24'));
  expect(new Set(rows.map((row) => row.short_id)).size).toBe(10);
  const hashes = await database
    .db()
    .selectFrom('issue_hash')
    .selectAll()
    .where('project_id', '=', to.projectId)
    .execute();
  expect(hashes).toHaveLength(10);
});

describe('a resolved issue', () => {
  const resolve = (tenant: string) =>
    database.db().updateTable('issue').set({ status: 'resolved' }).where('tenant', '=', tenant).execute();

  test('opens again by an event that happens later, and says so in the log record', async () => {
    const to = await project();
    await send(to, [envelope(failure())]);
    await resolve(to.tenant);
    const later = {
      body: envelope(failure({ more: { timestamp: Date.now() / 1000 + 20 } })),
      receivedAt: new Date(Date.now() + 60_000),
    };
    await send(to, [later]);
    const [issue] = await issues(to.tenant);
    expect(issue?.status).toBe('unresolved');
    expect(issue?.regressed_at).toBeInstanceOf(Date);
    const out = await database
      .db()
      .selectFrom('outbox')
      .selectAll()
      .where('tenant', '=', to.tenant)
      .orderBy('id')
      .execute();
    expect(out.map((row) => row.payload.includes('summit.issue.regressed'))).toEqual([false, true]);
  });

  test('stays resolved for what was under way when it was resolved', async () => {
    const to = await project();
    await send(to, [envelope(failure())]);
    await resolve(to.tenant);
    await send(to, [envelope(failure({ more: { timestamp: Date.now() / 1000 - 3600 } }))]);
    expect(await issues(to.tenant)).toMatchObject([{ status: 'resolved', count: '2' }]);
  });
});

test('an archived issue counts on and stays archived', async () => {
  const to = await project();
  await send(to, [envelope(failure())]);
  await database.db().updateTable('issue').set({ status: 'archived' }).where('tenant', '=', to.tenant).execute();
  await send(to, [envelope(failure())]);
  expect(await issues(to.tenant)).toMatchObject([{ status: 'archived', count: '2' }]);
});

describe('what is not an event', () => {
  test('is dropped and counted by its type; names from outside do not become ledger keys', async () => {
    const to = await project();
    const items = ['transaction', 'session', 'client_report', 'my_own_type'].map((type) => `{"type":"${type}"}\n{}`);
    await send(to, [
      Buffer.from(['{}', ...items, '{"type":"event"}', '{"event_id":"' + 'b'.repeat(32) + '"}'].join('\n')),
    ]);
    expect(await ledger(to.tenant)).toEqual({
      'error/received': 1,
      'error/stored': 1,
      'transaction/received': 1,
      'transaction/dropped/not_taken_yet:transaction': 1,
      'session/received': 1,
      'session/dropped/not_taken_yet:session': 1,
      'internal/received': 1,
      'internal/dropped/not_taken_yet:client_report': 1,
      'unknown/received': 1,
      'unknown/dropped/unknown_item_type': 1,
    });
  });

  test('an event that is no JSON is dropped with that reason, its neighbours are stored', async () => {
    const to = await project();
    await send(to, [
      Buffer.from('{}\n{"type":"event"}\nnot json'),
      envelope(failure()),
      Buffer.from('{}\n{"type":"event"}\n[1]'),
    ]);
    expect(await ledger(to.tenant)).toEqual({
      'error/received': 3,
      'error/stored': 1,
      'error/dropped/invalid_json': 2,
    });
  });

  test('a damaged body is refused for good, and nothing of its batch is written', async () => {
    const to = await project();
    await expect(
      send(to, [envelope(failure()), { encoding: 'gzip', body: Buffer.from('not gzip') }]),
    ).rejects.toMatchObject({ name: 'BadInput' });
    await expect(send(to, [Buffer.from('{}\n{"type":"event","length":99}\n{}')])).rejects.toMatchObject({
      name: 'BadInput',
    });
    expect(await issues(to.tenant)).toEqual([]);
    expect(await ledger(to.tenant)).toEqual({});
  });
});

describe('hostile events', () => {
  test('NUL, half surrogate pairs, prototype keys and wrong types are stored', async () => {
    const to = await project();
    const odd = {
      event_id: 'c'.repeat(32),
      platform: 'node\u0000',
      level: { not: 'a level' },
      release: ['x'],
      environment: 'pro\u0000d',
      tags: JSON.parse('{"__proto__":"x","constructor":"y","a\\u0000b":"\\ud800"}') as unknown,
      user: { id: 7, email: '\ud83d' },
      exception: {
        values: [
          null,
          5,
          {
            type: 'E\u0000rr',
            value: 'x\ud800'.repeat(3),
            stacktrace: { frames: ['no', { function: 12, in_app: 'yes', lineno: 'x', context_line: '\udc00' }] },
          },
        ],
      },
      contexts: { browser: 'text', os: { name: ['list'] } },
    };
    await send(to, [envelope(odd)]);
    const [issue] = await issues(to.tenant);
    expect(issue?.type).toBe('Err');
    expect(await events(to.tenant)).toMatchObject([
      { environment: 'prod', platform: 'node', level: 'error', release: null },
    ]);
    expect(Object.prototype).not.toHaveProperty('x');
  });

  test('an event nested 50,000 deep, and one with a string of a megabyte, are stored', async () => {
    const to = await project();
    const deep = Buffer.from(
      `{}\n{"type":"event"}\n{"event_id":"${'d'.repeat(32)}","message":"deep","contexts":{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}},"extra":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    );
    await send(to, [deep, envelope({ event_id: 'e'.repeat(32), message: 'long '.repeat(200_000) })]);
    expect(await events(to.tenant)).toHaveLength(2);
  });
});

test('values of a dimension are capped, and the cap is exact', async () => {
  const to = await project();
  const bodies = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => envelope(failure({ more: { tags: { cart: `c${from + i}` } } })));
  await send(to, bodies(0, VALUES_PER_KEY - 1));
  await send(to, bodies(VALUES_PER_KEY - 1, 5));
  await send(to, bodies(0, 3));
  const [issue] = await issues(to.tenant);
  const rows = await database
    .db()
    .selectFrom('issue_tag')
    .selectAll()
    .where('issue_id', '=', issue?.id ?? '')
    .where('key', '=', 'cart')
    .execute();
  expect(rows).toHaveLength(VALUES_PER_KEY + 1);
  expect(rows.find((row) => row.value === OTHER)?.count).toBe('4');
  expect(rows.find((row) => row.value === 'c0')?.count).toBe('2');
  expect(rows.reduce((sum, row) => sum + Number(row.count), 0)).toBe(VALUES_PER_KEY + 7);
});

test('the store endpoint’s body is one event, without an envelope', async () => {
  const to = await project();
  const event = { ...failure(), message: 'by store' };
  await send(to, [{ body: Buffer.from(JSON.stringify(event)), meta: { format: 'sentry-event' } }]);
  const [row] = await events(to.tenant);
  const blob = await tableBlobs().get(database.db(), to.tenant, row?.blob_id ?? '');
  expect(blob?.format).toBe('sentry-event');
});

test('an event without an id gets the one that its sender was told', async () => {
  const to = await project();
  await send(to, [
    { body: Buffer.from('{}\n{"type":"event"}\n{"message":"no id"}'), meta: { eventId: 'f'.repeat(32) } },
  ]);
  expect((await events(to.tenant)).map((row) => row.event_id.replaceAll('-', ''))).toEqual(['f'.repeat(32)]);
});

test('an event from a clock that is a day ahead happened when it was received', async () => {
  const to = await project();
  const receivedAt = new Date('2026-11-20T12:00:00Z');
  await send(to, [
    {
      body: envelope(failure({ more: { timestamp: '2026-11-21T11:59:50Z' } }), { sent_at: '2026-11-21T12:00:00Z' }),
      receivedAt,
    },
    { body: envelope(failure({ more: { timestamp: '2026-11-21T12:00:00Z' } })), receivedAt },
  ]);
  expect((await events(to.tenant)).map((row) => row.occurred_at.toISOString())).toEqual([
    '2026-11-20T11:59:50.000Z',
    '2026-11-20T12:00:00.000Z',
  ]);
});
