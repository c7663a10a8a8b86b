import fc from 'fast-check';
import { tableBlobs } from '../../store/blobs';
import { rawQuery } from '../../store/database';
import { declaredJobs } from '../../store/declaredJobs';
import { withTestDatabase } from '../../testing/database';
import { BadInput, createContext, type InboxItem } from '../context';
import { digestGraphs } from '.';

jest.setTimeout(60_000);
const database = withTestDatabase();

const item = (tenant: string, run: string, body: unknown, second = 0): InboxItem => ({
  id: '1',
  tenant,
  source: 'graph',
  projectId: null,
  hookId: null,
  receivedAt: new Date(Date.UTC(2026, 0, 31, 9, 0, second)),
  encoding: '',
  meta: { run },
  body: Buffer.from(JSON.stringify(body)),
});

const apply = (items: readonly InboxItem[]): Promise<void> =>
  database
    .db()
    .transaction()
    .execute(async (tx) => {
      const context = createContext({ now: () => new Date(), blobs: tableBlobs() });
      await digestGraphs(tx, items, context);
      await context.flush(tx);
    });

const needs = (...names: string[]) => ({ jobs: [{ name: 'test', needs: names }] });
const state = { runs: 0 };
const newRun = () => `r${state.runs++}`;
const knownOf = (tenant: string, run: string) => declaredJobs(database.db(), tenant, run);

test('what is said of a run is the same in any order, once or often', async () => {
  const said = fc.array(
    fc.record({
      second: fc.nat(2),
      job: fc.constantFrom('a', 'b'),
      needs: fc.subarray(['x', 'y', 'z']),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const orders = said.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
  );
  await fc.assert(
    fc.asyncProperty(orders, async ([told, shuffled]) => {
      const [one, other] = [newRun(), newRun()];
      const items = (run: string, all: typeof told) =>
        all.map(({ second, job, needs: names }) => item('north', run, { jobs: [{ name: job, needs: names }] }, second));
      for (const each of items(one, told)) await apply([each]);
      await apply(items(other, shuffled));
      expect(await knownOf('north', other)).toEqual(await knownOf('north', one));
    }),
    { numRuns: 30 },
  );
});

test('the later word stands, and what another tenant says of a run of the same id is its own', async () => {
  const run = newRun();
  await apply([item('north', run, needs('new'), 2), item('north', run, needs('old'), 1)]);
  await apply([item('south', run, needs('theirs'), 3)]);
  const keysOf = async (tenant: string) =>
    (await knownOf(tenant, run)).get('pushed')?.map((job) => job.needs?.map(({ key }) => key));
  expect(await keysOf('north')).toEqual([['new']]);
  expect(await keysOf('south')).toEqual([['theirs']]);
  expect((await knownOf('west', run)).size).toBe(0);
});

test('what changes nothing is counted as such, and the feed tells only of runs that are there', async () => {
  const run = newRun();
  for (const _ of [1, 2]) await apply([item('east', run, needs('a'))]);
  const counts = await rawQuery<{ state: string; n: number }>(
    database.db(),
    `SELECT state, quantity::int AS n FROM ledger WHERE tenant = 'east' AND category = 'graph' ORDER BY state`,
    [],
  );
  expect(counts).toEqual([
    { state: 'deduplicated', n: 1 },
    { state: 'received', n: 2 },
    { state: 'stored', n: 1 },
  ]);
  expect(await rawQuery(database.db(), 'SELECT 1 FROM change_feed WHERE entity_id = $1', [run])).toEqual([]);
});

test.each([
  ['no graph', {}],
  ['a workflow without jobs', { format: 'github', files: [{ path: 'w.yml', text: 'jobs: {}' }] }],
  ['what is no YAML', { format: 'gitlab', files: [{ path: 'w.yml', text: 'a: [' }] }],
])('%s is a dead letter', async (_, body) => {
  await expect(apply([item('north', newRun(), body)])).rejects.toThrow(BadInput);
});

test('characters that PostgreSQL cannot keep are left out', async () => {
  const run = newRun();
  const text = 'jobs: {a: {name: "x\\0y"}, b: {needs: a, name: "\\ud800"}}';
  await apply([item('north', run, { format: 'github', files: [{ path: 'w.yml', text }] })]);
  expect((await knownOf('north', run)).get('pushed_github')?.map(({ key }) => key)).toEqual(['a', 'b']);
});
