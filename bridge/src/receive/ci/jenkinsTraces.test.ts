import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { NewInboxItem } from '../../inbox/statements';
import { reportInspector } from '../../inspect';
import { openDoors } from '../doors';
import { takeTurns } from '../http/turns';
import type { DoorsDeps, HookEntry } from '../ports';

const SECRET = 'a'.repeat(64);
const hooks: Readonly<Record<string, HookEntry>> = {
  jenkins1: { tenant: 'north', provider: 'jenkins', secrets: [Buffer.from('the one before'), Buffer.from(SECRET)] },
  gitlab1: { tenant: 'north', provider: 'gitlab', secrets: [Buffer.from(SECRET)] },
};
const HOOK_BYTES = 1 << 20;

const open: { server?: Server; url: string; appended: NewInboxItem[]; seen: string[]; inflated: number } = {
  url: '',
  appended: [],
  seen: [],
  inflated: 0,
};

beforeEach(async () => {
  Object.assign(open, { appended: [], seen: [], inflated: 0 });
  const inflates = reportInspector(1, takeTurns(4));
  const deps = {
    keys: { hook: (id: string) => hooks[id] },
    inflates: (body: Buffer, encoding: string, maxBytes?: number) => {
      open.inflated += 1;
      return inflates(body, encoding, maxBytes);
    },
    hookSeen: async (id: string) => void open.seen.push(id),
    closed: () => null,
    log: { warn: () => undefined },
    now: () => Date.now(),
    inbox: { append: async (item: NewInboxItem) => (open.appended.push(item), 'stored' as const) },
    limits: { hookBytes: HOOK_BYTES, memoryBytes: 4 << 20, quotaPerSecond: 0, quotaBurst: 1 },
  } as unknown as DoorsDeps;
  const doors = openDoors(deps);
  const server = createServer((req, res) => {
    if (doors.serve(req, res) === null) res.writeHead(418).end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  Object.assign(open, { server, url: `http://127.0.0.1:${address.port}` });
});
afterEach(async () => {
  open.server?.closeAllConnections();
  await new Promise((done) => open.server?.close(done));
});

const send = (body: Buffer, headers: Record<string, string> = {}, path = '/hooks/jenkins/jenkins1/v1/traces') =>
  fetch(`${open.url}${path}`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/x-protobuf', ...headers },
  });

test('takes what OpenTelemetry’s exporters send, as it came, and answers as they want it', async () => {
  const answer = await send(gzipSync(Buffer.from('spans')), { 'content-encoding': 'gzip' });
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    200,
    'application/x-protobuf',
    '',
  ]);
  const json = await send(Buffer.from('{}'), { 'content-type': 'application/json; charset=utf-8' });
  expect([json.status, json.headers.get('content-type'), await json.text()]).toEqual([200, 'application/json', '{}']);
  const common = { tenant: 'north', source: 'jenkins', hookId: 'jenkins1' };
  expect(open.appended).toMatchObject([
    {
      ...common,
      encoding: 'gzip',
      meta: { event: 'traces', format: 'protobuf' },
      body: gzipSync(Buffer.from('spans')),
    },
    { ...common, encoding: '', meta: { event: 'traces', format: 'json' } },
  ]);
  expect(open.appended[0]?.deliveryKeys).toHaveLength(1);
});

test('a request without spans is taken, and nothing kept', async () => {
  expect((await send(Buffer.alloc(0))).status).toBe(200);
  expect([open.appended, open.seen]).toEqual([[], ['jenkins1']]);
});

test('takes the secret before, while it is changed, and the password of basic authentication', async () => {
  const basic = Buffer.from(`jenkins:${SECRET}`).toString('base64');
  expect((await send(Buffer.from('a'), { authorization: 'Bearer the one before' })).status).toBe(200);
  expect((await send(Buffer.from('a'), { authorization: `Basic ${basic}` })).status).toBe(200);
});

test.each([
  ['another secret', { authorization: 'Bearer wrong' }, undefined],
  ['no secret', { authorization: '' }, undefined],
  ['no such door', {}, '/hooks/jenkins/nobody/v1/traces'],
  ['the door of another system', {}, '/hooks/jenkins/gitlab1/v1/traces'],
])('refuses %s, before anything is inflated', async (_, headers, path) => {
  const answer = await send(gzipSync(Buffer.alloc(1 << 16)), { 'content-encoding': 'gzip', ...headers }, path);
  expect(answer.status).toBe(401);
  expect([open.inflated, open.appended]).toEqual([0, []]);
});

test.each([
  ['what inflates beyond the ceiling', gzipSync(Buffer.alloc(HOOK_BYTES + 1)), { 'content-encoding': 'gzip' }, 413],
  ['what is larger than the ceiling', Buffer.alloc(HOOK_BYTES + 1), {}, 413],
  ['what is no gzip', Buffer.from('spans'), { 'content-encoding': 'gzip' }, 400],
  ['another compression', Buffer.from('spans'), { 'content-encoding': 'br' }, 415],
  ['another form', Buffer.from('spans'), { 'content-type': 'text/plain' }, 415],
])('refuses %s', async (_, body, headers, status) => {
  expect((await send(body, headers)).status).toBe(status);
  expect(open.appended).toEqual([]);
});

test('other systems have no such address, and webhooks stay uncompressed', async () => {
  expect((await send(Buffer.from('a'), {}, '/hooks/gitlab/gitlab1/v1/traces')).status).toBe(404);
  const hook = await send(gzipSync(Buffer.from('{}')), { 'content-encoding': 'gzip' }, '/hooks/jenkins/jenkins1');
  expect(hook.status).toBe(415);
});
