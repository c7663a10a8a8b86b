import { digestCi } from '../digest/ci';
import { applyInbox } from '../digest/ci/testing/applyInbox';
import { itemsOf } from '../digest/ci/testing/story';
import { createContext } from '../digest/context';
import { tableBlobs } from '../store/blobs';
import { rawQuery } from '../store/database';
import { withTestDatabase } from '../testing/database';
import { rigOf, rowsOf, start } from './testing/rig';
import { type FakeAnswer, type FakeProvider, instead, startProvider } from './testing/server';

jest.setTimeout(60_000);
const database = withTestDatabase();
const rig = rigOf(() => database.db());
const open: FakeProvider[] = [];
afterAll(() => Promise.all(open.map((one) => one.close())));

const BEGAN = Date.UTC(2026, 0, 31, 9, 0, 0);
const SHA = 'bcbb5ec396a2c0f828686f14fac9b80b780504f2';
const ROOT = 'https://ci.example.org/jenkins';

/** A build as `/api/json?tree=…` gives it: `actions` holds an empty object for each that has none of the fields asked for. */
const build = (path: string, number: number, fields: Record<string, unknown> = {}) => ({
  _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
  number,
  url: `${ROOT}/${path}/${number}/`,
  building: false,
  result: 'SUCCESS',
  timestamp: BEGAN + number * 60_000,
  duration: 30_000,
  actions: [
    { _class: 'hudson.model.CauseAction' },
    {},
    { _class: 'jenkins.metrics.impl.TimeInQueueAction', queuingDurationMillis: 4_000 },
    {
      _class: 'hudson.plugins.git.util.BuildData',
      lastBuiltRevision: { SHA1: SHA, branch: [{ SHA1: SHA, name: 'refs/remotes/origin/main' }] },
      remoteUrls: ['https://git.example.org/demo/shop.git'],
    },
  ],
  ...fields,
});

const builds = (path: string, count: number) =>
  Array.from({ length: count }, (_, n) =>
    build(path, count - n, n === 0 ? { building: true, result: null, duration: 0 } : {}),
  );

/** The stages of build 7 of main, in the form of the plugin Pipeline: REST API. */
const mainBegan = BEGAN + 7 * 60_000;
const stage = (id: string, name: string, status: string, fields: object) => ({
  _links: { self: { href: `/jenkins/job/shop/job/web/job/main/7/execution/node/${id}/wfapi/describe` } },
  id,
  name,
  execNode: '',
  status,
  ...fields,
});
const stagesOfMain = {
  id: '7',
  name: '#7',
  status: 'UNSTABLE',
  startTimeMillis: mainBegan,
  endTimeMillis: mainBegan + 30_000,
  durationMillis: 30_000,
  queueDurationMillis: 4_000,
  pauseDurationMillis: 6_000,
  stages: [
    stage('6', 'Build', 'SUCCESS', {
      startTimeMillis: mainBegan + 1_000,
      durationMillis: 16_000,
      pauseDurationMillis: 6_000,
    }),
    stage('12', 'Test', 'UNSTABLE', {
      startTimeMillis: mainBegan + 17_000,
      durationMillis: 12_000,
      pauseDurationMillis: 0,
    }),
    stage('20', 'Deploy', 'NOT_EXECUTED', { startTimeMillis: 0, durationMillis: 0, pauseDurationMillis: 0 }),
  ],
};

/** A folder with a job of 120 builds, and a multibranch pipeline in a folder of its own. */
const jenkins = (url: URL): FakeAnswer => {
  if (url.pathname.endsWith('/wfapi/describe'))
    return url.pathname.includes('/job/main/7/') ? { body: stagesOfMain } : { status: 404 };
  const path = url.pathname.replace(/\/api\/json$/, '').slice(1);
  const folders: Record<string, string[]> = {
    'job/shop': ['nightly', 'web'],
    'job/shop/job/web': ['main', 'feature%2Feuro'],
  };
  const jobs: Record<string, object[]> = {
    'job/shop/job/nightly': builds('job/shop/job/nightly', 120),
    'job/shop/job/web/job/main': [build('job/shop/job/web/job/main', 7, { result: 'UNSTABLE' })],
    'job/shop/job/web/job/feature%252Feuro': [build('job/shop/job/web/job/feature%252Feuro', 3, { result: 'ABORTED' })],
  };
  const within = folders[path];
  if (within)
    return {
      body: {
        _class: 'com.cloudbees.hudson.plugins.folder.Folder',
        url: `${ROOT}/${path}/`,
        jobs: within.map((name) => ({ name })),
      },
    };
  const all = jobs[path];
  if (!all) return { status: 404 };
  const range = /\{(\d+),(\d+)\}/.exec(url.searchParams.get('tree') ?? '');
  if (!range) return { body: { _class: 'org.jenkinsci.plugins.workflow.job.WorkflowJob', url: `${ROOT}/${path}/` } };
  return { body: { allBuilds: all.slice(Number(range[1]), Number(range[2])) } };
};

const progressOf = async (id: string) => {
  const [row] = await rawQuery<Record<string, unknown>>(
    database.db(),
    'SELECT * FROM backfill_repository WHERE backfill_id = $1',
    [id],
  );
  return row ?? {};
};

const started = async (): Promise<FakeProvider> => {
  const made = await startProvider(jenkins);
  open.push(made);
  return made;
};

