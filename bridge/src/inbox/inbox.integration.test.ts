import { sql } from 'kysely';
import { Pool } from 'pg';
import { withTestDatabase } from '../testing/database';
import { openDatabase } from '../store/database';
import { InboxUnavailable, openInbox, type Inbox, type NewInboxItem } from './inbox';
import { inboxDepth } from './take';

const database = withTestDatabase();
const pools: Pool[] = [];

afterAll(async () => {
  for (const pool of pools) await pool.end();
});

function inbox(overrides: Partial<Parameters<typeof openInbox>[0]> = {}): Inbox {
  const pool = new Pool({ connectionString: database.url() });
  pool.on('error', () => undefined);
  pools.push(pool);
  return openInbox({
    pool,
    batchRows: 500,
    batchBytes: 4 << 20,
    maxWaitingRequests: 5_000,
    maxWaitingBytes: 16 << 20,
    onStored: () => undefined,
    ...overrides,
  });
}

function envelope(tenant: string, body: Buffer): NewInboxItem {
  return { tenant, source: 'sentry', projectId: '1', hookId: null, encoding: 'gzip', meta: { eventId: 'a' }, body };
}

function delivery(tenant: string, keys: string[], body = Buffer.from('{}')): NewInboxItem {
  const deliveryKeys = keys.map((key) => Buffer.from(key));
  return {
    tenant,
    source: 'github',
    projectId: null,
    hookId: `hook-${tenant}`,
    encoding: '',
    meta: {},
    body,
    deliveryKeys,
  };
}

async function ledgerOf(tenant: string): Promise<Record<string, number>> {
  const rows = await database.db().selectFrom('ledger').selectAll().where('tenant', '=', tenant).execute();
  return Object.fromEntries(
    rows.map((row) => [row.reason ? `${row.state}:${row.reason}` : row.state, Number(row.quantity)]),
  );
}

async function rowsOf(tenant: string) {
  return database.db().selectFrom('inbox').selectAll().where('tenant', '=', tenant).orderBy('id').execute();
}

