import { digestCi } from '../digest/ci';
import { applyInbox } from '../digest/ci/testing/applyInbox';
import { itemsOf } from '../digest/ci/testing/story';
import { createContext } from '../digest/context';
import { tableBlobs } from '../store/blobs';
import { rawQuery } from '../store/database';
import { withTestDatabase } from '../testing/database';
import { story } from '../translate/gitlab/testing/payloads';
import { fakeGitlab } from './testing/gitlab';
import { rigOf, rowsOf, start } from './testing/rig';
import { type FakeProvider, instead, startProvider } from './testing/server';

jest.setTimeout(60_000);
const database = withTestDatabase();
const rig = rigOf(() => database.db());
const open: FakeProvider[] = [];
const provider = async (answer: Parameters<typeof startProvider>[0]): Promise<FakeProvider> => {
  const made = await startProvider(answer);
  open.push(made);
  return made;
};
afterAll(() => Promise.all(open.map((one) => one.close())));
beforeEach(() => {
  rig.clock.ms = 0;
});

const webhooks = (tenant: string, deliveries: typeof story): Promise<void> =>
  database
    .db()
    .transaction()
    .execute(async (tx) => {
      const context = createContext({ now: () => start, blobs: tableBlobs() });
      await digestCi(tx, itemsOf(tenant, deliveries, 'gitlab'), context);
      await context.flush(tx);
    });

const fetchAll = async (tenant: string, gitlab: FakeProvider): Promise<string> => {
  const id = await rig.add({ tenant, url: gitlab.url, provider: 'gitlab', repositories: ['demo/web/shop'] });
  await rig.drain(id);
  await applyInbox(database.db(), rig.options.now);
  return id;
};
const progressOf = async (id: string) => {
  const [row] = await rawQuery<Record<string, unknown>>(
    database.db(),
    'SELECT r.*, s.waiting_until, s.waiting_for FROM backfill s JOIN backfill_repository r ON r.backfill_id = s.id WHERE s.id = $1',
    [id],
  );
  return row ?? {};
};

const FACTS = ['run', 'job', 'change', 'change_head', 'deployment', 'repository'];

test('by hooks alone, by the API alone, by both in either order: the same rows, also of the job that was retried', async () => {
  const gitlab = await provider(fakeGitlab());
  await webhooks('hooks', story);
  const expected = await rowsOf(database.db(), 'hooks', FACTS);
  expect(expected['job']).toHaveLength(4);
  const id = await fetchAll('api', gitlab);
  expect(await rowsOf(database.db(), 'api', FACTS)).toEqual(expected);
  expect(await progressOf(id)).toMatchObject({
    state: 'done',
    full_name: 'demo/web/shop',
    host: 'git.example.org',
    runs: '1',
    jobs: '4',
    changes: '1',
    deployments: '1',
    commits: '1',
  });
  expect(gitlab.headers()).toMatchObject({ 'private-token': 'secret-token' });

  await webhooks('hooks then api', story.slice(0, 7));
  await fetchAll('hooks then api', gitlab);
  expect(await rowsOf(database.db(), 'hooks then api', FACTS)).toEqual(expected);

  await fetchAll('api then hooks', gitlab);
  await webhooks('api then hooks', story);
  expect(await rowsOf(database.db(), 'api then hooks', FACTS)).toEqual(expected);
});

test('jobs of several pages are one pipeline', async () => {
  const gitlab = await provider(fakeGitlab({ pageSize: 1 }));
  const id = await fetchAll('pages', gitlab);
  expect(await progressOf(id)).toMatchObject({ state: 'done', runs: '1', jobs: '4' });
  expect(gitlab.asked.filter((path) => path.includes('/jobs?'))).toHaveLength(4);
});

test('a pipeline of a merge request gets its branch from that, and goes without where it may not be seen', async () => {
  const ofRequest = { ref: 'refs/merge-requests/4/head', source: 'merge_request_event' };
  const gitlab = await provider(fakeGitlab({ pipeline: ofRequest }));
  await fetchAll('request', gitlab);
  const run = async (tenant: string) =>
    rawQuery(database.db(), 'SELECT name, branch, change_number FROM run WHERE tenant = $1', [tenant]);
  expect(await run('request')).toEqual([{ name: 'merge request pipeline', branch: 'euros', change_number: '4' }]);
  gitlab.troubles.push(instead(/merge_requests\/4$/, { status: 403, body: { message: '403 Forbidden' } }));
  const id = await fetchAll('forbidden', gitlab);
  expect(await run('forbidden')).toMatchObject([{ change_number: '4' }]);
  expect(await progressOf(id)).toMatchObject({ state: 'done', notes: [] });
});

test('429 with RateLimit-Reset alone waits for it', async () => {
  const gitlab = await provider(fakeGitlab());
  gitlab.troubles.push(
    instead(/pipelines\?/, {
      status: 429,
      headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': String(start.getTime() / 1000 + 30) },
      body: { message: 'Retry later' },
    }),
  );
  const id = await fetchAll('limit', gitlab);
  expect(await progressOf(id)).toMatchObject({
    waiting_until: new Date(start.getTime() + 31_000),
    waiting_for: 'limit',
  });
  rig.clock.ms = 31_001;
  await rig.drain(id);
  expect(await progressOf(id)).toMatchObject({ state: 'done', runs: '1' });
});

test('a project without a repository has no commits, and that is no error', async () => {
  const gitlab = await provider(fakeGitlab());
  gitlab.troubles.push(instead(/repository\/commits/, { status: 404, body: { message: '404 Repository Not Found' } }));
  const id = await fetchAll('empty', gitlab);
  expect(await progressOf(id)).toMatchObject({ state: 'done', commits: '0', notes: [], error: null });
});
