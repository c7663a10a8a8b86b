import { LogLines, RunLogs } from '@summit/contracts';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { credentialsOf, startBridge, withBridges } from '../../../bridge/src/testing/bridge';
import { until } from '../../../bridge/src/testing/until';

jest.setTimeout(60_000);

const root = path.resolve(__dirname, '../../..');
const summit = path.join(root, 'cli/dist/summit.js');
let folder: string;

beforeAll(() => {
  const built = spawnSync(process.execPath, [path.join(root, 'node_modules/.bin/tsx'), 'cli/build.mts'], { cwd: root });
  if (built.status !== 0) throw new Error(`the command line does not build: ${built.stderr.toString()}`);
});
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'summit-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the built file as a job does; `write` is what the build says. */
function ran(
  args: string[],
  env: Record<string, string>,
  write: (say: (text: string) => void) => Promise<void> | void,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [summit, 'log', ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], RUNNER_TEMP: folder, ...env },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
    Promise.resolve(write((text) => void child.stdin.write(text))).then(() => child.stdin.end(), reject);
  });
}

interface Part {
  path: string;
  query: Record<string, string>;
  text: string;
}

/** A server that stands for the bridge. */
async function stand(status = 202) {
  const parts: Part[] = [];
  const server: Server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const url = new URL(req.url ?? '', 'http://stand');
      const text = gunzipSync(Buffer.concat(chunks)).toString();
      parts.push({ path: url.pathname, query: Object.fromEntries(url.searchParams), text });
      res
        .writeHead(status, { 'content-type': 'application/json' })
        .end(status === 202 ? '{"status":"accepted"}' : '{"detail":"No.","causes":[]}');
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    parts,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

const github = { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'demo/shop', GITHUB_RUN_ID: '31', GITHUB_JOB: 'build' };
const envOf = (url: string, more: Record<string, string> = {}) => ({
  ...github,
  SUMMIT_URL: url,
  SUMMIT_TOKEN: 'sum_0123456789abcdef',
  ...more,
});
const withoutTimes = (text: string): string => text.replace(/^\d{4}-\d\d-\d\dT\S+Z /gm, '');

test('what comes in goes out as it is, and to the bridge as it comes', async () => {
  const bridge = await stand();
  const { code, out, err } = await ran([], envOf(bridge.url), async (say) => {
    say('\u001b[32mone\u001b[0m\ntwo\nthr');
    await until(() => Promise.resolve(bridge.parts.length > 0), 'a first part, before the end');
    say('ee');
  });
  expect({ code, out, err }).toEqual({ code: 0, out: '\u001b[32mone\u001b[0m\ntwo\nthree', err: '' });
  expect(bridge.parts.map((part) => [part.path, part.query, withoutTimes(part.text)])).toEqual([
    ['/api/v1/runs/github-31-1/logs', { job: 'build', part: '1' }, '\u001b[32mone\u001b[0m\ntwo\n'],
    ['/api/v1/runs/github-31-1/logs', { job: 'build', part: '2' }, 'three\n'],
    ['/api/v1/runs/github-31-1/logs', { job: 'build', part: '3', final: 'true' }, ''],
  ]);
  expect(bridge.parts[0]?.text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ./);
  await bridge.close();
});

test('a file, in parts of some megabytes, with no times but its own; for a run and job that are named', async () => {
  const bridge = await stand();
  const all = Array.from({ length: 60_000 }, (_, n) => `line ${n} ${'x'.repeat(60)}\n`).join('');
  writeFileSync(path.join(folder, 'build.log'), all);
  const args = ['build.log', '--run', 'jenkins-a/b:1-1', '--job', 'unit tests'];
  expect(await ran(args, envOf(bridge.url), () => undefined)).toEqual({ code: 0, out: '', err: '' });
  expect(bridge.parts.length).toBeGreaterThan(2);
  expect(bridge.parts.map(({ text }) => text).join('')).toBe(all);
  expect(bridge.parts[0]).toMatchObject({
    path: '/api/v1/runs/jenkins-a%2Fb%3A1-1/logs',
    query: { job: 'unit tests', part: '1' },
  });
  expect(bridge.parts.at(-1)?.query['final']).toBe('true');
  await bridge.close();
});

test('several calls of one job go on with one log', async () => {
  const bridge = await stand();
  const env = envOf(bridge.url);
  await ran(['--more'], env, (say) => say('install\n'));
  await ran(['--more', '--quiet'], env, (say) => say('test\n'));
  await ran([], env, (say) => say('pack\n'));
  expect(bridge.parts.map(({ query, text }) => [query['part'], query['final'], withoutTimes(text)])).toEqual([
    ['1', undefined, 'install\n'],
    ['2', undefined, 'test\n'],
    ['3', undefined, 'pack\n'],
    ['4', 'true', ''],
  ]);
  await bridge.close();
});

test('the number of a GitLab job stands for it', async () => {
  const bridge = await stand();
  const env = {
    GITLAB_CI: 'true',
    CI_PIPELINE_ID: '9',
    CI_JOB_ID: '380',
    CI_JOB_NAME: 'test 1/2',
    SUMMIT_URL: bridge.url,
    SUMMIT_TOKEN: 'sum_0123456789abcdef',
  };
  await ran([], env, (say) => say('x\n'));
  expect(bridge.parts[0]).toMatchObject({ path: '/api/v1/runs/gitlab-9-1/logs', query: { job: '380' } });
  await bridge.close();
});

describe('nothing fails the build, and nothing of its output is lost', () => {
  test.each<[string, (url: string) => Record<string, string>, RegExp]>([
    ['without an address', () => ({ ...github }), /SUMMIT_URL is not set/],
    [
      'outside of a job',
      (url) => ({ SUMMIT_URL: url, SUMMIT_TOKEN: 'sum_0123456789abcdef' }),
      /no job of a CI system that is known/,
    ],
    ['where nobody answers', () => envOf('http://127.0.0.1:9'), /part 1 of the log was not sent/],
  ])('%s', async (_name, env, said) => {
    const bridge = await stand();
    for (const [args, expected] of [
      [[], 0],
      [['--strict'], 1],
    ] as const) {
      const { code, out, err } = await ran(['--timeout', '0.2', ...args], env(bridge.url), (say) => say('out\n'));
      expect(out).toBe('out\n');
      expect(err).toMatch(said);
      expect(code).toBe(expected);
    }
    await bridge.close();
  });

  test('where the bridge refuses', async () => {
    const bridge = await stand(403);
    const { code, out, err } = await ran([], envOf(bridge.url), (say) => say('out\n'));
    expect([code, out]).toEqual([0, 'out\n']);
    expect(err).toBe('summit: part 1 of the log was not sent: 403: No.; the rest is not sent either\n');
    await bridge.close();
  });
});

describe('against a bridge', () => {
  const newDirectory = withBridges();

  test('a log is on the page of its run, without its secret', async () => {
    const directory = await newDirectory();
    const bridge = await startBridge(directory);
    const { token } = await credentialsOf(directory);
    const call = async (method: string, address: string, body?: unknown): Promise<unknown> => {
      const answer = await fetch(new URL(address, bridge.url), {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return answer.json();
    };
    const hook = (await call('POST', '/api/v1/hooks', { provider: 'jenkins' })) as { id: string; secret: string };
    const build = {
      full_url: 'https://ci.example.org/job/shop/12/',
      url: 'job/shop/12/',
      number: 12,
      phase: 'STARTED',
      timestamp: Date.now(),
    };
    const env = {
      JENKINS_URL: 'https://ci.example.org/',
      BUILD_URL: build.full_url,
      BUILD_NUMBER: '12',
      STAGE_NAME: 'Unit',
      SUMMIT_URL: bridge.url,
      SUMMIT_TOKEN: token,
    };
    const secret = `ghp_${'aB3dE5gH7jK9'.repeat(3)}`;
    const sent = await ran(['--strict'], env, (say) =>
      say(`using ${secret}\nsrc/a.ts(2,9): error TS2304: Cannot find name 'x'.\n`),
    );
    expect([sent.code, sent.err]).toEqual([0, '']);
    // The log waits for its run.
    await fetch(new URL(`/hooks/jenkins/${hook.id}?token=${hook.secret}`, bridge.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'shop', build }),
    });
    const runId = spawnSync(process.execPath, [summit, 'run-id'], {
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
    }).stdout.trim();
    const address = `/api/v1/runs/${encodeURIComponent(runId)}/logs`;
    const log = await until(async () => {
      const { success, data } = RunLogs.safeParse(await call('GET', address));
      return success && data.items[0]?.final === true && data.items[0];
    }, 'the log to be read');
    expect(log).toMatchObject({ jobName: 'Unit', lines: 2, errors: 1 });
    const { lines } = LogLines.parse(await call('GET', `${address}/${log.id}/lines`));
    expect(lines.map(({ text }) => text)).toEqual(['using ***', "src/a.ts(2,9): error TS2304: Cannot find name 'x'."]);
    expect(lines[0]?.at).not.toBeNull();
    expect(await bridge.end('SIGTERM')).toBe(0);
  });
});
