import { createServer, get } from 'node:http';
import { z } from 'zod';
import { openDatabase, rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { until } from '../../testing/until';
import { createCompany } from '../testing/company';
import { startTestGrafana } from '../testing/identity';
import { createTestToken, startTestApi } from '../testing/server';
import { withCompany } from '../testing/withCompany';
import { streamClient } from './client';

// Real sockets and a real database on a machine that may be busy with other tests.
jest.setTimeout(30_000);

const database = withTestDatabase();
const state = withCompany(database);

interface Message {
  id: string;
  data: { type: string; run?: { id: string; displayStatus: string }; issue?: { id: string; status: string } };
}

/** A real client of the stream: reads what arrives, frame by frame. */
async function connect(query = '', headers: Record<string, string> = {}, token = state.token) {
  const abort = new AbortController();
  const response = await fetch(`${state.api?.url}/api/v1/stream${query}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
    signal: abort.signal,
  });
  const messages: Message[] = [];
  const seen = { id: '', ended: false };
  const read = async (): Promise<void> => {
    let text = '';
    const decoder = new TextDecoder();
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      text += decoder.decode(z.instanceof(Uint8Array).parse(part.value), { stream: true });
      const frames = text.split('\n\n');
      text = frames.pop() ?? '';
      for (const frame of frames) {
        const line = (name: string): string | undefined =>
          frame
            .split('\n')
            .find((one) => one.startsWith(`${name}: `))
            ?.slice(name.length + 2);
        seen.id = line('id') ?? seen.id;
        const data = line('data');
        if (data !== undefined) messages.push({ id: seen.id, data: JSON.parse(data) });
      }
    }
  };
  const done = read()
    .catch(() => undefined)
    .then(() => void (seen.ended = true));
  return { response, messages, lastId: () => seen.id, ended: () => seen.ended, close: () => (abort.abort(), done) };
}

const touchRun = async (displayStatus = 'failed', tenant = 'one'): Promise<void> => {
  await database
    .db()
    .transaction()
    .execute(async (tx) => {
      await tx.updateTable('run').set({ display_status: displayStatus }).where('tenant', '=', tenant).execute();
      await tx.insertInto('change_feed').values({ tenant, kind: 'run', entity_id: 'github-4182-1' }).execute();
    });
};
const stateOf = (message: Message | undefined): string | undefined => message?.data.run?.displayStatus;

test('sends what changes, as it is then, to a client that reads it as it comes', async () => {
  const client = await connect();
  expect(Object.fromEntries(client.response.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  await until(() => client.lastId() !== '');
  await touchRun('running');
  await until(() => client.messages.length === 1);
  expect(client.messages[0]?.data).toMatchObject({
    type: 'run',
    run: { id: 'github-4182-1', displayStatus: 'running', repository: 'demo/shop' },
  });
  const issue = state.company?.issueId ?? '';
  await state.api?.send('PUT', `/api/v1/issues/${issue}`, state.token, { status: 'resolved' });
  await until(() => client.messages.length === 2);
  expect(client.messages[1]?.data).toMatchObject({
    type: 'issue',
    issue: { id: issue, status: 'resolved', project: { slug: 'shop' } },
  });
  await client.close();
});

test('coalesces many changes of one entity and ends at its last state', async () => {
  const client = await connect();
  await until(() => client.lastId() !== '');
  for (const word of ['queued', 'running', 'failed', 'success']) await touchRun(word);
  await until(() => stateOf(client.messages.at(-1)) === 'success');
  expect(client.messages.length).toBeLessThanOrEqual(4);
  await client.close();
});

test.each(['header', 'parameter'])('resumes after a break without loss by %s', async (way) => {
  const first = await connect();
  await until(() => first.lastId() !== '');
  await touchRun('running');
  await until(() => first.messages.length === 1);
  const cursor = first.lastId();
  await first.close();
  await touchRun('cancelled');
  const second = way === 'header' ? await connect('', { 'last-event-id': cursor }) : await connect(`?cursor=${cursor}`);
  await until(() => second.messages.length > 0);
  expect(second.messages.map(stateOf)).toEqual(['cancelled']);
  await touchRun('success');
  await until(() => stateOf(second.messages.at(-1)) === 'success');
  await second.close();
});

test('loses nothing to a transaction that began earlier and commits later', async () => {
  const client = await connect();
  await until(() => client.lastId() !== '');
  const slow = openDatabase({ url: database.url(), poolSize: 1 });
  let finish = (): void => undefined;
  const held = new Promise<void>((resolve) => (finish = resolve));
  const began = slow.transaction().execute(async (tx) => {
    await tx
      .insertInto('change_feed')
      .values({ tenant: 'one', kind: 'issue', entity_id: state.company?.issueId ?? '' })
      .execute();
    await held;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await touchRun('timed_out');
  await new Promise((resolve) => setTimeout(resolve, 700));
  // The later transaction waits for the earlier one, for a cursor past it would skip that.
  expect(client.messages).toEqual([]);
  finish();
  await began;
  await until(() => client.messages.length === 2);
  expect(client.messages.map((message) => message.data.type)).toEqual(['issue', 'run']);
  await client.close();
  await slow.destroy();
});

test('200 changes under connects and breaks arrive, each entity at its last state', async () => {
  const db = database.db();
  await rawQuery(
    db,
    `INSERT INTO run (tenant, id, provider, system, host, provider_run_id, attempt, repository, name, number, status, display_status, queued_at, url, trace_id)
    SELECT 'one', 'many-' || n, 'github', 'github', 'github.com', n::text, 1, 'demo/many', 'ci', n, 'queued', 'queued', now(), '', repeat('a', 32) FROM generate_series(1, 40) n`,
    [],
  );
  const last = new Map<string, string>();
  const record = (messages: Message[]) =>
    messages.forEach((message) => message.data.run && last.set(message.data.run.id, message.data.run.displayStatus));
  let client = await connect('?repository=demo/many');
  await until(() => client.lastId() !== '');
  for (let n = 0; n < 200; n++) {
    const id = `many-${(n % 40) + 1}`;
    await db.transaction().execute(async (tx) => {
      await tx
        .updateTable('run')
        .set({ display_status: n >= 160 ? 'success' : 'running' })
        .where('id', '=', id)
        .execute();
      await tx.insertInto('change_feed').values({ tenant: 'one', kind: 'run', entity_id: id }).execute();
    });
    if (n % 37 === 36) {
      record(client.messages);
      const cursor = client.lastId();
      await client.close();
      client = await connect(`?repository=demo/many&cursor=${cursor}`);
    }
  }
  await until(() => {
    record(client.messages);
    return [...last.values()].filter((word) => word === 'success').length === 40;
  });
  await client.close();
});

test('filters by kind, repository and id', async () => {
  const others = await Promise.all([
    connect('?kinds=issue'),
    connect('?repository=demo/other'),
    connect('?run=github-1-1'),
  ]);
  const wanted = await Promise.all([
    connect('?kinds=run,incident&repository=demo/shop'),
    connect('?run=github-4182-1'),
  ]);
  await until(() => [...others, ...wanted].every((client) => client.lastId() !== ''));
  await touchRun('running');
  await until(() => wanted.every((client) => client.messages.length === 1));
  expect(others.map((client) => client.messages)).toEqual([[], [], []]);
  await Promise.all([...others, ...wanted].map((client) => client.close()));
});

test("never sends another tenant's changes, live or resumed", async () => {
  await createCompany(database.db(), 'two', new Date());
  const token = await createTestToken(database.db(), 'two');
  const client = await connect('', {}, token);
  await until(() => client.lastId() !== '');
  const cursor = client.lastId();
  await touchRun('running');
  const own = await connect();
  await until(() => own.lastId() !== '');
  await touchRun('failed');
  await until(() => own.messages.length === 1);
  expect(client.messages).toEqual([]);
  await client.close();
  const resumed = await connect(`?cursor=${cursor}`, {}, token);
  await until(() => resumed.lastId() !== '');
  expect(resumed.messages).toEqual([]);
  await Promise.all([resumed.close(), own.close()]);
});

describe('a cursor', () => {
  test('from before the last trim is answered with reset, and goes on live', async () => {
    const client = await connect();
    await until(() => client.lastId() !== '');
    const cursor = client.lastId();
    await client.close();
    await touchRun('queued');
    await rawQuery(database.db(), 'DELETE FROM change_feed', []);
    const late = await connect(`?cursor=${cursor}`);
    await until(() => late.messages.length === 1);
    expect(late.messages[0]?.data).toEqual({ type: 'reset' });
    await touchRun('success');
    await until(() => late.messages.length === 2);
    const again = await connect('', { 'last-event-id': late.messages[0]?.id ?? '' });
    await until(() => again.messages.length === 1);
    expect(stateOf(again.messages[0])).toBe('success');
    await Promise.all([late.close(), again.close()]);
  });

  test('of another database, from the future, is answered with reset', async () => {
    const client = await connect('?cursor=9000000000000000000.5');
    await until(() => client.messages.length === 1);
    expect(client.messages[0]?.data).toEqual({ type: 'reset' });
    await client.close();
  });

  test.each(['x', '1', '1.2.3', '-1.0', '99999999999999999999.1'])('%s is refused', async (cursor) => {
    expect((await state.api?.get(`/api/v1/stream?cursor=${cursor}`, state.token))?.status).toBe(400);
    expect((await state.api?.get('/api/v1/stream', state.token, { 'last-event-id': cursor }))?.status).toBe(400);
  });

  test('that missed more than a page can take is answered with reset', async () => {
    const client = await connect();
    await until(() => client.lastId() !== '');
    const cursor = client.lastId();
    await client.close();
    await rawQuery(
      database.db(),
      "INSERT INTO change_feed (tenant, kind, entity_id) SELECT 'one', 'run', 'none-' || n FROM generate_series(1, 2500) n",
      [],
    );
    const late = await connect(`?cursor=${cursor}`);
    await until(() => late.messages.length === 1);
    expect(late.messages[0]?.data).toEqual({ type: 'reset' });
    await late.close();
  });
});

describe('a stream ends', () => {
  test('when the identity of the person does', async () => {
    const grafana = await startTestGrafana();
    const api = await startTestApi(database.db(), { grafana: { issuer: grafana.issuer, jwksUrl: null } });
    const token = await createTestToken(database.db(), 'one', { kind: 'grafana' });
    await database
      .db()
      .insertInto('grafana_org')
      .values({ issuer: grafana.issuer, org_id: 1, tenant: 'one' })
      .execute();
    const jwt = await grafana.sign({ exp: Math.floor(Date.now() / 1000) + 2 });
    const response = await fetch(`${api.url}/api/v1/stream`, {
      headers: { authorization: `Bearer ${token}`, 'x-grafana-id': jwt },
    });
    const start = Date.now();
    await response.text();
    expect(Date.now() - start).toBeLessThan(3_000);
    await Promise.all([api.close(), grafana.close()]);
  });

  test('for a client that does not read, without holding its bytes', async () => {
    const ended = { destroyed: false };
    const server = createServer((_request, response) => {
      const client = streamClient(response, {
        tenant: 'one',
        wants: () => true,
        expiresAt: null,
        now: () => new Date(),
        stillAllowed: async () => true,
      });
      response.on('close', () => (ended.destroyed = true));
      const event = { type: 'reset' as const, padding: 'x'.repeat(200_000) };
      for (let n = 0; n < 200; n++)
        client.deliver([{ position: { xid: 1n, seq: BigInt(n) }, event }], { xid: 1n, seq: BigInt(n) });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const request = get({ port: address.port, host: '127.0.0.1' }, (response) => response.pause());
    request.on('error', () => undefined);
    await until(() => ended.destroyed);
    request.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  test('at the next heartbeat after the token was revoked', async () => {
    const allowed = { now: true };
    const server = createServer((_request, response) => {
      streamClient(response, {
        tenant: 'one',
        wants: () => true,
        expiresAt: null,
        now: () => new Date(),
        stillAllowed: async () => allowed.now,
        heartbeatMs: 50,
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const response = await fetch(`http://127.0.0.1:${address.port}`);
    setTimeout(() => (allowed.now = false), 200);
    expect(await response.text()).toContain(': heartbeat');
    await new Promise((resolve) => server.close(resolve));
  });
});

test('many clients cost one reader', async () => {
  const clients = await Promise.all(Array.from({ length: 30 }, () => connect()));
  await until(() => clients.every((client) => client.lastId() !== ''));
  const before = await feedReads();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect((await feedReads()) - before).toBeLessThan(60);
  await touchRun('skipped');
  await until(() => clients.every((client) => stateOf(client.messages.at(-1)) === 'skipped'));
  await Promise.all(clients.map((client) => client.close()));
});

/** Scans of the feed that PostgreSQL counted. */
async function feedReads(): Promise<number> {
  const rows = await rawQuery<{ scans: string }>(
    database.db(),
    "SELECT (coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::text AS scans FROM pg_stat_user_tables WHERE relname = 'change_feed'",
    [],
  );
  return Number(rows[0]?.scans);
}
