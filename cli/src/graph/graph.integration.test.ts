import { RunDetail, RunSpans } from '@summit/contracts';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { credentialsOf, startBridge, withBridges } from '../../../bridge/src/testing/bridge';
import { until } from '../../../bridge/src/testing/until';

jest.setTimeout(120_000);

const root = path.resolve(__dirname, '../../..');
const summit = path.join(root, 'cli/dist/summit.js');
const newFolder = withBridges();

beforeAll(() => {
  const built = spawnSync(process.execPath, [path.join(root, 'node_modules/.bin/tsx'), 'cli/build.mts'], { cwd: root });
  if (built.status !== 0) throw new Error(`the command line does not build: ${built.stderr.toString()}`);
});

const at = (second: number): string => new Date(Date.now() - 3_600_000 + second * 1000).toISOString();
const system = 'ci.example.org';
const run = { id: 7, attempt: 1 };
const job = (id: number, name: string, from: number, to: number, needs?: string[]) => ({
  type: 'job',
  id,
  run,
  name,
  status: 'success',
  queuedAt: at(from),
  startedAt: at(from),
  finishedAt: at(to),
  ...(needs && { needs }),
});
// By its times package waits for slow as well.
const jobs = (told: boolean) => [
  job(1, 'compile', 0, 60, told ? [] : undefined),
  job(2, 'slow (1)', 0, 70, told ? [] : undefined),
  job(3, 'package', 75, 100, told ? ['compile'] : undefined),
];
const ended = {
  type: 'run',
  ...run,
  name: 'nightly',
  status: 'success',
  queuedAt: at(0),
  startedAt: at(0),
  finishedAt: at(100),
};

test('the graph of a run is what it was told to be, before or after the run', async () => {
  const folder = await newFolder();
  const bridge = await startBridge(folder);
  const admin = (await credentialsOf(folder)).token;
  const ask = async (method: string, where: string, body?: unknown, token = admin) => {
    const response = await fetch(bridge.url + where, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  const runId = (name: string): string => `generic-${name}-7-1`;
  const tell = async (name: string, events: unknown[]): Promise<void> => {
    expect((await ask('POST', '/api/v1/ci-events', { system: name, events })).status).toBe(202);
  };
  const pathOf = async (name: string) => {
    const answer = await ask('GET', `/api/v1/runs/${runId(name)}`);
    return answer.status === 200 ? RunDetail.parse(answer.body).criticalPath : undefined;
  };
  const declared = async (name: string, graph: 'declared' | 'inferred') => {
    await until(async () => (await pathOf(name))?.graph === graph);
    return pathOf(name);
  };

  // Nothing told: inferred.
  await tell(`a.${system}`, [ended, ...jobs(false)]);
  expect(await declared(`a.${system}`, 'inferred')).toMatchObject({
    source: null,
    path: [{ name: 'slow (1)' }, { name: 'package' }],
  });

  // Told with the jobs.
  await tell(`b.${system}`, [ended, ...jobs(true)]);
  expect(await declared(`b.${system}`, 'declared')).toMatchObject({
    source: 'events',
    path: [{ name: 'compile' }, { name: 'package' }],
  });
  const { graph, spans } = RunSpans.parse((await ask('GET', `/api/v1/runs/${runId(`b.${system}`)}/spans`)).body);
  const named = (ids: readonly string[]) => ids.map((id) => spans.find(({ spanId }) => spanId === id)?.name);
  expect(graph.stages?.map((stage) => [named(stage.jobs), named(stage.waitsFor)])).toEqual([
    [['compile', 'slow (1)'], []],
    [['package'], ['compile']],
  ]);

  // The command sends the workflow before its run is known, and again.
  mkdirSync(path.join(folder, '.github/workflows'), { recursive: true });
  writeFileSync(
    path.join(folder, '.github/workflows/ci.yml'),
    'jobs:\n  compile: {}\n  slow: {strategy: {matrix: {n: [1]}}}\n  package: {needs: compile}\n',
  );
  for (const _ of [1, 2]) {
    const ran = spawnSync(
      process.execPath,
      [summit, 'graph', '.github/workflows/ci.yml', '--run', runId(`c.${system}`), '--strict'],
      { cwd: folder, env: { PATH: process.env['PATH'], SUMMIT_URL: bridge.url, SUMMIT_TOKEN: admin } },
    );
    expect(ran.stderr.toString()).toBe('');
    expect(ran.status).toBe(0);
  }
  await tell(`c.${system}`, [ended, ...jobs(false)]);
  expect(await declared(`c.${system}`, 'declared')).toMatchObject({
    source: 'pushed_github',
    path: [{ name: 'compile' }, { name: 'package' }],
  });

  // Jobs and needs, after the run; of one job only, then of all.
  await tell(`d.${system}`, [ended, ...jobs(false)]);
  const push = (body: unknown, token = admin) => ask('POST', `/api/v1/runs/${runId(`d.${system}`)}/graph`, body, token);
  expect((await push({ jobs: [{ name: 'package', needs: ['compile'] }] })).status).toBe(202);
  await until(async () => (await pathOf(`d.${system}`))?.source === 'pushed');
  expect(await pathOf(`d.${system}`)).toMatchObject({
    graph: 'inferred',
    unknownJobs: ['compile', 'package', 'slow (1)'],
  });
  expect(
    (
      await push({
        jobs: [
          { name: 'compile', needs: [] },
          { name: 'slow', needs: [] },
        ],
      })
    ).status,
  ).toBe(202);
  expect(await declared(`d.${system}`, 'declared')).toMatchObject({ path: [{ name: 'compile' }, { name: 'package' }] });

  // What is no graph is refused, or found among the dead letters.
  for (const body of [
    {},
    { jobs: [] },
    { jobs: [{ name: 'a' }] },
    { format: 'x', files: [] },
    { format: 'github', files: [], more: 1 },
  ])
    expect(await push(body)).toMatchObject({
      status: 400,
      body: { causes: expect.arrayContaining([expect.any(String)]) as string[] },
    });
  expect((await push({ jobs: [{ name: 'a', needs: [] }] }, 'sum_no')).status).toBe(401);
  expect((await push({ format: 'github', files: [{ path: 'w.yml', text: 'jobs: [' }] })).status).toBe(202);
  const letters = async () => JSON.stringify((await ask('GET', '/api/v1/dead-letters')).body);
  await until(async () => (await letters()).includes('w.yml'));
  await bridge.end('SIGTERM');
});
