import { RunCoverage, RunTests, TestHistory, TestPage, type TestCase } from '@summit/contracts';
import {
  addRun,
  append,
  appendOwners,
  coverage,
  digestOptions,
  drain,
  tests,
} from '../../digest/reports/testing/builds';
import { withTestDatabase } from '../../testing/database';
import { causesOf, createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(30_000);

const database = withTestDatabase();
const now = new Date();
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const state: { api?: TestApi; token: string } = { token: '' };
const api = (): TestApi => {
  if (!state.api) throw new Error('not started');
  return state.api;
};
const get = (path: string) => api().get(`/api/v1${path}`, state.token);
const runTests = async (query = '', run = 'r5') => RunTests.parse((await get(`/runs/${run}/tests${query}`)).body);
const list = async (query = '') => TestPage.parse((await get(`/tests${query}`)).body);
const history = async (name: string, query = '') => {
  const { items } = await list('?limit=200');
  const id = items.find((one) => one.name === name)?.id;
  return TestHistory.parse((await get(`/tests/${id}${query}`)).body);
};
const names = (page: { items: { name: string }[] }): string[] => page.items.map(({ name }) => name);

/** Five runs of one branch, oldest first; `flaps` passes at its second try in two of them, `broken` fails since the fourth. */
const sha = (n: number): string => String(n).repeat(40);
const casesOf = (n: number): Partial<TestCase>[] => [
  { name: 'steady', durationMs: 40, file: 'cart/totals.test.ts' },
  { name: 'flaps', durationMs: 900, ...(n === 2 || n === 4 ? { earlierTries: ['failed'], message: 'timeout' } : {}) },
  { name: 'broken', durationMs: 5, ...(n >= 4 ? { outcome: 'failed', message: 'expected 3', details: 'at 42' } : {}) },
  { name: 'left out', outcome: 'skipped' },
  { name: '100% _odd\\name', durationMs: 1 },
];

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.token = await createTestToken(db, 'north');
  const south = { tenant: 'south', id: 'r5', at: hoursAgo(1) };
  await createTestToken(db, 'south');
  await addRun(db, south);
  for (const n of [1, 2, 3, 4, 5]) {
    await addRun(db, { tenant: 'north', id: `r${n}`, at: hoursAgo(10 - n), sha: sha(n) });
    await append(database.url(), [
      { tenant: 'north', run: `r${n}`, job: 'unit', name: 'all', report: tests(...casesOf(n)) },
    ]);
  }
  await addRun(db, { tenant: 'north', id: 'other', repository: 'demo/api', at: hoursAgo(1) });
  await append(database.url(), [
    { tenant: 'north', run: 'other', report: tests({ name: 'elsewhere', durationMs: 2 }) },
    { tenant: 'south', run: 'r5', report: tests({ name: 'of the south', outcome: 'failed' }) },
    {
      tenant: 'north',
      run: 'r5',
      job: 'unit',
      report: coverage(
        { path: 'a.ts', lines: { covered: 9, total: 10 }, branches: { covered: 1, total: 4 } },
        { path: 'b.ts', lines: { covered: 1, total: 10 } },
      ),
    },
  ]);
  await appendOwners(database.url(), { tenant: 'north', body: 'cart/ @demo/cart\n' });
  await drain(digestOptions(db));
});
afterAll(async () => {
  await state.api?.close();
});

