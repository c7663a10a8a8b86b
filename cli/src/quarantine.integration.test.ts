import { CreatedHook, CreatedToken, TestPage } from '@summit/contracts';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { credentialsOf, startBridge, type TestBridge, withBridges } from '../../bridge/src/testing/bridge';
import { until } from '../../bridge/src/testing/until';

jest.setTimeout(60_000);

const root = path.resolve(__dirname, '../..');
const summit = path.join(root, 'cli/dist/summit.js');
const newDirectory = withBridges();
const state = { folder: '', admin: '', ci: '', bridge: undefined as TestBridge | undefined };
const bridgeUrl = (): string => {
  if (!state.bridge) throw new Error('not started');
  return state.bridge.url;
};

const call = async (method: string, address: string, body?: unknown): Promise<unknown> => {
  const response = await fetch(new URL(address, bridgeUrl()), {
    method,
    headers: { authorization: `Bearer ${state.admin}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return response.status === 204 ? null : response.json();
};

const BUILD = 'https://ci.example.org/job/shop/12/';
const jenkins = { JENKINS_URL: 'https://ci.example.org/', BUILD_URL: BUILD, BUILD_NUMBER: '12', STAGE_NAME: 'unit' };

beforeAll(async () => {
  const built = spawnSync(process.execPath, [path.join(root, 'node_modules/.bin/tsx'), 'cli/build.mts'], { cwd: root });
  if (built.status !== 0) throw new Error(`the command line does not build: ${built.stderr.toString()}`);
  state.folder = mkdtempSync(path.join(tmpdir(), 'summit-quarantine-'));
  const write = (name: string, text: string): void => writeFileSync(path.join(state.folder, name), text);
  mkdirSync(path.join(state.folder, '.github'));
  write('.github/CODEOWNERS', '* @demo/all\n# summit: suite cart @demo/cart\n');
  write(
    'flaps.xml',
    '<testsuite><testcase classname="cart" name="flaps"><failure/></testcase><testcase classname="cart" name="adds"/></testsuite>',
  );
  write('breaks.xml', '<testsuite><testcase classname="cart" name="breaks"><failure/></testcase></testsuite>');
  state.bridge = await startBridge(await newDirectory());
  state.admin = (await credentialsOf(state.bridge.dataDirectory)).token;
  const made = await call('POST', '/api/v1/tokens', { name: 'ci', kind: 'service', scopes: ['ingest', 'read'] });
  state.ci = CreatedToken.parse(made).token;
  const { id, secret } = CreatedHook.parse(await call('POST', '/api/v1/hooks', { provider: 'jenkins' }));
  const build = { full_url: BUILD, url: 'job/shop/12/', number: 12, phase: 'STARTED', timestamp: Date.now() };
  await fetch(new URL(`/hooks/jenkins/${id}?token=${secret}`, bridgeUrl()), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'shop', build }),
  });
});
afterAll(async () => {
  await state.bridge?.end('SIGTERM');
  rmSync(state.folder, { recursive: true, force: true });
});

/** As a job runs it. */
const ran = (
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [summit, ...args], {
      cwd: state.folder,
      env: { PATH: process.env['PATH'], ...jenkins, SUMMIT_URL: bridgeUrl(), SUMMIT_TOKEN: state.ci, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
    child.on('close', (code) => resolve({ code, ...said }));
  });

/** The test once its report was read; its repository is what the bridge made of the job's name. */
const flaps = async () => {
  const { items } = TestPage.parse(await call('GET', '/api/v1/tests?q=flaps'));
  return items[0];
};
const known = () => until(flaps, 'the report to be read');

test('a build fails for failures outside of quarantine alone, and only where it was told to', async () => {
  expect((await ran(['report', 'flaps.xml'])).code).toBe(0);
  const test = await known();
  const gate = (...files: string[]) => ran(['report', ...files, '--quarantine', '--repository', test.repository]);

  const before = await gate('flaps.xml');
  expect(before).toMatchObject({ code: 1, err: '' });
  expect(before.out).toContain('failed (1):\n  cart › flaps\n');

  await call('PUT', `/api/v1/tests/${test.id}/quarantine`, { reason: 'Waits for stock' });
  const during = await gate('flaps.xml');
  expect(during).toMatchObject({ code: 0, err: '' });
  expect(during.out).toContain('failed in quarantine, not counted (1):\n  cart › flaps\n');
  expect((await gate('flaps.xml', 'breaks.xml')).code).toBe(1);
  expect((await gate('flaps.xml', 'missing.xml')).code).toBe(1);

  await call('DELETE', `/api/v1/tests/${test.id}/quarantine`);
  expect((await gate('flaps.xml')).code).toBe(1);
});

test('without an answer nothing is in quarantine', async () => {
  const uploader = CreatedToken.parse(
    await call('POST', '/api/v1/tokens', { name: 'uploads', kind: 'service', scopes: ['ingest'] }),
  ).token;
  const refused = await ran(['report', 'flaps.xml', '--quarantine', '--repository', 'demo/shop'], {
    SUMMIT_TOKEN: uploader,
  });
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('the quarantine is not known, so each failure counts: 403');
  const away = await ran(['report', 'flaps.xml', '--quarantine', '--timeout', '1'], {
    SUMMIT_URL: 'http://127.0.0.1:9',
  });
  expect(away.code).toBe(1);
  expect((await ran(['report', 'flaps.xml', '--quarantine'], { SUMMIT_URL: '' })).code).toBe(1);
  expect((await ran(['report', 'flaps.xml'], { SUMMIT_URL: '' })).code).toBe(0);
});

test('owners are those of the file that was sent', async () => {
  const { repository } = await known();
  const sent = await ran(['owners', '--repository', repository]);
  expect(sent).toEqual({ code: 0, out: '.github/CODEOWNERS: sent\n', err: '' });
  const owned = await until(async () => {
    const test = await flaps();
    return test !== undefined && test.owners.length > 0 && test;
  }, 'the owners to be read');
  expect(owned).toMatchObject({ file: null, owners: ['@demo/cart'], ownedBy: 'suite' });
});

test.each([
  [['owners', 'nowhere'], 'nowhere: there is no such file'],
  [['owners', '--repository', 'demo/shop', '--syntax', 'svn'], 'syntax: github or gitlab'],
])('%j is no reason to fail a build, unless it is told to', async (args, why) => {
  const { code, err } = await ran(args);
  expect(err).toContain(why);
  expect(code).toBe(0);
  expect((await ran([...args, '--strict'])).code).toBe(1);
});
