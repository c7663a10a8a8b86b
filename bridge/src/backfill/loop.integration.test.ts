import { story } from '../digest/ci/testing/story';
import { rawQuery } from '../store/database';
import { withTestDatabase } from '../testing/database';
import { until } from '../testing/until';
import { startBackfill, type Backfill } from './index';
import { fakeGithub } from './testing/github';
import { rigOf } from './testing/rig';
import { type FakeProvider, startProvider } from './testing/server';

jest.setTimeout(60_000);
const database = withTestDatabase();
const rig = rigOf(() => database.db());
const open: (FakeProvider | Backfill)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await ('stop' in one ? one.stop() : one.close());
});

const provider = async (): Promise<FakeProvider> => {
  const made = await startProvider(fakeGithub(story));
  open.push(made);
  return made;
};
const warned: string[] = [];
const start = (worker: string): Backfill => {
  const made = startBackfill({
    db: database.db(),
    worker,
    open: async (sealed) => sealed,
    exportMaxAgeMs: 0,
    maxWaitingRows: 10_000,
    partBytes: 1_000_000,
    allowedHosts: [],
    repairEveryMs: 3_600_000,
    onAppended: () => undefined,
    log: { warn: (_fields, message) => void warned.push(message) },
  });
  open.unshift(made);
  return made;
};
const stateOf = async (id: string): Promise<string | undefined> => {
  const [row] = await rawQuery<{ state: string }>(
    database.db(),
    'SELECT state FROM backfill_repository WHERE backfill_id = $1',
    [id],
  );
  return row?.state;
};

test('a source that does not answer holds up no other, also none that is added meanwhile', async () => {
  const [silent, good] = [await provider(), await provider()];
  silent.troubles.push(() => true);
  const stuck = await rig.add({ tenant: 'a', url: silent.url, repositories: ['demo/shop'] });
  start('first');
  await until(() => silent.asked.length === 1);
  const other = await rig.add({ tenant: 'a', url: good.url, repositories: ['demo/shop'] });
  await until(async () => (await stateOf(other)) === 'done');
  expect(await stateOf(stuck)).toBe('importing');
  expect(silent.asked).toHaveLength(1);
});

test('of two bridges one asks; the other goes on when that is gone, and its stop leaves no error behind', async () => {
  const github = await provider();
  github.troubles.push(() => true);
  const id = await rig.add({ tenant: 'b', url: github.url, repositories: ['demo/shop'] });
  // Both are known by their connections: the tests' own is one, and nobody has the other's name.
  const [one] = [start('summit-test')];
  await until(() => github.asked.length === 1);
  start('another');
  await new Promise((later) => setTimeout(later, 1_500));
  expect(github.asked).toHaveLength(1);
  await one.stop();
  const [row] = await rawQuery<{ error: string | null }>(
    database.db(),
    'SELECT error FROM backfill_repository WHERE backfill_id = $1',
    [id],
  );
  expect(row?.error).toBeNull();
  await rawQuery(database.db(), `UPDATE backfill SET worker = 'gone' WHERE id = $1`, [id]);
  await until(async () => (await stateOf(id)) === 'done');
  expect(warned).toEqual([]);
});
