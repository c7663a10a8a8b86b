import { digestCi } from '../../digest/ci';
import { applyInbox } from '../../digest/ci/testing/applyInbox';
import { itemsOf, job, run } from '../../digest/ci/testing/story';
import { createContext } from '../../digest/context';
import { tableBlobs } from '../../store/blobs';
import { rawQuery } from '../../store/database';
import { declaredJobs } from '../../store/declaredJobs';
import { closeBooks } from '../../testing/books';
import { withTestDatabase } from '../../testing/database';
import { beginRepairs } from '../rounds';
import { fakeGithub } from '../testing/github';
import { apiOf, rigOf, start } from '../testing/rig';
import { cut, type FakeProvider, instead, startProvider } from '../testing/server';

jest.setTimeout(60_000);
const database = withTestDatabase();
const rig = rigOf(() => database.db());
const open: FakeProvider[] = [];
afterAll(() => Promise.all(open.map((one) => one.close())));
const state = { n: 0 };
const newTenant = () => `graphs${state.n++}`;
beforeEach(() => {
  rig.clock.ms = 0;
});

const FILE = '.github/workflows/ci.yml';
const BLOB = 'f'.repeat(40);
const at = '2026-01-31T09:00:00Z';
const times = { created_at: at, run_started_at: at, started_at: at, completed_at: at, conclusion: 'success' };
const file = { path: FILE, head_sha: 'a'.repeat(40) };
/** Two of one commit, of which one was tried again; one of another commit; one of another file; one that is too old to be looked at. */
const history = [
  run(1, 1, 'completed', at, { ...times, ...file }),
  run(1, 2, 'completed', at, { ...times, ...file }),
  run(2, 1, 'completed', at, { ...times, ...file }),
  run(3, 1, 'completed', at, { ...times, ...file, head_sha: 'b'.repeat(40) }),
  run(4, 1, 'completed', at, { ...times, ...file, path: 'dynamic/pages/build' }),
  run(5, 1, 'completed', '2026-01-01T09:00:00Z', {
    ...times,
    ...file,
    head_sha: 'c'.repeat(40),
    created_at: '2026-01-01T08:00:00Z',
  }),
  ...[1, 2].map((attempt) => job(10 + attempt, 1, attempt, 'completed', times)),
];

async function github(): Promise<FakeProvider> {
  const api = fakeGithub(history);
  const made = await startProvider((url) => {
    if (url.pathname.includes('/contents/'))
      return { body: [{ type: 'file', name: 'ci.yml', path: FILE, sha: BLOB, size: 50 }] };
    const text = 'jobs: {build: {}, test: {needs: build}}';
    if (url.pathname.endsWith(BLOB))
      return { body: { encoding: 'base64', content: Buffer.from(text).toString('base64') } };
    return api(url);
  });
  open.push(made);
  return made;
}

const graphsAsked = ({ asked }: FakeProvider): string[] =>
  asked.filter((path) => /contents|blobs/.test(path)).map((path) => path.replace('/api/v3/repos/demo/shop', ''));
const sourcesOf = async (tenant: string, id: string) => [...(await declaredJobs(database.db(), tenant, id)).keys()];
const progressOf = async (id: string) => {
  const [row] = await rawQuery<Record<string, unknown>>(
    database.db(),
    `SELECT r.*, (SELECT count(*)::int FROM backfill_task t WHERE t.backfill_id = r.backfill_id) AS tasks
     FROM backfill_repository r WHERE backfill_id = $1`,
    [id],
  );
  return row ?? {};
};

