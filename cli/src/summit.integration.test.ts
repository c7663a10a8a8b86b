import manifest from '../package.json';
import { CreatedHook, CreatedToken, DeploymentDetail, RunTests } from '@summit/contracts';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { credentialsOf, startBridge, type TestBridge, withBridges } from '../../bridge/src/testing/bridge';
import { until } from '../../bridge/src/testing/until';

jest.setTimeout(60_000);

const root = path.resolve(__dirname, '../..');
const summit = path.join(root, 'cli/dist/summit.js');
const TOKEN = 'sum_0123456789abcdef';
let folder: string;

beforeAll(() => {
  const built = spawnSync(process.execPath, [path.join(root, 'node_modules/.bin/tsx'), 'cli/build.mts'], { cwd: root });
  if (built.status !== 0) throw new Error(`the command line does not build: ${built.stderr.toString()}`);
  folder = mkdtempSync(path.join(tmpdir(), 'summit-cli-'));
  mkdirSync(path.join(folder, 'build/deep'), { recursive: true });
  writeFileSync(path.join(folder, 'build/TEST-a.xml'), '<testsuite name="a"><testcase name="adds"/></testsuite>');
  writeFileSync(
    path.join(folder, 'build/deep/TEST-b.xml'),
    '<testsuite name="b"><testcase name="takes off"><failure message="got 10"/></testcase></testsuite>',
  );
  writeFileSync(path.join(folder, 'cover.out.gz'), gzipSync('mode: set\na.go:1.1,2.2 1 1\n'));
  writeFileSync(path.join(folder, 'empty.xml'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the built file as a job does, with nothing in its environment but `env`. */
function ran(args: string[], env: Record<string, string> = {}, during?: (pid: number) => Promise<void>): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [summit, ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
    if (during && child.pid !== undefined) void during(child.pid);
  });
}

interface Received {
  method: string | undefined;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A server that stands for the bridge or a receiver of OTLP. */
class Stand {
  received: Received[] = [];
  answer: { status: number; body: string } = { status: 202, body: '{"status":"accepted"}' };
  private readonly server: Server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const url = new URL(req.url ?? '', this.url);
      this.received.push({ method: req.method, url, headers: req.headers, body: Buffer.concat(chunks) });
      res.writeHead(this.answer.status, { 'content-type': 'application/json' }).end(this.answer.body);
    });
  });
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  open = (): Promise<void> => new Promise((ready) => this.server.listen(0, '127.0.0.1', ready));
  close = (): Promise<unknown> => {
    this.server.closeAllConnections();
    return new Promise((closed) => this.server.close(closed));
  };
}

let stand: Stand;
beforeEach(async () => {
  stand = new Stand();
  await stand.open();
});
afterEach(() => stand.close());

const gitlab = {
  GITLAB_CI: 'true',
  CI_SERVER_URL: 'https://git.example.org',
  CI_PROJECT_PATH: 'demo/shop',
  CI_PIPELINE_ID: '31',
  CI_JOB_ID: '380',
  CI_JOB_NAME: 'test 1/2',
};
const here = (): Record<string, string> => ({ ...gitlab, SUMMIT_URL: `${stand.url}/summit/`, SUMMIT_TOKEN: TOKEN });