test('a folder brings the builds of all jobs in it, page by page, also those still running', async () => {
  const server = await started();
  const id = await rig.add({ tenant: 'folder', url: server.url, provider: 'jenkins', repositories: ['shop'] });
  await rig.drain(id);
  await applyInbox(database.db(), rig.options.now);
  expect(await progressOf(id)).toMatchObject({ state: 'done', runs: '122', host: 'ci.example.org', full_name: 'shop' });
  const runs = await rawQuery<Record<string, unknown>>(
    database.db(),
    `SELECT id, name, branch, repository, display_status, queue_ms, duration_ms FROM run
     WHERE tenant = 'folder' AND (number IN (3, 7) AND id NOT LIKE '%nightly%' OR number = 120) ORDER BY id`,
    [],
  );
  expect(runs).toEqual([
    {
      id: 'jenkins-ci.example.org-shop:nightly:120-1',
      name: 'shop » nightly',
      branch: 'main',
      repository: 'demo/shop',
      display_status: 'running',
      queue_ms: '4000',
      duration_ms: null,
    },
    {
      id: 'jenkins-ci.example.org-shop:web:feature~euro:3-1',
      name: 'shop » web » feature/euro',
      branch: 'main',
      repository: 'demo/shop',
      display_status: 'cancelled',
      queue_ms: '4000',
      duration_ms: '30000',
    },
    {
      id: 'jenkins-ci.example.org-shop:web:main:7-1',
      name: 'shop » web',
      branch: 'main',
      repository: 'demo/shop',
      display_status: 'failed',
      queue_ms: '4000',
      duration_ms: '30000',
    },
  ]);
  expect(server.headers().authorization).toBe(`Basic ${Buffer.from('secret-token').toString('base64')}`);
});

test('what the Notification plugin said and what the API says is the same run', async () => {
  const server = await started();
  server.troubles.push(instead(/wfapi/, { status: 404 }));
  const scm = { url: 'https://git.example.org/demo/shop.git', branch: 'origin/main', commit: SHA };
  const at = BEGAN + 7 * 60_000;
  const said = [
    { phase: 'QUEUED', timestamp: at - 4_000 },
    { phase: 'STARTED', timestamp: at },
    { phase: 'COMPLETED', timestamp: at + 30_000, duration: 30_000, status: 'UNSTABLE', scm },
  ].map((fields) => ({
    event: 'notification',
    payload: {
      name: 'main',
      build: {
        full_url: `${ROOT}/job/shop/job/web/job/main/7/`,
        url: 'job/shop/job/web/job/main/7/',
        number: 7,
        ...fields,
      },
    },
  }));
  await database
    .db()
    .transaction()
    .execute(async (tx) => {
      const context = createContext({ now: () => start, blobs: tableBlobs() });
      await digestCi(tx, itemsOf('told', said, 'jenkins'), context);
      await context.flush(tx);
    });
  const id = await rig.add({ tenant: 'asked', url: server.url, provider: 'jenkins', repositories: ['shop/web/main'] });
  await rig.drain(id);
  await applyInbox(database.db(), rig.options.now);
  expect(await rowsOf(database.db(), 'asked', ['run'])).toEqual(await rowsOf(database.db(), 'told', ['run']));
});

test('the stages of a pipeline’s build are its jobs, with their wait; a Jenkins without that plugin is not asked on and on', async () => {
  const server = await started();
  const repositories = ['shop/web/main', 'shop/nightly'];
  const id = await rig.add({ tenant: 'stages', url: server.url, provider: 'jenkins', repositories });
  await rig.drain(id);
  await applyInbox(database.db(), rig.options.now);
  const jobs = await rawQuery<Record<string, unknown>>(
    database.db(),
    `SELECT id, name, result, queued_at, started_at, finished_at, url FROM job WHERE tenant = 'stages' ORDER BY queued_at, id`,
    [],
  );
  const at = (ms: number) => new Date(mainBegan + ms);
  const url = (node: number) => `${ROOT}/job/shop/job/web/job/main/7/execution/node/${node}/`;
  const jobId = (node: number) => `jenkins-ci.example.org-shop:web:main:7:${node}`;
  expect(jobs).toEqual([
    {
      id: jobId(20),
      name: 'Deploy',
      result: 'skipped',
      queued_at: at(0),
      started_at: null,
      finished_at: at(0),
      url: url(20),
    },
    {
      id: jobId(6),
      name: 'Build',
      result: 'success',
      queued_at: at(1_000),
      started_at: at(7_000),
      finished_at: at(17_000),
      url: url(6),
    },
    {
      id: jobId(12),
      name: 'Test',
      result: 'failed',
      queued_at: at(17_000),
      started_at: at(17_000),
      finished_at: at(29_000),
      url: url(12),
    },
  ]);
  const described = server.asked.filter((asked) => asked.includes('wfapi'));
  // One of main, and those of one page of nightly's three.
  expect(described).toHaveLength(51);
});

test('builds from before the wanted day are left where they are', async () => {
  const server = await started();
  const since = new Date(BEGAN + 100 * 60_000);
  const id = await rig.add({
    tenant: 'since',
    url: server.url,
    provider: 'jenkins',
    repositories: ['shop/nightly'],
    since,
  });
  await rig.drain(id);
  expect(await progressOf(id)).toMatchObject({ state: 'done', runs: '21' });
  expect(server.asked.filter((asked) => !asked.includes('wfapi'))).toHaveLength(2);
});

test('a job in a folder that may not be seen is noted, and the others come', async () => {
  const server = await started();
  server.troubles.push(instead(/nightly/, { status: 403 }));
  const id = await rig.add({ tenant: 'note', url: server.url, provider: 'jenkins', repositories: ['shop'] });
  await rig.drain(id);
  expect(await progressOf(id)).toMatchObject({
    state: 'done',
    runs: '2',
    notes: ['Jenkins answers 403. The token may not see this; it needs Overall/Read and Job/Read.'],
  });
});