test('the file of each run at its commit, for all attempts, each thing asked for once', async () => {
  const server = await github();
  const tenant = newTenant();
  const id = await rig.add({ tenant, url: server.url, repositories: ['demo/shop'] });
  await rig.drain(id);
  await applyInbox(database.db(), rig.options.now);
  expect(graphsAsked(server)).toEqual(
    [
      `/contents/.github/workflows?ref=${'b'.repeat(40)}`,
      `/git/blobs/${BLOB}`,
      `/contents/.github/workflows?ref=${'a'.repeat(40)}`,
    ].sort((a, b) => graphsAsked(server).indexOf(a) - graphsAsked(server).indexOf(b)),
  );
  for (const known of ['1-1', '1-2', '2-1', '3-1'])
    expect(await sourcesOf(tenant, `github-${known}`)).toEqual(['fetched_github']);
  for (const unknown of ['4-1', '5-1']) expect(await sourcesOf(tenant, `github-${unknown}`)).toEqual([]);
  expect(await sourcesOf('another tenant', 'github-1-1')).toEqual([]);
  expect((await declaredJobs(database.db(), tenant, 'github-1-1')).get('fetched_github')).toMatchObject([
    { key: 'build', needs: [] },
    { key: 'test', needs: [{ key: 'build' }] },
  ]);
  expect(await progressOf(id)).toMatchObject({ state: 'done', tasks: 0, notes: [] });
  await closeBooks(database.db(), 5_000);
});

test('a worker that dies in between asks again and loses none; what breaks off is asked for again', async () => {
  const server = await github();
  server.troubles.push(cut(/blobs/), instead(/blobs/, { status: 502 }));
  const tenant = newTenant();
  const id = await rig.add({ tenant, url: server.url, repositories: ['demo/shop'] });
  for (let n = 0; n < 5; n++) {
    // Each is a worker that remembers nothing.
    await rigOf(() => database.db(), undefined, rig.clock).drain(id);
    rig.clock.ms += 10_000;
  }
  await applyInbox(database.db(), rig.options.now);
  for (const known of ['1-1', '1-2', '2-1', '3-1']) expect(await sourcesOf(tenant, `github-${known}`)).toHaveLength(1);
});

test('a repair asks for the graphs of runs that webhooks told of, but not where somebody told the graph', async () => {
  const server = await github();
  const tenant = newTenant();
  await database
    .db()
    .transaction()
    .execute(async (tx) => {
      const context = createContext({ now: () => start, blobs: tableBlobs() });
      await digestCi(tx, itemsOf(tenant, history), context);
      await context.flush(tx);
    });
  await rawQuery(
    database.db(),
    `INSERT INTO declared_job (tenant, run_id, source, job_key, job, words, told_at)
     SELECT $1, id, 'pushed', 'a', '{"key":"a","name":[{"texts":["a"],"legs":false}],"needs":[]}', '', now()
     FROM unnest(ARRAY['github-1-1', 'github-1-2', 'github-2-1']) id`,
    [tenant],
  );
  const id = await rig.add({ tenant, url: server.url, repositories: ['demo/shop'], since: start, repairHours: 48 });
  await rig.drain(id);
  rig.clock.ms = 61_000;
  await beginRepairs(database.db(), apiOf, 60_000, rig.options.now());
  server.asked.length = 0;
  await rig.drain(id);
  await applyInbox(database.db(), rig.options.now);
  expect(await sourcesOf(tenant, 'github-3-1')).toEqual(['fetched_github']);
  expect(await sourcesOf(tenant, 'github-1-1')).toEqual(['pushed']);
  expect(graphsAsked(server)).toHaveLength(2);
});

test('where the token may not see files, that is noted once, and no other is asked for', async () => {
  const server = await github();
  server.troubles.push(instead(/contents/, { status: 403, body: { message: 'Resource not accessible' } }));
  const id = await rig.add({ tenant: newTenant(), url: server.url, repositories: ['demo/shop'] });
  await rig.drain(id);
  expect(graphsAsked(server)).toHaveLength(1);
  expect(await progressOf(id)).toMatchObject({
    state: 'done',
    tasks: 0,
    notes: [expect.stringMatching(/it needs Contents: read/)],
  });
  await rawQuery(database.db(), 'DELETE FROM inbox', []);
});