describe('append', () => {
  test('stores bodies byte for byte, in the order they came, and counts them in the same commit', async () => {
    const bodies = Array.from({ length: 700 }, (_, i) => Buffer.from([0, 255, i & 255, i >> 8]));
    const door = inbox();
    const results = await Promise.all(bodies.map((body) => door.append(envelope('order', body))));
    expect(new Set(results)).toEqual(new Set(['stored']));
    const rows = await rowsOf('order');
    expect(rows.map((row) => row.body)).toEqual(bodies);
    expect(rows[0]).toMatchObject({
      source: 'sentry',
      project_id: '1',
      hook_id: null,
      encoding: 'gzip',
      meta: { eventId: 'a' },
    });
    expect(await ledgerOf('order')).toEqual({ received: 700 });
  });

  test('tells the digest only of what is committed', async () => {
    const seen: number[] = [];
    const door = inbox({ onStored: (rows) => seen.push(rows) });
    await door.append(envelope('wake', Buffer.from('x')));
    expect(seen).toEqual([1]);
    expect(await rowsOf('wake')).toHaveLength(1);
  });

  test('a delivery that comes 100 times at once is stored once and acknowledged 100 times', async () => {
    const [one, other] = [inbox(), inbox()];
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? one : other).append(delivery('once', ['id-1', 'hash-1']))),
    );
    expect(results.filter((result) => result === 'stored')).toHaveLength(1);
    expect(results.filter((result) => result === 'duplicate')).toHaveLength(99);
    expect(await rowsOf('once')).toHaveLength(1);
    expect(await ledgerOf('once')).toEqual({ received: 100, deduplicated: 99 });
  });

  test('a replay under a new delivery id, and a new body under an old id, are repeats', async () => {
    const door = inbox();
    expect(await door.append(delivery('replay', ['id-1', 'hash-1']))).toBe('stored');
    expect(await door.append(delivery('replay', ['id-2', 'hash-1']))).toBe('duplicate');
    expect(await door.append(delivery('replay', ['id-1', 'hash-2']))).toBe('duplicate');
    expect(await door.append(delivery('replay', ['id-3', 'hash-3']))).toBe('stored');
  });

  test('the same keys at another hook are another delivery', async () => {
    const door = inbox();
    expect(await door.append(delivery('hook-a', ['id-1', 'hash-1']))).toBe('stored');
    expect(await door.append(delivery('hook-b', ['id-1', 'hash-1']))).toBe('stored');
  });

  test('many different deliveries of two bridges in opposite order do not deadlock', async () => {
    const keys = Array.from({ length: 200 }, (_, i) => [`id-${i}`, `hash-${i}`]);
    const [a, b] = [inbox(), inbox()];
    const results = await Promise.all([
      ...keys.map((key) => a.append(delivery('cross', key))),
      ...[...keys].reverse().map((key) => b.append(delivery('cross', key))),
    ]);
    expect(results.filter((result) => result === 'stored')).toHaveLength(200);
    expect(await rowsOf('cross')).toHaveLength(200);
  });

  test('what is dropped at the door is counted with its reason', async () => {
    await inbox().count({ tenant: 'drop', source: 'github', state: 'dropped', reason: 'unknown_event' });
    expect(await ledgerOf('drop')).toEqual({ received: 1, 'dropped:unknown_event': 1 });
    expect(await rowsOf('drop')).toEqual([]);
  });

  test('a value that the database cannot hold fails alone', async () => {
    const door = inbox();
    const bad = { ...envelope('mixed', Buffer.from('b')), meta: { text: 'a\u0000b' } };
    const results = await Promise.allSettled([
      door.append(envelope('mixed', Buffer.from('a'))),
      door.append(bad),
      door.append(envelope('mixed', Buffer.from('c'))),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await ledgerOf('mixed')).toEqual({ received: 2 });
  });

  test('refuses when too much waits, by number and by bytes, and takes again afterwards', async () => {
    const few = inbox({ maxWaitingRequests: 2 });
    const results = await Promise.allSettled([1, 2, 3].map(() => few.append(envelope('full', Buffer.from('x')))));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    await few.idle();
    expect(few.waiting()).toEqual({ requests: 0, bytes: 0 });
    await expect(few.append(envelope('full', Buffer.from('x')))).resolves.toBe('stored');

    const small = inbox({ maxWaitingBytes: 10 });
    const large = small.append(envelope('full', Buffer.alloc(11)));
    await expect(large).rejects.toThrow(InboxUnavailable);
  });

  test('a database that is not there is an unavailable inbox, not an acknowledgement', async () => {
    const pool = new Pool({ connectionString: 'postgres://summit@127.0.0.1:1/none', connectionTimeoutMillis: 500 });
    pools.push(pool);
    await expect(inbox({ pool }).append(envelope('gone', Buffer.from('x')))).rejects.toThrow(InboxUnavailable);
  });

  test('how much waits is counted up to what was asked, with the age of the oldest', async () => {
    const own = openDatabase({ url: database.url(), poolSize: 1 });
    await own.deleteFrom('inbox').execute();
    expect(await inboxDepth(own, 10)).toEqual({ rows: 0, oldestSeconds: 0 });
    const door = inbox();
    await Promise.all([1, 2, 3].map(() => door.append(envelope('depth', Buffer.from('x')))));
    const { rows, oldestSeconds } = await inboxDepth(own, 2);
    expect(rows).toBe(2);
    expect(oldestSeconds).toBeGreaterThanOrEqual(0);
    expect((await inboxDepth(own, 10)).rows).toBe(3);
    // What waits for something else than the digest does not count.
    await sql`UPDATE inbox SET not_before = now() + interval '1 minute'`.execute(own);
    expect((await inboxDepth(own, 10)).rows).toBe(3);
    await sql`UPDATE inbox SET not_before = now() + interval '1 day'`.execute(own);
    expect(await inboxDepth(own, 10)).toEqual({ rows: 0, oldestSeconds: 0 });
    await own.destroy();
  });

  test('idle waits for what is under way', async () => {
    const door = inbox();
    const appended = door.append(envelope('idle', Buffer.from('x')));
    await door.idle();
    expect(await rowsOf('idle')).toHaveLength(1);
    await appended;
  });
});
