import { createServer } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { InboxUnavailable } from '../../inbox/inbox';
import type { NewInboxItem } from '../../inbox/statements';
import { logMasker } from '../../logMasker';
import { openDoors } from '../doors';
import { takeTurns } from '../http/turns';
import type { DoorsDeps, Uploader } from '../ports';

const uploaders: Readonly<Record<string, Uploader>> = {
  'Bearer of-north': { tenant: 'north', mayUpload: true },
  'Bearer that-reads': { tenant: 'north', mayUpload: false },
};
const MAX = 2 << 20;

async function openDoor() {
  const appended: NewInboxItem[] = [];
  const state = { closed: null as string | null, away: false };
  const deps = {
    uploader: async (authorization: string | undefined) => uploaders[authorization ?? ''] ?? null,
    maskLog: logMasker(MAX, takeTurns(4)),
    closed: () => state.closed,
    log: { warn: () => undefined },
    now: () => Date.now(),
    inbox: {
      append: async (item: NewInboxItem) => {
        if (state.away) throw new InboxUnavailable('away');
        appended.push(item);
        return 'stored' as const;
      },
    },
    limits: { bodyBytes: 1 << 20, memoryBytes: 4 << 20, quotaPerSecond: 0, quotaBurst: 1 },
  } as unknown as DoorsDeps;
  const doors = openDoors(deps);
  const server = createServer((req, res) => {
    if (doors.serve(req, res) === null) res.writeHead(418).end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    appended,
    state,
    heldBytes: () => doors.heldBytes(),
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const opened: { door?: Awaited<ReturnType<typeof openDoor>> } = {};
const door = () => {
  if (!opened.door) throw new Error('not open');
  return opened.door;
};
beforeEach(async () => {
  opened.door = await openDoor();
});
afterEach(async () => {
  expect(door().heldBytes()).toBe(0);
  await door().close();
});

async function send(path: string, body: string | Buffer, headers: Record<string, string> = {}, method = 'POST') {
  const response = await fetch(door().url + path, {
    method,
    headers: { authorization: 'Bearer of-north', ...headers },
    ...(method === 'GET' ? {} : { body: new Uint8Array(Buffer.from(body)) }),
  });
  return { status: response.status, text: await response.text() };
}
const kept = (): string[] =>
  door().appended.map(({ body, encoding }) => (encoding === 'gzip' ? gunzipSync(body).toString() : body.toString()));

test('a log is kept under its run and job, whole where nobody speaks of parts', async () => {
  expect(await send('/api/v1/runs/github-4182-1/logs?job=unit%20tests', 'hello\n')).toEqual({
    status: 202,
    text: '{"status":"accepted"}',
  });
  expect(door().appended).toMatchObject([
    { tenant: 'north', source: 'log', meta: { run: 'github-4182-1', job: 'unit tests', part: 1, final: true } },
  ]);
  expect(kept()).toEqual(['hello\n']);
});

test.each([
  ['part=3', { part: 3, final: false }],
  ['part=3&final=true', { part: 3, final: true }],
  ['part=1&final=0', { part: 1, final: false }],
  ['final=false', { part: 1, final: false }],
])('%s', async (query, meta) => {
  expect((await send(`/api/v1/runs/r1/logs?${query}`, 'x')).status).toBe(202);
  expect(door().appended[0]?.meta).toMatchObject(meta);
});

test('nothing is kept with a secret in it, small or large, compressed or not', async () => {
  const secret = `ghp_${'aB3dE5gH7jK9'.repeat(3)}`;
  const small = `use ${secret}\n`;
  const large = `${'some line or other\n'.repeat(40_000)}use ${secret}\n`;
  for (const text of [small, large]) {
    expect((await send('/api/v1/runs/r1/logs', text)).status).toBe(202);
    expect((await send('/api/v1/runs/r1/logs', gzipSync(text), { 'content-encoding': 'gzip' })).status).toBe(202);
  }
  expect(kept()).toEqual([small, small, large, large].map((text) => text.replace(secret, '***')));
});

test('only the last part may be empty', async () => {
  expect((await send('/api/v1/runs/r1/logs?part=2', '')).status).toBe(400);
  expect((await send('/api/v1/runs/r1/logs?part=2&final=true', '')).status).toBe(202);
  expect(door().appended).toMatchObject([{ encoding: '', meta: { part: 2, final: true } }]);
});

test('what is too large is refused before and while it is inflated, and says what to do', async () => {
  expect((await send('/api/v1/runs/r1/logs', Buffer.alloc((1 << 20) + 1, 97))).status).toBe(413);
  const bomb = await send('/api/v1/runs/r1/logs', gzipSync(Buffer.alloc(MAX + 1, 97)), { 'content-encoding': 'gzip' });
  expect(bomb.status).toBe(413);
  expect(bomb.text).toContain('in parts');
  expect((await send('/api/v1/runs/r1/logs', 'not gzip', { 'content-encoding': 'gzip' })).status).toBe(400);
  expect(door().appended).toEqual([]);
});

test.each([
  ['/api/v1/runs/r1/logs?part=0', 400],
  ['/api/v1/runs/r1/logs?part=1.5', 400],
  ['/api/v1/runs/r1/logs?part=1&part=2', 400],
  ['/api/v1/runs/r1/logs?final=maybe', 400],
  ['/api/v1/runs/r1/logs?jobs=x', 400],
  ['/api/v1/runs/r1/logs?job=%00', 400],
  ['/api/v1/runs/%E0/logs', 400],
  [`/api/v1/runs/${'x'.repeat(400)}/logs`, 400],
])('%s is answered %d', async (path, status) => {
  expect((await send(path, 'x')).status).toBe(status);
});

test('who may not upload, and what is no upload', async () => {
  expect((await send('/api/v1/runs/r1/logs', 'x', { authorization: 'Bearer nobody' })).status).toBe(401);
  expect((await send('/api/v1/runs/r1/logs', 'x', { authorization: 'Bearer that-reads' })).status).toBe(403);
  expect((await send('/api/v1/runs/r1/logs', 'x', {}, 'PUT')).status).toBe(405);
  // The list is the API's.
  expect((await send('/api/v1/runs/r1/logs', '', {}, 'GET')).status).toBe(418);
});

test('while the bridge or its database takes nothing, the sender is told to come again', async () => {
  door().state.closed = 'The bridge is stopping.';
  expect((await send('/api/v1/runs/r1/logs', 'x')).status).toBe(503);
  door().state.closed = null;
  door().state.away = true;
  expect((await send('/api/v1/runs/r1/logs', 'x')).status).toBe(503);
});
