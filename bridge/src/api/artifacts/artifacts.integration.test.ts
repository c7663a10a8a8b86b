import { RunArtifacts } from '@summit/contracts';
import { addRun, append, digestOptions, drain } from '../../digest/reports/testing/builds';
import { keepHouse } from '../../store/retention';
import { withTestDatabase } from '../../testing/database';
import { readReport } from '../../translate/reports/report';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(30_000);

const database = withTestDatabase();
const now = new Date();
const state: { api?: TestApi; north: string; south: string } = { north: '', south: '' };

const artifacts = async (run: string, token = state.north): Promise<RunArtifacts> => {
  const answer = await state.api?.get(`/api/v1/runs/${run}/artifacts`, token);
  if (answer?.status !== 200) throw new Error(JSON.stringify(answer));
  return RunArtifacts.parse(answer.body);
};
const tell = (run: string, list: object[], { tenant = 'north', job = 'build' } = {}) =>
  append(database.url(), [{ tenant, run, job, report: { artifacts: list } }]);

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.north = await createTestToken(db, 'north');
  state.south = await createTestToken(db, 'south');
  const add = (id: string, hours: number, branch: string | null = 'main') =>
    addRun(db, { tenant: 'north', id, branch, at: new Date(now.getTime() - hours * 3_600_000) });
  await add('r1', 5);
  await add('r2', 4);
  await add('other', 3.5, 'feature');
  await add('r3', 3);
  await add('branchless', 2, null);
  await addRun(db, { tenant: 'south', id: 'r3', at: now });
  await tell('r1', [{ name: 'shop.tgz', bytes: 1000 }]);
  await tell('r2', [{ name: 'shop.tgz', bytes: 1500 }]);
  await tell('r2', [{ name: 'shop.tgz', bytes: 9 }], { job: 'elsewhere' });
  await tell('other', [{ name: 'shop.tgz', bytes: 7 }]);
  await tell('r3', [
    { name: 'shop.tgz', bytes: 2 ** 40, sha256: 'b'.repeat(64), mediaType: 'application/gzip' },
    { name: 'new.zip', bytes: 10 },
    { name: 'unknown.txt' },
  ]);
  await tell('r3', [{ name: 'new.zip', url: 'https://files.example.org/new.zip' }]);
  await tell('r3', [
    { name: 'twice', bytes: 1 },
    { name: 'twice', bytes: 2 },
  ]);
  await tell('branchless', [{ name: 'shop.tgz', bytes: 1 }]);
  await tell('r3', [{ name: 'theirs', bytes: 5 }], { tenant: 'south' });
  await tell('early', [{ name: 'shop.tgz', bytes: 5 }]);
  await drain(digestOptions(db, { read: readReport }));
  await add('early', 1);
});
afterAll(async () => {
  await state.api?.close();
});

test('the artifacts of a run come the largest first, what is told later beside what was told before', async () => {
  const { items, total, bytes } = await artifacts('r3');
  expect(items.map(({ name }) => name)).toEqual(['shop.tgz', 'new.zip', 'twice', 'unknown.txt']);
  expect([total, bytes]).toEqual([4, 2 ** 40 + 12]);
  expect(items[0]).toMatchObject({ bytes: 2 ** 40, sha256: 'b'.repeat(64), mediaType: 'application/gzip', url: null });
  expect(items[1]).toMatchObject({ bytes: 10, url: 'https://files.example.org/new.zip', earlier: [] });
  expect(items[2]?.bytes).toBe(2);
  expect(items[3]?.bytes).toBeNull();
});

test('each has its sizes in earlier runs of the pipeline and branch, of the same job', async () => {
  const [shop] = (await artifacts('r3')).items;
  expect(shop?.earlier.map(({ runId, bytes }) => [runId, bytes])).toEqual([
    ['r1', 1000],
    ['r2', 1500],
  ]);
  expect((await artifacts('branchless')).items[0]?.earlier).toEqual([]);
});

test('a list may come before the first word of its run, and waits', async () => {
  expect(await artifacts('early')).toEqual({ items: [], total: 0, bytes: 0 });
  await database.db().updateTable('inbox').set({ not_before: null }).execute();
  await drain(digestOptions(database.db(), { read: readReport }));
  expect((await artifacts('early')).items.map(({ name }) => name)).toEqual(['shop.tgz']);
});

test("a tenant sees nothing of another's", async () => {
  expect((await artifacts('r3', state.south)).items.map(({ name }) => name)).toEqual(['theirs']);
  expect(await state.api?.get('/api/v1/runs/r1/artifacts', state.south)).toMatchObject({ status: 404 });
});

test('they go when their time is over', async () => {
  const options = { retentionDays: 90, seenDays: 30, deadLetterDays: 30, changeFeedHours: 24, testDays: 90 };
  await keepHouse(database.db(), new Date(now.getTime() + 100 * 86_400_000), options);
  expect((await artifacts('r3')).items).toEqual([]);
});
