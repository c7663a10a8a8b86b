import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { brotliCompressSync, constants, createBrotliCompress, createGzip, deflateSync, gzipSync } from 'node:zlib';
import { openDatabase, rawQuery, type Database } from '../store/database';
import { runningServer } from '../store/embedded/server';
import { pipeline } from '../translate/gitlab/testing/payloads';
import { closeBooks } from '../testing/books';
import {
  buildBridge,
  credentialsOf,
  newDataDirectory,
  removeDataDirectory,
  startBridge,
  type FirstCredentials,
  type TestBridge,
} from '../testing/bridge';
import { until } from '../testing/until';
import { zstdBomb, zstdStored } from '../testing/zstd';
import { envelopeOf, send, type Answer } from '../testing/load';

const alertSecret = 'a-secret-of-the-alert-door';
const gibibyte = 1024 ** 3;

const started: {
  directory: string;
  bridge: TestBridge;
  first: FirstCredentials;
  db: Database;
  hook: { id: string; secret: string };
}[] = [];
const at = () => {
  const [one] = started;
  if (!one) throw new Error('not started');
  return one;
};

beforeAll(async () => {
  buildBridge();
  const directory = await newDataDirectory();
  const bridge = await startBridge(directory, {
    BOOTSTRAP_GRAFANA_HOOK_SECRET: alertSecret,
    REQUEST_TIMEOUT_SECONDS: '3',
    MAX_BODY_BYTES: String(4 * 1024 * 1024),
  });
  const first = await credentialsOf(directory);
  const url = await runningServer(directory);
  if (url === null) throw new Error('no database');
  const db = openDatabase({ url, poolSize: 1, onError: () => undefined });
  const made = await send(`${bridge.url}/api/v1/hooks`, {
    headers: { authorization: `Bearer ${first.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ provider: 'github' }),
  });
  const hook = JSON.parse(made.text) as { id: string; secret: string };
  started.push({ directory, bridge, first, db, hook });
}, 120_000);

afterAll(async () => {
  for (const { db, bridge, directory } of started) {
    await db.destroy();
    await bridge.end('SIGTERM');
    await removeDataDirectory(directory);
  }
}, 30_000);

/** Everything that an accepted request would change. */
async function contents(): Promise<unknown> {
  await closeBooks(at().db, 10_000);
  return rawQuery(
    at().db,
    `SELECT (SELECT count(*) FROM inbox) AS inbox, (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM issue) AS issues,
       (SELECT count(*) FROM run) AS runs, (SELECT count(*) FROM delivery) AS deliveries, (SELECT count(*) FROM dead_letter) AS dead,
       (SELECT count(*) FROM alert) AS alerts, (SELECT sum(quantity) FROM ledger WHERE state <> 'dropped') AS ledger`,
    [],
  );
}

const newId = () => randomUUID().replaceAll('-', '');
const envelopeUrl = () => `${at().bridge.url}/api/${at().first.projectId}/envelope/`;
const keyed = () => `${envelopeUrl()}?sentry_key=${at().first.publicKey}`;
const post = (body: Buffer | string, headers: Record<string, string> = {}) => send(keyed(), { body, headers });

function hookHeaders(body: Buffer | string, overrides: Record<string, string> = {}): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-github-event': 'push',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': `sha256=${createHmac('sha256', at().hook.secret).update(body).digest('hex')}`,
    ...overrides,
  };
}
const hook = (body: Buffer | string, overrides: Record<string, string> = {}, id = at().hook.id) =>
  send(`${at().bridge.url}/hooks/github/${id}`, { body, headers: hookHeaders(body, overrides) });

function alertHeaders(body: string, seconds: number | null, secret = alertSecret): Record<string, string> {
  const signed = seconds === null ? body : `${seconds}:${body}`;
  return {
    'content-type': 'application/json',
    'x-grafana-alerting-signature': createHmac('sha256', secret).update(signed).digest('hex'),
    ...(seconds === null ? {} : { 'x-grafana-alerting-timestamp': String(seconds) }),
  };
}
const alert = (body: string, seconds: number | null, secret?: string) =>
  send(`${at().bridge.url}/hooks/grafana/alerts`, { body, headers: alertHeaders(body, seconds, secret) });
const nowSeconds = () => Math.floor(Date.now() / 1000);

function expectError(answer: Answer, status: number): void {
  expect({ status: answer.status, type: answer.headers['content-type'] }).toEqual({ status, type: 'application/json' });
  const body = JSON.parse(answer.text) as { detail: unknown; causes: unknown };
  expect(typeof body.detail).toBe('string');
  expect(Array.isArray(body.causes)).toBe(true);
}

describe('good input', () => {
  test.each([
    ['plain', (body: Buffer) => body, ''],
    ['gzip', gzipSync, 'gzip'],
    ['deflate', deflateSync, 'deflate'],
    ['br', brotliCompressSync, 'br'],
    ['zstd', zstdStored, 'zstd'],
    ['the empty encoding of old SDKs', (body: Buffer) => body, 'UTF-8'],
  ])('an envelope in %s is stored', async (_name, encode, encoding) => {
    const id = newId();
    const answer = await post(encode(envelopeOf(id, 1)), encoding === '' ? {} : { 'content-encoding': encoding });
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 200, text: JSON.stringify({ id }) });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    const books = await closeBooks(at().db, 10_000);
    expect(books.events.filter((event) => event.event_id === id)).toEqual([{ event_id: id, copies: 1 }]);
  });

  test.each([
    [
      'X-Sentry-Auth',
      () => ({ 'x-sentry-auth': `Sentry sentry_version=7, sentry_key=${at().first.publicKey}, sentry_client=t/1` }),
    ],
    ['Authorization: Sentry', () => ({ authorization: `Sentry sentry_key=${at().first.publicKey}` })],
    [
      'Authorization: Basic',
      () => ({ authorization: `Basic ${Buffer.from(`${at().first.publicKey}:`).toString('base64')}` }),
    ],
  ])('%s authenticates', async (_name, headers) => {
    const answer = await send(envelopeUrl(), { body: envelopeOf(newId(), 1), headers: headers() });
    expect(answer.status).toBe(200);
  });

  test('a dsn in the envelope header authenticates, and the slash at the end may be missing', async () => {
    const header = JSON.stringify({ dsn: at().first.dsn });
    const answer = await send(envelopeUrl().slice(0, -1), { body: `${header}\n` });
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 200, text: '{}' });
  });

  test('the store endpoint answers the id it was given or made', async () => {
    const url = `${at().bridge.url}/api/${at().first.projectId}/store/?sentry_key=${at().first.publicKey}`;
    const id = newId();
    expect(JSON.parse((await send(url, { body: JSON.stringify({ event_id: id, message: 'x' }) })).text)).toEqual({
      id,
    });
    expect(JSON.parse((await send(url, { body: '{"message":"y"}' })).text)).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  test('a browser may ask first', async () => {
    const answer = await send(keyed(), { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-max-age': '3600' });
    expect(answer.headers['access-control-allow-headers']).toContain('sentry-trace');
  });

  test('an image request with the event in its address, plain, in base64, and in base64 of zlib', async () => {
    const ids = [newId(), newId(), newId()];
    const [plain = '', coded = '', packed = ''] = ids.map((id) => JSON.stringify({ event_id: id, message: '>>>???' }));
    const query = (data: string) =>
      `${at().bridge.url}/api/${at().first.projectId}/store/?sentry_key=${at().first.publicKey}&sentry_version=7&sentry_data=${data}`;
    const addresses = [
      query(encodeURIComponent(plain)),
      // Not escaped: its plus signs arrive as spaces.
      query(Buffer.from(coded).toString('base64')),
      query(encodeURIComponent(deflateSync(packed).toString('base64'))),
    ];
    for (const address of addresses) {
      const answer = await send(address, { method: 'GET' });
      expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'image/gif' } });
      expect(answer.text.slice(0, 6)).toBe('GIF89a');
    }
    await closeBooks(at().db, 10_000);
    const kept = await rawQuery(
      at().db,
      `SELECT replace(event_id::text, '-', '') AS id FROM event WHERE event_id = ANY($1::uuid[])`,
      [ids],
    );
    expect(kept).toHaveLength(3);
  });

  test('GitHub’s ping and both of its content types', async () => {
    const lastDelivery = async () =>
      rawQuery<{ seen: boolean }>(at().db, 'SELECT last_delivery_at IS NOT NULL AS seen FROM hook WHERE id = $1', [
        at().hook.id,
      ]);
    expect(await lastDelivery()).toEqual([{ seen: false }]);
    expect((await hook('{"zen":"x"}', { 'x-github-event': 'ping' })).status).toBe(200);
    // Whoever connects a hook sees at once that it works.
    expect(await lastDelivery()).toEqual([{ seen: true }]);
    const form = `payload=${encodeURIComponent('{"ref":"refs/heads/form"}')}`;
    expect(
      (await hook(form, { 'content-type': 'application/x-www-form-urlencoded', 'x-github-event': 'ping' })).status,
    ).toBe(200);
  });
});

describe('bad input gets its documented error and changes nothing', () => {
  const cases: [string, number, () => Promise<Answer>][] = [
    ['a truncated envelope', 400, () => post(envelopeOf(newId(), 1).subarray(0, -20))],
    [
      'a truncated gzip',
      400,
      () => post(gzipSync(envelopeOf(newId(), 1)).subarray(0, -12), { 'content-encoding': 'gzip' }),
    ],
    [
      'an envelope that is not what its encoding says',
      400,
      () => post(envelopeOf(newId(), 1), { 'content-encoding': 'zstd' }),
    ],
    ['an empty envelope', 400, () => post('')],
    ['an image request without an event', 400, () => send(keyed().replace('/envelope/', '/store/'), { method: 'GET' })],
    [
      'an image request with something else than an event',
      400,
      () => send(`${keyed().replace('/envelope/', '/store/')}&sentry_data=AAAA`, { method: 'GET' }),
    ],
    ['an image request to the envelope door', 405, () => send(`${keyed()}&sentry_data=%7B%7D`, { method: 'GET' })],
    ['broken JSON in the envelope header', 400, () => post('{"event_id":\n{"type":"event"}\n{}\n')],
    ['broken JSON in the event', 400, () => post('{}\n{"type":"event"}\n{"message":}\n')],
    ['an unknown encoding', 400, () => post('x', { 'content-encoding': 'lzma' })],
    ['two encodings', 400, () => post(gzipSync(gzipSync('x')), { 'content-encoding': 'gzip, gzip' })],
    ['no key', 401, () => send(envelopeUrl(), { body: envelopeOf(newId(), 1) })],
    [
      'two keys',
      401,
      () => post(envelopeOf(newId(), 1), { 'x-sentry-auth': `Sentry sentry_key=${at().first.publicKey}` }),
    ],
    [
      'an unknown key',
      403,
      () => send(`${envelopeUrl()}?sentry_key=${'0'.repeat(32)}`, { body: envelopeOf(newId(), 1) }),
    ],
    ['a key that is no key', 403, () => send(`${envelopeUrl()}?sentry_key=%27%3B--`, { body: envelopeOf(newId(), 1) })],
    [
      'a key of another project',
      400,
      () =>
        send(`${at().bridge.url}/api/999/envelope/?sentry_key=${at().first.publicKey}`, {
          body: envelopeOf(newId(), 1),
        }),
    ],
    ['GET', 405, () => send(keyed(), { method: 'GET' })],
    ['too many bytes', 413, () => post(Buffer.alloc(5 * 1024 * 1024, 'x'))],
    ['a store body that is no event', 400, () => send(keyed().replace('envelope', 'store'), { body: '[1]' })],
    ['a hook without a signature', 401, () => hook('{}', { 'x-hub-signature-256': '' })],
    ['a hook with a wrong signature', 401, () => hook('{}', { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` })],
    ['a hook that is not there', 401, () => hook('{}', {}, 'no-such-hook')],
    ['the secret of another provider’s hook', 401, () => hook('{}', {}, 'alerts')],
    ['an unknown provider', 404, () => send(`${at().bridge.url}/hooks/gitlib/x`, { body: '{}' })],
    ['a hook with broken JSON', 400, () => hook('{"ref":')],
    ['a hook with a JSON array', 400, () => hook('[]')],
    ['a hook without an event', 400, () => hook('{}', { 'x-github-event': '' })],
    ['a hook without a delivery id', 400, () => hook('{}', { 'x-github-delivery': '' })],
    ['a hook of another content type', 415, () => hook('{}', { 'content-type': 'text/plain' })],
    ['a form without a payload', 400, () => hook('a=b', { 'content-type': 'application/x-www-form-urlencoded' })],
    ['a compressed hook', 415, () => hook(gzipSync('{}'), { 'content-encoding': 'gzip' })],
    ['an alert with a wrong signature', 401, () => alert('{}', nowSeconds(), 'another secret')],
    ['an alert of an hour ago', 401, () => alert('{}', nowSeconds() - 3600)],
    ['an alert from the future', 401, () => alert('{}', nowSeconds() + 3600)],
    ['an alert without a signed time', 401, () => alert('{}', null)],
    ['an alert with broken JSON', 400, () => alert('{"alerts":', nowSeconds())],
  ];

  test.each(cases)('%s: %d', async (_name, status, request) => {
    const before = await contents();
    expectError(await request(), status);
    expect(await contents()).toEqual(before);
  });

  test('each byte of a signature counts', async () => {
    const right = createHmac('sha256', at().hook.secret).update('{}').digest('hex');
    const before = await contents();
    for (let i = 0; i < right.length; i++) {
      const wrong = right.slice(0, i) + (right[i] === '0' ? '1' : '0') + right.slice(i + 1);
      expect((await hook('{}', { 'x-hub-signature-256': `sha256=${wrong}` })).status).toBe(401);
    }
    expect(await contents()).toEqual(before);
  });

  test('an unknown event is acknowledged, counted as dropped, and kept nowhere', async () => {
    const before = await contents();
    expect((await hook('{}', { 'x-github-event': 'sponsorship' })).status).toBe(202);
    const [dropped] = await rawQuery<{ quantity: string }>(
      at().db,
      `SELECT quantity FROM ledger WHERE source = 'github' AND state = 'dropped' AND reason = 'unknown_event'`,
      [],
    );
    expect(Number(dropped?.quantity)).toBe(1);
    expect((await closeBooks(at().db, 5_000)).differences.every((row) => row.difference === 0)).toBe(true);
    const after = JSON.stringify(await contents());
    expect(after).toBe(
      JSON.stringify(before).replace(/"ledger":"(\d+)"/, (_all, sum: string) => `"ledger":"${Number(sum) + 1}"`),
    );
  });
});

