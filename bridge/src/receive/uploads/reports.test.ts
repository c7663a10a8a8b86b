import { createServer, request, type Server } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { InboxUnavailable } from '../../inbox/inbox';
import type { NewInboxItem } from '../../inbox/statements';
import { reportInspector } from '../../inspect';
import { openDoors } from '../doors';
import { takeTurns } from '../http/turns';
import type { DoorsDeps, Uploader } from '../ports';

const uploaders: Readonly<Record<string, Uploader>> = {
  'Bearer of-north': { tenant: 'north', mayUpload: true },
  'Bearer of-south': { tenant: 'south', mayUpload: true },
  'Bearer that-reads': { tenant: 'north', mayUpload: false },
};

interface Door {
  url: string;
  appended: NewInboxItem[];
  state: { closed: string | null; away: boolean };
  heldBytes(): number;
  close(): Promise<void>;
}

async function openDoor(): Promise<Door> {
  const appended: NewInboxItem[] = [];
  // As the inbox would know them.
  const known = new Set<string>();
  const state = { closed: null as string | null, away: false };
  const deps = {
    uploader: async (authorization: string | undefined) => uploaders[authorization ?? ''] ?? null,
    inflates: reportInspector(2 << 20, takeTurns(4)),
    closed: () => state.closed,
    log: { warn: () => undefined },
    now: () => Date.now(),
    inbox: {
      append: async (item: NewInboxItem) => {
        if (state.away) throw new InboxUnavailable('away');
        const keys = (item.deliveryKeys ?? []).map((key) => key.toString('hex'));
        if (keys.some((key) => known.has(key))) return 'duplicate' as const;
        for (const key of keys) known.add(key);
        appended.push(item);
        return 'stored' as const;
      },
    },
    limits: { bodyBytes: 1 << 20, memoryBytes: 4 << 20, quotaPerSecond: 0, quotaBurst: 1 },
  } as unknown as DoorsDeps;
  const doors = openDoors(deps);
  const server: Server = createServer((req, res) => {
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

const state: { door?: Door } = {};
const door = (): Door => {
  if (!state.door) throw new Error('not open');
  return state.door;
};
beforeEach(async () => {
  state.door = await openDoor();
});
afterEach(async () => {
  await door().close();
});

async function send(path: string, body: string | Buffer | null, headers: Record<string, string> = {}, method = 'POST') {
  const response = await fetch(door().url + path, {
    method,
    headers: { authorization: 'Bearer of-north', ...headers },
    ...(body !== null && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
const path = '/api/v1/runs/github-4182-1/reports';
const refused = { detail: expect.any(String), causes: expect.any(Array) };

test('an upload is kept as it came, with what its address says, and acknowledged', async () => {
  const answer = await send(`${path}?name=unit%20tests&format=junit&job=test%20(3)`, '<testsuite/>');
  expect(answer).toMatchObject({ status: 202, body: { status: 'accepted' } });
  expect(door().appended).toEqual([
    expect.objectContaining({
      tenant: 'north',
      source: 'report',
      encoding: '',
      meta: { run: 'github-4182-1', name: 'unit tests', format: 'junit', job: 'test (3)' },
      body: Buffer.from('<testsuite/>'),
    }),
  ]);
  expect(door().heldBytes()).toBe(0);
});

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
] as const)('%s is kept compressed', async (encoding, compress) => {
  const body = compress(Buffer.from('<testsuite/>'));
  expect(await send(path, body, { 'content-encoding': encoding })).toMatchObject({ status: 202 });
  expect(door().appended[0]).toMatchObject({ encoding, body });
});

test('the same bytes are taken again: the digest counts them once, and only it knows whether the first could be read', async () => {
  for (const _ of [1, 2]) expect((await send(path, '<a/>')).body).toEqual({ status: 'accepted' });
  expect(door().appended).toHaveLength(2);
});

test.each([
  [
    'a run of a server of its own',
    'jenkins-ci.example.org:8080-team%2Fapp-12-1',
    'jenkins-ci.example.org:8080-team/app-12-1',
  ],
  ['a run with other letters', 'generic-%C3%BCbung-1', 'generic-übung-1'],
  ['the longest run in the widest letters', encodeURIComponent('編'.repeat(300)), '編'.repeat(300)],
])('%s is taken', async (_, escaped, run) => {
  await send(`/api/v1/runs/${escaped}/reports/`, 'x');
  expect(door().appended[0]?.meta).toMatchObject({ run });
});

describe('refused', () => {
  test.each([
    ['no token', path, { authorization: '' }, 401],
    ['an unknown token', path, { authorization: 'Bearer nobody' }, 401],
    ['a token that only reads', path, { authorization: 'Bearer that-reads' }, 403],
    ['a run with control characters', '/api/v1/runs/a%00b/reports', {}, 400],
    ['a run that is no text', '/api/v1/runs/%ff/reports', {}, 400],
    ['a run that is too long', `/api/v1/runs/${'x'.repeat(301)}/reports`, {}, 400],
    ['a parameter that is none', `${path}?nmae=x`, {}, 400],
    ['a parameter twice', `${path}?job=a&job=b`, {}, 400],
    ['a format that is none', `${path}?format=..%2f`, {}, 400],
    ['a name with a line break', `${path}?name=a%0ab`, {}, 400],
    ['a name that is too long', `${path}?name=${'x'.repeat(301)}`, {}, 400],
    ['two encodings', path, { 'content-encoding': 'gzip, br' }, 400],
    ['an encoding that is none', path, { 'content-encoding': 'lzma' }, 400],
    ['gzip that is none', path, { 'content-encoding': 'gzip' }, 400],
  ] as const)('%s', async (_, address, headers, status) => {
    expect(await send(address, 'x', headers)).toMatchObject({ status, body: refused });
    expect(door().appended).toEqual([]);
    expect(door().heldBytes()).toBe(0);
  });

  test('no body', async () => {
    expect(await send(path, '')).toMatchObject({ status: 400, body: refused });
  });
  test('another method', async () => {
    const answer = await send(path, null, {}, 'GET');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });
  test('more than may be sent', async () => {
    expect(await send(path, Buffer.alloc((1 << 20) + 1))).toMatchObject({ status: 413 });
  });
  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)(
    'a bomb of %s, without being inflated beyond the ceiling',
    async (encoding, compress) => {
      const bomb = compress(Buffer.alloc(64 << 20));
      const before = process.memoryUsage().arrayBuffers;
      expect(await send(path, bomb, { 'content-encoding': encoding })).toMatchObject({ status: 413 });
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 << 20);
      // Making the bomb takes a busy machine seconds.
    },
    30_000,
  );
  test('everything while the bridge is closed', async () => {
    door().state.closed = 'The bridge is stopping.';
    const answer = await send(path, 'x');
    expect(answer).toMatchObject({ status: 503, body: { detail: 'The bridge is stopping.' } });
    expect(answer.headers.get('retry-after')).not.toBeNull();
  });
  test('what could not be stored, and it may come again', async () => {
    door().state.away = true;
    expect(await send(path, 'x')).toMatchObject({ status: 503 });
    door().state.away = false;
    expect(await send(path, 'x')).toMatchObject({ status: 202, body: { status: 'accepted' } });
  });
  test('nothing is kept of a sender that goes away', async () => {
    await new Promise<void>((gone) => {
      const req = request(door().url + path, {
        method: 'POST',
        headers: { authorization: 'Bearer of-north', 'content-length': '1000' },
      });
      req.on('error', () => undefined);
      req.on('close', gone);
      req.write('x');
      setTimeout(() => req.destroy(), 50);
    });
    await new Promise((later) => setTimeout(later, 50));
    expect(door().appended).toEqual([]);
    expect(door().heldBytes()).toBe(0);
  });
});

test.each(['/api/v1/runs/a/report', '/api/v1/runs/a/b/reports', '/api/v1/runs//reports', '/api/v1/runs'])(
  '%s is no address of reports',
  async (address) => {
    expect((await fetch(door().url + address, { method: 'POST' })).status).toBe(418);
  },
);

describe('code owners', () => {
  const owners = '/api/v1/code-owners';
  test('are kept as they came, with whose they are', async () => {
    const body = gzipSync('* @demo/all\n');
    const answer = await send(`${owners}?repository=demo/shop&path=.github/CODEOWNERS&syntax=github`, body, {
      'content-encoding': 'gzip',
    });
    expect([answer.status, answer.body]).toEqual([202, { status: 'accepted' }]);
    expect(door().appended).toMatchObject([
      {
        tenant: 'north',
        source: 'owners',
        encoding: 'gzip',
        meta: { repository: 'demo/shop', path: '.github/CODEOWNERS', syntax: 'github' },
        body,
      },
    ]);
  });

  test('may be none at all: then nobody owns anything', async () => {
    expect((await send(`${owners}?repository=demo/shop`, '')).status).toBe(202);
    expect(door().appended).toMatchObject([{ meta: { path: 'CODEOWNERS', syntax: '' } }]);
  });

  test.each([
    ['', 400],
    ['?repository=', 400],
    ['?repository=a%00b', 400],
    ['?repository=demo/shop&syntax=svn', 400],
    ['?repository=demo/shop&branch=main', 400],
    [`?repository=${'x'.repeat(301)}`, 400],
  ])('with %s are refused', async (query, status) => {
    expect(await send(`${owners}${query}`, '* @demo/all')).toMatchObject({ status, body: refused });
    expect(door().appended).toEqual([]);
  });

  test('need a token that may upload, and are not endless', async () => {
    const query = '?repository=demo/shop';
    expect((await send(owners + query, '*', { authorization: 'Bearer that-reads' })).status).toBe(403);
    expect((await send(owners + query, '*', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await send(owners + query, 'x'.repeat(600_000))).status).toBe(413);
    expect((await send(owners + query, null, {}, 'GET')).status).toBe(405);
  });
});