describe('summit', () => {
  test('is one file that needs nothing beside it', async () => {
    expect(readFileSync(summit, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    const copy = path.join(folder, 'elsewhere.js');
    writeFileSync(copy, readFileSync(summit));
    const { status, stdout } = spawnSync(process.execPath, [copy, '--version'], { cwd: folder, encoding: 'utf8' });
    expect([status, stdout.trim()]).toEqual([0, manifest.version]);
  });

  test('says what it can do, and each command for itself', async () => {
    const { code, out } = await ran(['--help']);
    expect(code).toBe(0);
    for (const name of ['report', 'deploy', 'run', 'traceparent', 'run-id']) {
      expect(out).toContain(`  ${name} `);
      expect(await ran([name, '--help'])).toMatchObject({
        code: 0,
        err: '',
        out: expect.stringContaining(`Usage: summit ${name}`),
      });
      expect((await ran(['help', name])).out).toContain(`Usage: summit ${name}`);
    }
  });

  test('knows no other command', async () => {
    expect(await ran(['reprot'])).toEqual({
      code: 2,
      out: '',
      err: 'summit: there is no command reprot; see summit --help\n',
    });
  });
});

describe('summit report', () => {
  test('uploads what a pattern names, compressed, with where it comes from', async () => {
    const { code, out, err } = await ran(['report', 'build/**/TEST-*.xml', 'cover.out.gz'], here());
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.trim().split('\n').sort()).toEqual([
      'build/TEST-a.xml: sent',
      'build/deep/TEST-b.xml: sent',
      'cover.out.gz: sent',
    ]);
    const byName = new Map(stand.received.map((request) => [request.url.searchParams.get('name'), request]));
    expect([...byName.keys()].sort()).toEqual(['build/TEST-a.xml', 'build/deep/TEST-b.xml', 'cover.out']);
    for (const { method, url, headers } of byName.values()) {
      expect(method).toBe('POST');
      expect(url.pathname).toBe('/summit/api/v1/runs/gitlab-git.example.org-31-1/reports');
      expect(url.searchParams.get('job')).toBe('test 1/2');
      expect(url.searchParams.has('format')).toBe(false);
      expect(headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, 'content-encoding': 'gzip' });
    }
    const bodyOf = (name: string): string => gunzipSync(byName.get(name)?.body ?? Buffer.alloc(0)).toString();
    expect(bodyOf('build/TEST-a.xml')).toBe('<testsuite name="a"><testcase name="adds"/></testsuite>');
    expect(bodyOf('cover.out')).toBe('mode: set\na.go:1.1,2.2 1 1\n');
  });

  test('says what it is told to say', async () => {
    await ran(
      [
        'report',
        'build/TEST-a.xml',
        '--run',
        'jenkins-a/b:1-1',
        '--job',
        'unit',
        '--name',
        'Unit tests',
        '--format',
        'junit',
      ],
      here(),
    );
    expect(stand.received[0]?.url.pathname).toBe('/summit/api/v1/runs/jenkins-a%2Fb%3A1-1/reports');
    expect(Object.fromEntries(stand.received[0]?.url.searchParams ?? [])).toEqual({
      job: 'unit',
      name: 'Unit tests',
      format: 'junit',
    });
  });

  test('says of one that is there that it is', async () => {
    stand.answer = { status: 202, body: '{"status":"duplicate"}' };
    expect((await ran(['report', 'build/TEST-a.xml'], here())).out).toBe('build/TEST-a.xml: is there already\n');
  });

  const refusals: [string, string[], (env: Record<string, string>) => Record<string, string>, RegExp][] = [
    ['a file that is not there', ['report', 'missing/*.xml'], (env) => env, /missing\/\*\.xml: there is no such file/],
    ['an empty file', ['report', 'empty.xml'], (env) => env, /empty\.xml: not sent: the file is empty/],
    ['no file', ['report'], (env) => env, /no file is named; see summit report --help/],
    ['an option that is none', ['report', '--jbo', 'x'], (env) => env, /unknown option '--jbo'/],
    ['no address', ['report', 'build/TEST-a.xml'], (env) => ({ ...env, SUMMIT_URL: '' }), /SUMMIT_URL is not set/],
    [
      'an address that is none',
      ['report', 'build/TEST-a.xml'],
      (env) => ({ ...env, SUMMIT_URL: 'summit' }),
      /SUMMIT_URL is no address/,
    ],
    [
      'an address with a password',
      ['report', 'build/TEST-a.xml'],
      (env) => ({ ...env, SUMMIT_URL: 'https://me:hunter2@summit.example.org' }),
      /^summit: SUMMIT_URL has a name or a password in it; see summit report --help\n$/,
    ],
    ['no token', ['report', 'build/TEST-a.xml'], (env) => ({ ...env, SUMMIT_TOKEN: ' ' }), /SUMMIT_TOKEN is not set/],
    [
      'a token over two lines',
      ['report', 'build/TEST-a.xml'],
      (env) => ({ ...env, SUMMIT_TOKEN: 'a\nb' }),
      /SUMMIT_TOKEN is no token/,
    ],
    ['no job', ['report', 'build/TEST-a.xml'], (env) => ({ ...env, GITLAB_CI: '' }), /no job of a CI system/],
    [
      'a bridge that is not there',
      ['report', 'build/TEST-a.xml', '--timeout', '1'],
      (env) => ({ ...env, SUMMIT_URL: 'http://127.0.0.1:9' }),
      /build\/TEST-a\.xml: not sent: /,
    ],
  ];

  test.each(refusals)('%s does not fail a build, unless it shall', async (_, args, env, words) => {
    const soft = await ran(args, env(here()));
    expect(soft).toMatchObject({ code: 0, out: '', err: expect.stringMatching(words) });
    expect((await ran([...args, '--strict'], env(here()))).code).toBe(1);
  });

  test('a refusal is told in the words of the bridge, and a secret never', async () => {
    stand.answer = { status: 401, body: JSON.stringify({ detail: `The token ${TOKEN} is not known.`, causes: [] }) };
    expect(await ran(['report', 'build/TEST-a.xml'], here())).toEqual({
      code: 0,
      out: '',
      err: 'summit: build/TEST-a.xml: not sent: 401: The token *** is not known.\n',
    });
    expect((await ran(['report', '--strict', 'build/TEST-a.xml'], here())).code).toBe(1);
  });
});

