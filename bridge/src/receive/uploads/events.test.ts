import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { InboxUnavailable } from '../../inbox/inbox';
import type { NewInboxItem } from '../../inbox/statements';
import { ciTranslators } from '../../translate/ci';
import { deliveryProblems } from '../../translate/problems';
import { openDoors } from '../doors';
import type { DoorsDeps, Uploader } from '../ports';

const uploaders: Readonly<Record<string, Uploader>> = {
  'Bearer of-north': { tenant: 'north', mayUpload: true },
  'Bearer that-reads': { tenant: 'north', mayUpload: false },
};
const appended: NewInboxItem[] = [];
const state: { server?: Server; url: string; closed: string | null; away: boolean } = {
  url: '',
  closed: null,
  away: false,
};

beforeAll(async () => {
  const deps = {
    uploader: async (authorization: string | undefined) => uploaders[authorization ?? ''] ?? null,
    closed: () => state.closed,
    problemsOf: (provider: 'generic', event: string, body: Buffer) =>
      deliveryProblems(ciTranslators[provider], event, body, new Date('2026-02-01T00:00:00Z')),
    log: { warn: () => undefined },
    now: () => Date.now(),
    inbox: {
      append: async (item: NewInboxItem) => {
        if (state.away) throw new InboxUnavailable('away');
        appended.push(item);
        return 'stored' as const;
      },
    },
    limits: { hookBytes: 1 << 20, memoryBytes: 4 << 20, quotaPerSecond: 0, quotaBurst: 1 },
  } as unknown as DoorsDeps;
  const doors = openDoors(deps);
  const server = createServer((req, res) => {
    if (doors.serve(req, res) === null) res.writeHead(418).end();
  });
  state.server = server;
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  state.url = `http://127.0.0.1:${address.port}`;
});
afterAll(() => new Promise((done) => state.server?.close(done)));
beforeEach(() => {
  appended.length = 0;
  Object.assign(state, { closed: null, away: false });
});

const deployment = {
  type: 'deployment',
  id: '1',
  repository: 'https://github.com/demo/shop',
  environment: 'production',
  sha: 'c0ffee0',
  status: 'success',
  time: '2026-01-31T09:00:00Z',
};
const delivery = (event: object = deployment) => JSON.stringify({ system: 'ci.example.org', events: [event] });
const path = '/api/v1/ci-events';

async function send(body: string | Buffer, headers: Record<string, string> = {}, address = path, method = 'POST') {
  const response = await fetch(state.url + address, {
    method,
    headers: { authorization: 'Bearer of-north', ...headers },
    ...(method === 'POST' && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as { detail?: string; causes?: string[] },
  };
}

test.each([path, `${path}/`])('%s keeps what it takes, in the tenant of the token', async (address) => {
  expect(await send(delivery(), {}, address)).toMatchObject({ status: 202, body: { status: 'accepted' } });
  expect(appended).toEqual([
    {
      tenant: 'north',
      source: 'generic',
      projectId: null,
      hookId: null,
      encoding: '',
      meta: { event: 'events', delivery: '' },
      body: Buffer.from(delivery()),
    },
  ]);
});

test.each([
  ['no token', delivery(), { authorization: '' }, path, 401],
  ['an unknown token', delivery(), { authorization: 'Bearer nobody' }, path, 401],
  ['a token that only reads', delivery(), { authorization: 'Bearer that-reads' }, path, 403],
  ['a parameter', delivery(), {}, `${path}?system=x`, 400],
  ['no JSON', 'x', {}, path, 400],
  ['no object', '[]', {}, path, 400],
  ['nothing', '', {}, path, 400],
  ['a field that is none', delivery({ ...deployment, colour: 'red' }), {}, path, 400],
  ['a run that is none', delivery({ ...deployment, runId: 'a b' }), {}, path, 400],
  ['a time that is not yet', delivery({ ...deployment, time: '2026-03-01T00:00:00Z' }), {}, path, 400],
  ['events of Flux', JSON.stringify({ involvedObject: {} }), {}, path, 400],
  ['what is compressed', gzipSync(delivery()), { 'content-encoding': 'gzip' }, path, 415],
  ['what is too large', delivery({ ...deployment, ref: 'x'.repeat(256 * 1024) }), {}, path, 413],
  ['JSON nested deep', `{"system":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, {}, path, 413],
] as const)('refuses %s', async (_name, body, headers, address, status) => {
  expect(await send(body, headers, address)).toMatchObject({ status, body: { detail: expect.any(String) as string } });
  expect(appended).toEqual([]);
});

test('names what is wrong by event and field', async () => {
  expect((await send(delivery({ ...deployment, sha: 'main' }))).body.causes).toEqual([
    expect.stringContaining('events.0.sha: not a commit sha'),
  ]);
});

test('says when to come again while it is closed, or the database away', async () => {
  expect(await send('', {}, path, 'GET')).toMatchObject({ status: 405 });
  state.closed = 'The bridge is stopping.';
  expect((await send(delivery())).headers.get('retry-after')).not.toBeNull();
  state.closed = null;
  state.away = true;
  expect(await send(delivery())).toMatchObject({ status: 503 });
});