test('a delivery of GitLab through its own door becomes a run', async () => {
  const { bridge, first } = at();
  const asAdmin = { authorization: `Bearer ${first.token}`, 'content-type': 'application/json' };
  const made = await send(`${bridge.url}/api/v1/hooks`, {
    headers: asAdmin,
    body: JSON.stringify({ provider: 'gitlab' }),
  });
  const door = JSON.parse(made.text) as { id: string; url: string; secret: string };
  expect(door.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const { event, payload } = pipeline('running', []);
  const headers = { 'content-type': 'application/json', 'x-gitlab-event': event, 'x-gitlab-token': door.secret };
  const url = `${bridge.url}/hooks/gitlab/${door.id}`;
  expect((await send(url, { headers, body: JSON.stringify(payload) })).text).toContain('accepted');
  expect((await send(url, { headers, body: JSON.stringify(payload) })).text).toContain('duplicate');
  await closeBooks(at().db, 10_000);
  const run = await send(`${bridge.url}/api/v1/runs/gitlab-git.example.org-31-1`, { method: 'GET', headers: asAdmin });
  expect(JSON.parse(run.text)).toMatchObject({ provider: 'gitlab', repository: 'demo/web/shop', status: 'running' });
}, 30_000);

describe('bombs of 1 GiB are refused with bounded memory', () => {
  const zeros = Buffer.alloc(1 << 20);

  async function compressed(stream: NodeJS.ReadWriteStream): Promise<Buffer> {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    for (let i = 0; i < gibibyte / zeros.length; i++)
      if (!stream.write(zeros)) await new Promise((drained) => stream.once('drain', drained));
    const ended = new Promise((done) => stream.once('end', done));
    stream.end();
    await ended;
    return Buffer.concat(chunks);
  }

  test.each([
    ['gzip', () => compressed(createGzip({ level: 9 }))],
    ['br', () => compressed(createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }))],
    ['zstd', () => Promise.resolve(zstdBomb(gibibyte))],
  ])(
    '%s',
    async (encoding, make) => {
      const bomb = await make();
      expect(bomb.length).toBeLessThan(4 * 1024 * 1024);
      const before = await contents();
      for (let i = 0; i < 3; i++) expectError(await post(bomb, { 'content-encoding': encoding }), 413);
      expect(await contents()).toEqual(before);
      if (process.platform === 'linux') {
        const status = readFileSync(`/proc/${at().bridge.process.pid}/status`, 'utf8');
        const peakMb = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
        expect(peakMb).toBeLessThan(300);
      }
    },
    60_000,
  );
});