describe('summit traceparent and run-id', () => {
  test('in a job', async () => {
    const { code, out } = await ran(['traceparent'], gitlab);
    const scope = 'gitlab/git.example.org/demo/shop/';
    const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
    // As docs/trace-ids.md computes it in a shell.
    expect(out).toBe(`00-${sha(`${scope}31/1t`).slice(0, 32)}-${sha(`${scope}380-j`).slice(16, 32)}-01\n`);
    expect(code).toBe(0);
    expect((await ran(['run-id'], gitlab)).out).toBe('gitlab-git.example.org-31-1\n');
  });

  test('a GitHub job that was not told its number is warned', async () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'demo/shop', GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '1' };
    expect(await ran(['traceparent'], env)).toMatchObject({
      code: 0,
      err: expect.stringContaining('SUMMIT_JOB_ID is not set'),
    });
    expect(await ran(['traceparent'], { ...env, SUMMIT_JOB_ID: '99' })).toMatchObject({ code: 0, err: '' });
  });

  test('outside of one nothing is printed, and nothing fails unless it shall', async () => {
    expect(await ran(['traceparent'])).toMatchObject({ code: 0, out: '' });
    expect(await ran(['run-id', '--strict'])).toMatchObject({ code: 1, out: '' });
  });
});

describe('summit run', () => {
  const node = (script: string): string[] => [process.execPath, '-e', script];

  test('is the command: its output, its arguments, its exit code', async () => {
    const { code, out, err } = await ran([
      'run',
      '--',
      ...node('console.log(process.argv[1]); process.exit(3)'),
      '--',
      '--name',
    ]);
    expect({ code, out }).toEqual({ code: 3, out: '--name\n' });
    expect(err).toMatch(
      /^summit: node: exit 3 after \d+\.\d\d s, processor .* user and .* system, largest process at least \d+ MB\n$/,
    );
  });

  test('tells the command where its spans belong', async () => {
    const script = 'console.log(process.env.TRACEPARENT)';
    expect((await ran(['run', ...node(script)], gitlab)).out).toBe((await ran(['traceparent'], gitlab)).out);
    expect((await ran(['run', ...node(script)])).out).toBe('undefined\n');
  });

  test('counts what the command and its children took', async () => {
    const burn = 'const end = Date.now() + 400; while (Date.now() < end);';
    const script = `require('child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(burn)}])`;
    const { err } = await ran(['run', '--', ...node(script)]);
    expect(Number(/processor ([\d.]+) s user/.exec(err)?.[1])).toBeGreaterThan(0.1);
  });

  test('passes signals on, and ends as the command does', async () => {
    const ready = path.join(folder, 'ready');
    const script = `process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); require('fs').writeFileSync(${JSON.stringify(ready)}, '')`;
    const { code } = await ran(['run', '--', ...node(script)], {}, async (pid) => {
      await until(() => spawnSync('test', ['-e', ready]).status === 0, 'the command to run');
      process.kill(pid, 'SIGTERM');
    });
    expect(code).toBe(7);
  });

  test.each([
    ['a command that is not there', ['no-such-program'], 127],
    ['a command that may not be run', [summit.replace('summit.js', '')], 126],
    ['a command in what is no folder', [path.join(summit, 'x')], 126],
    ['a command without a name', [''], 127],
    ['one that a signal ended', ['sh', '-c', 'kill -9 $$'], 137],
  ])('%s', async (_, command, code) => {
    expect((await ran(['run', '--', ...command])).code).toBe(code);
  });

  test('a command that never ran says why', async () => {
    expect(await ran(['run', '--', '', 'x'])).toEqual({
      code: 127,
      out: '',
      err: expect.stringMatching(/^summit: '': .+\n$/),
    });
    expect(await ran(['run', '--', path.join(summit, 'x')])).toMatchObject({
      out: '',
      err: expect.stringContaining('ENOTDIR'),
    });
  });

  test.each([
    [
      'an option that is none',
      ['run', '--nmae', '--', process.execPath, '-e', 'console.log(1)'],
      /unknown option '--nmae'/,
    ],
    ['nothing behind the options', ['run', '--name', 'unit', '--'], /no command is given/],
  ])('%s fails: what never ran does not pass', async (_, args, words) => {
    expect(await ran(args)).toEqual({ code: 2, out: '', err: expect.stringMatching(words) });
  });

  test('without a command nothing fails', async () => {
    expect(await ran(['run'])).toMatchObject({ code: 0, err: expect.stringContaining('no command is given') });
  });

  test('sends a span under the job, and the command is under that span', async () => {
    stand.answer = { status: 200, body: '{}' };
    const env = {
      ...gitlab,
      OTEL_EXPORTER_OTLP_ENDPOINT: stand.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-scope-orgid=north',
    };
    const script = 'console.log(process.env.TRACEPARENT); process.exit(1)';
    const { code, out } = await ran(['run', '--name', 'unit tests', '--', ...node(script), 'secret-argument'], env);
    expect(code).toBe(1);
    const [request] = stand.received;
    expect(request?.url.pathname).toBe('/v1/traces');
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'x-scope-orgid': 'north' });
    expect(request?.body.toString()).not.toContain('secret-argument');
    const [, traceId, jobSpan] = (await ran(['traceparent'], gitlab)).out.trim().split('-');
    const [, , ownSpan] = out.trim().split('-');
    const body: unknown = JSON.parse(request?.body.toString() ?? '');
    expect(body).toMatchObject({
      resourceSpans: [
        {
          scopeSpans: [
            { spans: [{ traceId, spanId: ownSpan, parentSpanId: jobSpan, name: 'unit tests', status: { code: 2 } }] },
          ],
        },
      ],
    });
  });

  test('a receiver that is not there changes nothing but a line', async () => {
    const env = { ...gitlab, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
    const { code, err } = await ran(['run', '--', ...node('process.exit(4)')], env);
    expect(code).toBe(4);
    expect(err).toContain('the span was not sent: nobody answers');
  });
});