describe('tests of a run', () => {
  test('come with what failed first, the counts of all and the uploads', async () => {
    const answer = await runTests();
    expect(names(answer)).toEqual(['broken', 'steady', 'flaps', '100% _odd\\name', 'left out']);
    expect(answer.items[0]).toMatchObject({ outcome: 'failed', message: 'expected 3', details: 'at 42', job: 'unit' });
    expect(answer.counts).toEqual({ passed: 3, failed: 1, error: 0, skipped: 1, retried: 0 });
    expect(answer.reports).toMatchObject([
      { kind: 'tests', format: 'junit', name: 'all', job: 'unit', infrastructure: false },
      { kind: 'coverage', format: 'lcov' },
    ]);
  });

  test('say what is known to be flaky', async () => {
    const flaps = (await runTests('?q=flaps')).items[0];
    expect(flaps?.flaky).toMatchObject({ state: 'flaky', flakes: 2, of: 5, score: 0.4 });
    expect((await runTests('?q=steady')).items[0]?.flaky).toMatchObject({ state: 'steady', score: 0 });
  });

  test('that passed at a later try come after those that failed', async () => {
    expect(names(await runTests('', 'r4')).slice(0, 2)).toEqual(['broken', 'flaps']);
    expect((await runTests('?outcome=retried', 'r4')).items).toMatchObject([
      { name: 'flaps', outcome: 'passed', earlierTries: ['failed'], message: 'timeout' },
    ]);
  });

  test.each([
    ['outcome=failed', ['broken']],
    ['outcome=error', []],
    ['outcome=failed,skipped', ['broken', 'left out']],
    ['outcome=passed', ['steady', 'flaps', '100% _odd\\name']],
    ['q=TOTALS.test', ['steady']],
    ['q=100%25', ['100% _odd\\name']],
    ['q=_', ['100% _odd\\name']],
    ['q=cart%20fla', ['flaps']],
    ['job=unit&q=flaps', ['flaps']],
    ['job=mac', []],
  ])('are found by %s', async (query, expected) => {
    expect(names(await runTests(`?${query}`))).toEqual(expected);
  });

  test('come in pages', async () => {
    const all: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: RunTests = await runTests(`?limit=2${cursor && `&cursor=${cursor}`}`);
      all.push(...names(page));
      cursor = page.next;
    }
    expect(all).toEqual(names(await runTests()));
  });

  test('of a run without any are none', async () => {
    await addRun(database.db(), { tenant: 'north', id: 'empty', at: hoursAgo(1) });
    expect(await runTests('', 'empty')).toEqual({
      items: [],
      next: null,
      counts: { passed: 0, failed: 0, error: 0, skipped: 0, retried: 0 },
      reports: [],
    });
  });

  test('of another tenant are not seen, though the run has the same id', async () => {
    expect(names(await runTests())).not.toContain('of the south');
    const south = await createTestToken(database.db(), 'south');
    const answer = RunTests.parse((await api().get('/api/v1/runs/r5/tests', south)).body);
    expect(names(answer)).toEqual(['of the south']);
    expect(answer.reports).toHaveLength(1);
  });

  test.each(['outcome=broken', 'limit=0', 'cursor=x', 'nmae=x', 'q=%00'])(
    'are not asked for with %s',
    async (query) => {
      const answer = await get(`/runs/r5/tests?${query}`);
      expect(answer.status).toBe(400);
      expect(causesOf(answer)).not.toEqual([]);
    },
  );

  test('of a run that is not there are a 404', async () => {
    expect((await get('/runs/nothing/tests')).status).toBe(404);
    expect((await get('/runs/nothing/coverage')).status).toBe(404);
  });
});