test('the same delivery 100 times at once has one effect and 100 acknowledgements', async () => {
  const body = JSON.stringify({ ref: 'refs/heads/main', repository: { full_name: 'demo/shop', id: 1 }, commits: [] });
  const id = randomUUID();
  const answers = await Promise.all(Array.from({ length: 100 }, () => hook(body, { 'x-github-delivery': id })));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([202]));
  expect(answers.filter((answer) => answer.text.includes('accepted'))).toHaveLength(1);
  // Days later, under another id.
  expect((await hook(body)).text).toBe('{"status":"duplicate"}');
});

test('the same event 50 times at once is counted once', async () => {
  const id = newId();
  const answers = await Promise.all(Array.from({ length: 50 }, () => post(envelopeOf(id, 90))));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  const books = await closeBooks(at().db, 10_000);
  expect(books.events.filter((event) => event.event_id === id)).toEqual([{ event_id: id, copies: 1 }]);
  expect(books.differences.every((row) => row.difference === 0)).toBe(true);
});

test('a sender that trickles is cut off, and others are served meanwhile', async () => {
  const socket = connect(at().bridge.port, '127.0.0.1');
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(
    `POST /api/1/envelope/?sentry_key=${at().first.publicKey} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n`,
  );
  const drip = setInterval(() => socket.write('x'), 200);
  expect((await post(envelopeOf(newId(), 1))).status).toBe(200);
  await closed;
  clearInterval(drip);
}, 20_000);

