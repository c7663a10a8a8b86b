import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { NewInboxItem } from '../../inbox/statements';
import { memoryBudget } from '../http/memory';
import type { DoorsDeps, Uploader } from '../ports';
import { artifactRoute, artifactUpload } from './artifacts';
import { serveUpload } from './serve';

const uploaders: Readonly<Record<string, Uploader>> = {
  'Bearer of-north': { tenant: 'north', mayUpload: true },
  'Bearer that-reads': { tenant: 'north', mayUpload: false },
};
const appended: NewInboxItem[] = [];
const state: { server?: Server; url: string } = { url: '' };

beforeAll(async () => {
  const deps = {
    uploader: async (authorization: string | undefined) => uploaders[authorization ?? ''] ?? null,
    closed: () => null,
    log: { warn: () => undefined },
    inbox: {
      append: async (item: NewInboxItem) => {
        appended.push(item);
        return 'stored' as const;
      },
    },
    limits: { bodyBytes: 4 << 20, memoryBytes: 8 << 20 },
  } as unknown as DoorsDeps;
  const memory = memoryBudget(deps.limits.memoryBytes);
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '', 'http://bridge.test');
    const run = artifactRoute(url.pathname, req.method);
    if (run === null) res.writeHead(418).end('{}');
    else void serveUpload(req, res, deps, memory, artifactUpload(req, run, url.searchParams, deps));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  Object.assign(state, { server, url: `http://127.0.0.1:${address.port}` });
});
afterAll(async () => {
  state.server?.closeAllConnections();
  await new Promise((done) => state.server?.close(done));
});
beforeEach(() => {
  appended.length = 0;
});

const path = '/api/v1/runs/github-4182-1/artifacts';
async function send(body: string | Buffer, { query = '', headers = {}, method = 'POST' } = {}) {
  const response = await fetch(`${state.url}${path}${query}`, {
    method,
    headers: { authorization: 'Bearer of-north', ...headers },
    ...(method !== 'GET' && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
  return { status: response.status, body: await response.json() };
}
const list = (...artifacts: unknown[]): string => JSON.stringify({ artifacts });

test('a list is kept as a report of its run, told by its token alone whose it is', async () => {
  const body = list({ name: 'dist/shop.tgz', bytes: 3, sha256: 'a'.repeat(64), url: 'https://files.example.org/x' });
  expect(await send(body, { query: '?job=build' })).toEqual({ status: 202, body: { status: 'accepted' } });
  expect(appended).toMatchObject([
    {
      tenant: 'north',
      source: 'report',
      encoding: '',
      meta: { run: 'github-4182-1', name: '', format: 'artifacts', job: 'build' },
      body: Buffer.from(body),
    },
  ]);
});

test.each([
  ['no JSON', 'dist/shop.tgz', 'body'],
  ['nothing in it', list(), 'artifacts'],
  ['more than it takes', list(...Array.from({ length: 1001 }, (_, n) => ({ name: `a${n}` }))), 'artifacts'],
  ['no name', list({ bytes: 1 }), 'artifacts.0.name'],
  ['a name that cannot be kept', list({ name: 'a\u0000b' }), 'artifacts.0.name'],
  ['half a character in a name', '{"artifacts":[{"name":"\\ud800"}]}', 'artifacts.0.name'],
  ['a size that is none', list({ name: 'a', bytes: -1 }), 'artifacts.0.bytes'],
  ['a digest that is none', list({ name: 'a', sha256: 'abc' }), 'artifacts.0.sha256'],
  ['a script for an address', list({ name: 'a', url: 'javascript:alert(1)' }), 'artifacts.0.url'],
  ['a password in an address', list({ name: 'a', url: 'https://ada:secret@files.example.org/a' }), 'artifacts.0.url'],
  ['the file itself', list({ name: 'a', content: 'abc' }), 'artifacts.0'],
])('%s is refused, by field', async (_, body, field) => {
  const answer = await send(body);
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body)).toContain(field);
  expect(JSON.stringify(answer.body)).not.toContain('secret');
  expect(appended).toEqual([]);
});

test.each([
  ['an unknown token', 401, { headers: { authorization: 'Bearer of-nobody' } }],
  ['a token that only reads', 403, { headers: { authorization: 'Bearer that-reads' } }],
  ['another parameter', 400, { query: '?name=x' }],
  ['another method', 405, { method: 'PUT' }],
  ['a list that the API answers', 418, { method: 'GET' }],
])('%s', async (_, status, more) => {
  expect((await send(list({ name: 'a' }), more)).status).toBe(status);
  expect(appended).toEqual([]);
});

test('what is compressed or too large is refused', async () => {
  expect((await send(gzipSync(list({ name: 'a' })), { headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
  expect((await send(`{"artifacts":[],"x":"${'x'.repeat(1 << 20)}"}`)).status).toBe(413);
});