describe('against a bridge', () => {
  let bridge: TestBridge;
  let token: string;
  afterAll(async () => {
    await bridge.end('SIGTERM');
  });
  const newDirectory = withBridges();
  beforeAll(async () => {
    bridge = await startBridge(await newDirectory());
    token = (await credentialsOf(bridge.dataDirectory)).token;
  });

  const call = async (method: string, address: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(new URL(address, bridge.url), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return response.json();
  };

  test('reports of a Jenkins build are on its run, once', async () => {
    const { id, secret } = CreatedHook.parse(await call('POST', '/api/v1/hooks', { provider: 'jenkins' }));
    const build = {
      full_url: 'https://ci.example.org/job/shop/job/main/12/',
      url: 'job/shop/job/main/12/',
      number: 12,
      phase: 'STARTED',
      timestamp: Date.now(),
    };
    await fetch(new URL(`/hooks/jenkins/${id}?token=${secret}`, bridge.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'main', build }),
    });
    const env = {
      JENKINS_URL: 'https://ci.example.org/',
      BUILD_URL: build.full_url,
      BUILD_NUMBER: '12',
      STAGE_NAME: 'Unit tests',
      SUMMIT_URL: bridge.url,
      SUMMIT_TOKEN: token,
    };
    const run = (await ran(['run-id'], env)).out.trim();
    const args = ['report', '--strict', 'build/TEST-a.xml', 'build/deep/TEST-b.xml'];
    expect(await ran(args, env)).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('build/TEST-a.xml: sent'),
    });
    expect(await ran(args, env)).toMatchObject({ code: 0, err: '' });
    const { items, counts } = await until(async () => {
      const { success, data } = RunTests.safeParse(await call('GET', `/api/v1/runs/${encodeURIComponent(run)}/tests`));
      return success && data.items.length === 2 && data;
    }, 'both reports to be read');
    expect(counts).toMatchObject({ passed: 1, failed: 1 });
    expect(items.map(({ suite, name, job, outcome, message }) => ({ suite, name, job, outcome, message }))).toEqual(
      expect.arrayContaining([
        { suite: 'a', name: 'adds', job: 'Unit tests', outcome: 'passed', message: null },
        { suite: 'b', name: 'takes off', job: 'Unit tests', outcome: 'failed', message: 'got 10' },
      ]),
    );
  });

  test('a deployment is told from its start to its end, linked to its run, by a token that may only ingest', async () => {
    const made = await call('POST', '/api/v1/tokens', { name: 'jobs', kind: 'service', scopes: ['ingest'] });
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'demo/shop',
      GITHUB_RUN_ID: '31',
      GITHUB_SHA: 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00',
      GITHUB_REF_NAME: 'main',
      GITHUB_ACTOR: 'ada',
      SUMMIT_URL: bridge.url,
      SUMMIT_TOKEN: CreatedToken.parse(made).token,
    };
    const args = [
      '--strict',
      '-e',
      'production',
      '--version',
      '1.4.0',
      '--strategy',
      'Blue Green',
      '--region',
      'eu-1',
      '--rollback',
    ];
    const id = (await ran(['deploy', 'start', ...args], env)).out.trim();
    expect(id).toBe('github-31-1:production:eu-1');
    const page = `/api/v1/deployments/generic-github.com-${encodeURIComponent(id)}`;
    const known = async (state: string) =>
      until(async () => {
        const { success, data } = DeploymentDetail.safeParse(await call('GET', page));
        return success && data.state === state && data;
      }, `the deployment to be ${state}`);
    expect(await known('in_progress')).toMatchObject({ finishedAt: null, approvals: [] });
    const approve = ['deploy', 'approve', '--strict', '-e', 'production', '--region', 'eu-1', '--by', 'grace'];
    expect(await ran([...approve, '--comment', 'looks fine'], env)).toMatchObject({ code: 0, err: '' });
    await until(async () => {
      const { success, data } = DeploymentDetail.safeParse(await call('GET', page));
      return success && data.approvals.length > 0 && data.approvals;
    }, 'the approval').then((approvals) =>
      expect(approvals).toMatchObject([{ decision: 'approved', actor: { name: 'grace' }, comment: 'looks fine' }]),
    );
    expect(await ran(['deploy', 'finish', '--strict', '-e', 'production', '--region', 'eu-1'], env)).toMatchObject({
      code: 0,
      err: '',
    });
    expect(await known('success')).toMatchObject({
      repository: 'demo/shop',
      commit: env.GITHUB_SHA,
      environment: 'production',
      production: true,
      ref: 'main',
      task: 'rollback',
      version: '1.4.0',
      strategy: 'blue_green',
      region: 'eu-1',
      service: null,
      runId: 'github-31-1',
      actor: { name: 'ada' },
      finishedAt: expect.any(String),
    });
  });

  test('what is not told fails no build, and fails one that asked for it', async () => {
    const env = {
      ...gitlab,
      SUMMIT_URL: bridge.url,
      SUMMIT_TOKEN: token,
      CI_PROJECT_URL: 'https://git.example.org/demo/shop',
    };
    const wrong = ['deploy', 'fail', '-e', 'production', '--sha', 'c0ffee0', '--url', 'nowhere'];
    expect(await ran(wrong, env)).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining('events.0.url: not an http or https address'),
    });
    expect(await ran([...wrong, '--strict'], env)).toMatchObject({ code: 1 });
    expect(await ran(['deploy', 'begin', '--strict'], env)).toMatchObject({
      code: 1,
      err: expect.stringContaining('start, finish, fail, request, approve or reject?'),
    });
    expect(
      await ran(['deploy', 'start', '-e', 'production', '--sha', 'x'], { ...env, SUMMIT_URL: 'http://127.0.0.1:9' }),
    ).toMatchObject({ code: 0 });
  });

  test('a token that is not known is refused', async () => {
    const env = { ...gitlab, SUMMIT_URL: bridge.url, SUMMIT_TOKEN: 'nobodys-token' };
    expect(await ran(['report', '--strict', 'build/TEST-a.xml'], env)).toMatchObject({
      code: 1,
      err: expect.stringContaining('not sent: 401: '),
    });
  });
});