test('names that every object has, in all places where an event holds names, are names', async () => {
  const id = newId();
  const names = (value: string) => `{"__proto__":${value},"constructor":${value},"toString":${value}}`;
  const event = `{"event_id":"${id}","platform":"node","message":"x","tags":${names('"t"')},"extra":${names('{"a":1}')},
    "contexts":${names('{"a":1}')},"user":${names('"u"')},"modules":${names('"m"')},"request":{"headers":${names('"h"')}}}`;
  const answer = await post(`{"event_id":"${id}"}\n{"type":"event","length":${Buffer.byteLength(event)}}\n${event}\n`);
  expect(answer.status).toBe(200);
  const books = await closeBooks(at().db, 10_000);
  expect(books.events.filter((one) => one.event_id === id)).toEqual([{ event_id: id, copies: 1 }]);
  const listed = await send(`${at().bridge.url}/api/v1/issues?__proto__=1&constructor=2`, {
    method: 'GET',
    headers: { authorization: `Bearer ${at().first.token}` },
  });
  expectError(listed, 400);
});

test('a stream whose reader closed its side ends, and does not wait for a heartbeat', async () => {
  const socket = connect({ port: at().bridge.port, host: '127.0.0.1', allowHalfOpen: true });
  const told = { text: '', closed: false };
  socket.on('data', (chunk: Buffer) => (told.text += chunk.toString()));
  socket.on('close', () => (told.closed = true));
  socket.on('end', () => socket.end());
  socket.write(`GET /api/v1/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${at().first.token}\r\n\r\n`);
  await until(() => told.text.includes('connected'));
  socket.end();
  await until(() => told.closed, 'the end of the stream', 5_000);
});