describe('all tests', () => {
  test('come with the most flaky first', async () => {
    const { items } = await list();
    expect(items).toHaveLength(6);
    expect(items[0]).toMatchObject({ name: 'flaps', repository: 'demo/shop', lastOutcome: 'passed', failures: 0 });
    expect(items[0]?.flaky.state).toBe('flaky');
  });

  test.each([
    ['sort=failures&limit=1', ['broken']],
    ['sort=duration&limit=2', ['flaps', 'steady']],
    ['sort=lastSeen&limit=1', ['elsewhere']],
    ['state=failing', ['broken']],
    ['state=flaky', ['flaps']],
    ['state=failing,flaky', ['flaps', 'broken']],
    ['repository=demo/api', ['elsewhere']],
    ['q=flaps', ['flaps']],
    ['repository=demo/api&q=flaps', []],
    ['owner=@demo/cart', ['steady']],
    ['owner=@demo/cart,nobody&repository=demo/api', ['elsewhere']],
    ['owner=@demo/none', []],
  ])('are found by %s', async (query, expected) => {
    expect(names(await list(`?${query}`))).toEqual(expected);
  });

  test.each(['flaky', 'failures', 'duration', 'lastSeen'])('come in pages sorted by %s', async (sort) => {
    const all: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { name: string }[]; next: string | null } = await list(
        `?sort=${sort}&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      all.push(...names(page));
      cursor = page.next;
    }
    expect(all).toEqual(names(await list(`?sort=${sort}`)));
  });

  test('count failures of the last 30 days', async () => {
    expect((await list('?q=broken')).items[0]?.failures).toBe(2);
  });

  test('of another tenant are not seen', async () => {
    expect(names(await list())).not.toContain('of the south');
  });

  test('refuse the cursor of another sort', async () => {
    const { next } = await list('?sort=failures&limit=1');
    expect((await get(`/tests?sort=duration&cursor=${next}`)).status).toBe(400);
  });
});

describe('a test', () => {
  test('has its results, newest first, with their runs', async () => {
    const { test: found, items, next } = await history('broken');
    expect(found).toMatchObject({ name: 'broken', lastOutcome: 'failed', failures: 2 });
    expect(items.map(({ run, outcome, durationMs }) => [run.id, outcome, durationMs])).toEqual([
      ['r5', 'failed', 5],
      ['r4', 'failed', 5],
      ['r3', 'passed', 5],
      ['r2', 'passed', 5],
      ['r1', 'passed', 5],
    ]);
    expect(items[0]).toMatchObject({ job: 'unit', run: { commit: sha(5), branch: 'main', name: 'CI' } });
    expect(next).toBeNull();
  });

  test('says what broke it: the first run that failed after the last that passed', async () => {
    const { broken } = await history('broken');
    expect(broken).toMatchObject([{ run: { id: 'r4', commit: sha(4) }, job: 'unit', lastPass: { id: 'r3' } }]);
    expect((await history('steady')).broken).toEqual([]);
  });

  test('says so in the list too', async () => {
    const [broken] = (await list('?q=broken&branch=main')).items;
    expect(broken?.broken).toMatchObject({ run: { id: 'r4', commit: sha(4) }, lastPass: { id: 'r3', commit: sha(3) } });
    expect((await list('?q=broken&branch=feature')).items[0]?.broken).toBeNull();
    expect((await list('?q=steady')).items[0]?.broken).toBeNull();
  });

  test('has the owners that CODEOWNERS gives its file', async () => {
    expect(await history('steady')).toMatchObject({
      test: { owners: ['@demo/cart'], ownedBy: 'file', quarantine: null },
      codeOwners: { path: 'CODEOWNERS' },
    });
    expect((await history('broken')).test).toMatchObject({ file: null, owners: [], ownedBy: null });
    expect((await history('elsewhere')).codeOwners).toBeNull();
    expect((await runTests('?q=steady')).items[0]).toMatchObject({ owners: ['@demo/cart'], ownedBy: 'file' });
    expect((await get('/values/owners')).body).toEqual({ items: ['@demo/cart'] });
  });

  test('comes in pages and by branch', async () => {
    const first = await history('broken', '?limit=3');
    const second = await history('broken', `?limit=3&cursor=${first.next}`);
    expect([...first.items, ...second.items].map(({ run }) => run.id)).toEqual(['r5', 'r4', 'r3', 'r2', 'r1']);
    expect((await history('broken', '?branch=main')).items).toHaveLength(5);
    expect((await history('broken', '?branch=feature')).items).toEqual([]);
  });

  test('of another tenant is a 404', async () => {
    const south = await createTestToken(database.db(), 'south');
    const { items } = await list('?q=broken');
    const answer = await api().get(`/api/v1/tests/${items[0]?.id}`, south);
    expect(answer.status).toBe(404);
  });
});

describe('coverage of a run', () => {
  test('has its sums, and the files with most left to cover first', async () => {
    expect(RunCoverage.parse((await get('/runs/r5/coverage')).body)).toEqual({
      total: { lines: { covered: 10, total: 20 }, branches: { covered: 1, total: 4 }, functions: null },
      files: [
        { path: 'b.ts', lines: { covered: 1, total: 10 }, branches: null, functions: null },
        { path: 'a.ts', lines: { covered: 9, total: 10 }, branches: { covered: 1, total: 4 }, functions: null },
      ],
      fileCount: 2,
    });
  });
  test('is null where nobody reported any', async () => {
    expect((await get('/runs/r4/coverage')).body).toEqual({ total: null, files: [], fileCount: 0 });
  });
});
