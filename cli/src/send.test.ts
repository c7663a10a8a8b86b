import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, send, type Sent } from './send';

type Answer = { status: number; headers?: Record<string, string>; body?: string } | 'cut';

/** A server that answers one after the other, and the last one ever after; time passes only in sleep. */
async function sent(answers: readonly Answer[], deadlineMs = 60_000) {
  const waits: number[] = [];
  let asked = 0;
  const server: Server = createServer((req, res) => {
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    req.resume().on('end', () => {
      if (answer === 'cut' || answer === undefined) return void req.socket.destroy();
      res.writeHead(answer.status, answer.headers).end(answer.body ?? '{}');
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  let now = 0;
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      waits.push(ms);
      now += ms;
    },
    random: () => 1,
  };
  const address = new URL(`http://127.0.0.1:${port}/api/v1/runs/r/reports`);
  const result: Sent = await send(
    { address, token: 't', body: Buffer.from('x'), compressed: true, version: '1' },
    deadlineMs,
    clock,
  );
  server.closeAllConnections();
  server.close();
  return { result, waits, asked };
}

const ok: Answer = { status: 202, body: '{"status":"accepted"}' };

test('what is taken is sent once', async () => {
  expect(await sent([ok])).toEqual({ result: { ok: true, status: 'accepted' }, waits: [], asked: 1 });
  expect((await sent([{ status: 202, body: '{"status":"duplicate"}' }])).result).toEqual({
    ok: true,
    status: 'duplicate',
  });
});

test.each<[string, Answer]>([
  ['a connection that was cut', 'cut'],
  ['408', { status: 408 }],
  ['429', { status: 429 }],
  ['500', { status: 500 }],
  ['502 of a proxy', { status: 502, body: '<html>Bad gateway</html>' }],
  ['503', { status: 503 }],
])('%s is tried again, after longer and longer', async (_, answer) => {
  expect(await sent([answer, answer, answer, ok])).toEqual({
    result: { ok: true, status: 'accepted' },
    waits: [500, 1000, 2000],
    asked: 4,
  });
});

test('the server says when', async () => {
  expect((await sent([{ status: 429, headers: { 'retry-after': '7' } }, ok])).waits).toEqual([7000]);
  expect((await sent([{ status: 503, headers: { 'retry-after': 'soon' } }, ok])).waits).toEqual([500]);
});

test('one that says later than anybody waits is not waited for', async () => {
  expect(
    await sent([{ status: 429, headers: { 'retry-after': '3600' }, body: '{"detail":"Too many.","causes":[]}' }]),
  ).toEqual({
    result: { ok: false, reason: '429: Too many.' },
    waits: [],
    asked: 1,
  });
});

test('it ends with the time that was given', async () => {
  const { result, waits, asked } = await sent([{ status: 503 }], 5000);
  expect(result).toEqual({ ok: false, reason: `503 Service Unavailable (tried ${asked} times)` });
  expect(waits.reduce((a, b) => a + b, 0)).toBeLessThan(5000);
});

test.each<[string, Answer, string]>([
  [
    'a refusal',
    { status: 413, body: '{"detail":"The body is too large.","causes":["At most 25 MiB."]}' },
    '413: The body is too large. At most 25 MiB.',
  ],
  [
    'a wrong token',
    { status: 401, body: '{"detail":"A valid API token is needed.","causes":[]}' },
    '401: A valid API token is needed.',
  ],
  ...(
    [
      ['a page to sign in at', 200, '<html>Sign in, or read of "duplicate" accounts</html>'],
      ['a receipt that is not the code of one', 200, '{"status":"accepted"}'],
      ['a page under the code of a receipt', 202, '<html>"duplicate"</html>'],
      ['a receipt for something else', 202, '{"status":"ignored"}'],
      ['no content', 204, ''],
    ] as const
  ).map(([name, status, body]): [string, Answer, string] => [
    name,
    { status, body },
    `${status}, but not in the words of a bridge: is SUMMIT_URL its address?`,
  ]),
  ['a body that is not the bridge’s', { status: 404, body: '<html>' }, '404 Not Found'],
  [
    'another address',
    { status: 301, headers: { location: 'https://elsewhere.example.org/' } },
    '301: SUMMIT_URL leads on to https://elsewhere.example.org/',
  ],
])('%s is final', async (_, answer, reason) => {
  expect(await sent([answer])).toEqual({ result: { ok: false, reason }, waits: [], asked: 1 });
});

test('nobody there is said as it is', async () => {
  const clock: Clock = { now: () => 0, sleep: async () => undefined, random: () => 1 };
  const gone = createServer();
  await new Promise<void>((ready) => gone.listen(0, '127.0.0.1', ready));
  const { port } = gone.address() as AddressInfo;
  await new Promise((closed) => gone.close(closed));
  const address = new URL(`http://127.0.0.1:${port}/reports`);
  expect(
    await send({ address, token: 't', body: Buffer.from('x'), compressed: true, version: '1' }, 100, clock),
  ).toEqual({
    ok: false,
    reason: expect.stringMatching(/ECONNREFUSED/),
  });
});
