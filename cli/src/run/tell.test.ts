import { CommandUpload } from '@summit/contracts';
import { createServer, type Server } from 'node:http';
import { commandOf, tellBridge } from './tell';

const START = Date.UTC(2026, 0, 31, 9);
const ended = {
  wallMs: 1500.5,
  code: 3,
  signal: null,
  processor: { userMs: 4000, systemMs: 20 },
  maxRssBytes: 231_000_000,
};
const command = { name: 'npm', startedAtMs: START, ended };

test('a command is told by its name and figures, in the form that the bridge takes', () => {
  const told = commandOf(command);
  expect(told).toEqual({
    name: 'npm',
    startedAt: '2026-01-31T09:00:00.000Z',
    wallMs: 1500.5,
    userMs: 4000,
    systemMs: 20,
    maxRssBytes: 231_000_000,
    exitCode: 3,
  });
  const killed = commandOf({ ...command, ended: { wallMs: 20, code: null, signal: { name: 'SIGTERM', number: 15 } } });
  expect(killed).toEqual({ name: 'npm', startedAt: told.startedAt, wallMs: 20, signal: 'SIGTERM' });
  const odd = commandOf({ ...command, name: `${'x'.repeat(400)}\n` });
  expect(
    CommandUpload.safeParse({ commands: [told, killed, odd, commandOf({ ...command, name: '\n' })] }).success,
  ).toBe(true);
});

describe('the bridge', () => {
  const asked: { url: string; token: string | undefined; body: string }[] = [];
  const state: { server?: Server; url: string; status: number } = { url: '', status: 202 };
  beforeAll(async () => {
    const server = createServer((req, res) => {
      let body = '';
      req.on('data', (chunk: Buffer) => (body += chunk.toString()));
      req.on('end', () => {
        asked.push({ url: req.url ?? '', token: req.headers.authorization, body });
        res.writeHead(state.status, { 'content-type': 'application/json' }).end('{"status":"accepted"}');
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    Object.assign(state, { server, url: `http://127.0.0.1:${address.port}/summit/` });
  });
  afterAll(() => void state.server?.close());
  beforeEach(() => {
    asked.length = 0;
    state.status = 202;
  });

  const job = {
    JENKINS_URL: 'https://ci.example.org/jenkins/',
    BUILD_URL: 'https://ci.example.org/jenkins/job/shop/12/',
    BUILD_NUMBER: '12',
    STAGE_NAME: 'Build',
  };

  test('is told with the run and the job', async () => {
    const env = { ...job, SUMMIT_URL: state.url, SUMMIT_TOKEN: 'of-north' };
    expect(await tellBridge(command, env, '0.1.0')).toBeUndefined();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      url: '/summit/api/v1/runs/jenkins-ci.example.org-shop%3A12-1/commands?job=Build',
      token: 'Bearer of-north',
    });
    expect(CommandUpload.parse(JSON.parse(asked[0]?.body ?? ''))).toEqual({ commands: [commandOf(command)] });
  });

  test.each([
    ['outside of a job', { SUMMIT_TOKEN: 'of-north' }],
    ['without a token', job],
  ])('is told nothing %s, and nobody is warned', async (_, env) => {
    expect(await tellBridge(command, { ...env, SUMMIT_URL: state.url }, '0.1.0')).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test('that refuses is a warning with its reason', async () => {
    state.status = 403;
    const env = { ...job, SUMMIT_URL: state.url, SUMMIT_TOKEN: 'that-reads' };
    expect(await tellBridge(command, env, '0.1.0')).toMatch(/^403/);
  });
});
