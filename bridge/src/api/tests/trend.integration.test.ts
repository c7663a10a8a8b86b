import { ChangesCoverage, CoverageChange, CoverageTrend, type CoveredFile } from '@summit/contracts';
import { addRun, append, coverage, digestOptions, drain } from '../../digest/reports/testing/builds';
import { withTestDatabase } from '../../testing/database';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(30_000);

const database = withTestDatabase();
const now = new Date();
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const state: { api?: TestApi; token: string; south: string } = { token: '', south: '' };
const get = async (path: string, token = state.token) => {
  if (!state.api) throw new Error('not started');
  return state.api.get(`/api/v1${path}`, token);
};
const trend = async (query: string, token = state.token) =>
  CoverageTrend.parse((await get(`/coverage?${query}`, token)).body);
const change = async (run: string) => CoverageChange.parse((await get(`/runs/${run}/coverage/change`)).body);

const file = (path: string, covered: number, total: number): CoveredFile => ({ path, lines: { covered, total } });
const main = (n: number): CoveredFile[] => [
  file('cart/totals.ts', 50 + n, 100),
  file('cart/tax.ts', 40, 50),
  ...Array.from({ length: 12 }, (_, k) => file(`part/${k}.ts`, 10, 10)),
];
/** Loses in twelve files, most in the last; one is gone and one is new. */
const head: CoveredFile[] = [
  file('cart/totals.ts', 53, 100),
  file('cart/new.ts', 0, 20),
  ...Array.from({ length: 12 }, (_, k) => file(`part/${k}.ts`, 10 - Math.ceil((k + 1) / 2), 10)),
];

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.token = await createTestToken(db, 'north');
  state.south = await createTestToken(db, 'south');
  for (const tenant of ['north', 'south']) {
    await db
      .insertInto('repository')
      .values({
        tenant,
        provider: 'github',
        full_name: 'demo/shop',
        url: 'https://github.com/demo/shop',
        default_branch: 'main',
      })
      .execute();
  }
  const upload = (run: string, files: readonly CoveredFile[], tenant = 'north') =>
    append(database.url(), [{ tenant, run, report: coverage(...files) }]);
  for (const n of [1, 2, 3]) {
    await addRun(db, { tenant: 'north', id: `m${n}`, at: hoursAgo(10 - n), sha: String(n).repeat(40) });
    await upload(`m${n}`, main(n));
  }
  // Later than the head, and of another pipeline: neither is compared with.
  await addRun(db, { tenant: 'north', id: 'late', at: hoursAgo(1), sha: 'e'.repeat(40) });
  await upload('late', [file('cart/totals.ts', 100, 100)]);
  await addRun(db, { tenant: 'north', id: 'other', at: hoursAgo(6.5), sha: 'f'.repeat(40) });
  await db
    .updateTable('run')
    .set({ name: 'nightly' })
    .where('tenant', '=', 'north')
    .where('id', '=', 'other')
    .execute();
  await upload('other', [file('cart/totals.ts', 1, 100)]);
  await addRun(db, { tenant: 'north', id: 'head', at: hoursAgo(5), branch: 'feature', sha: 'a'.repeat(40) });
  await db
    .updateTable('run')
    .set({ change_number: 7 })
    .where('tenant', '=', 'north')
    .where('id', '=', 'head')
    .execute();
  await db
    .insertInto('change')
    .values({
      tenant: 'north',
      provider: 'github',
      repository: 'demo/shop',
      number: 7,
      title: 'Cart totals',
      state: 'open',
      base_branch: 'main',
      head_branch: 'feature',
      url: 'https://github.com/demo/shop/pull/7',
      updated_at: hoursAgo(5),
    })
    .execute();
  await upload('head', head);
  await addRun(db, { tenant: 'north', id: 'bare', at: hoursAgo(2), branch: 'feature' });
  await addRun(db, { tenant: 'south', id: 'm1', at: hoursAgo(9) });
  await upload('m1', [file('south.ts', 1, 1)], 'south');
  await drain(digestOptions(db));
});
afterAll(async () => {
  await state.api?.close();
});

describe('the trend of a branch', () => {
  test('has the coverage of each of its runs, oldest first, of the default branch where none is named', async () => {
    const answer = await trend('repository=demo/shop&pipeline=CI');
    expect(answer).toMatchObject({ repository: 'demo/shop', branch: 'main', cut: false });
    expect(answer.items.map(({ run, lines }) => [run.id, lines.covered, lines.total])).toEqual([
      ['m1', 211, 270],
      ['m2', 212, 270],
      ['m3', 213, 270],
      ['late', 100, 100],
    ]);
    expect(await trend('repository=demo/shop&branch=main&pipeline=CI')).toEqual(answer);
  });

  test.each([
    ['branch=feature', ['head']],
    ['pipeline=nightly', ['other']],
    ['branch=gone', []],
    [`from=${hoursAgo(7.5).toISOString()}&to=${hoursAgo(2).toISOString()}`, ['m3', 'other']],
  ])('is cut by %s', async (query, expected) => {
    expect((await trend(`repository=demo/shop&${query}`)).items.map(({ run }) => run.id)).toEqual(expected);
  });

  test('of a repository whose default branch is not known asks for one', async () => {
    expect((await get('/coverage?repository=demo/none')).status).toBe(400);
    expect((await trend('repository=demo/none&branch=main')).items).toEqual([]);
  });

  test('of another tenant is not seen', async () => {
    expect((await trend('repository=demo/shop', state.south)).items.map(({ lines }) => lines)).toEqual([
      { covered: 1, total: 1 },
    ]);
  });
});

describe('what a change did to coverage', () => {
  test('is told against the run before it on the branch it goes to, with the ten files that lost most', async () => {
    const { base, branch, ratio, lost, changedFiles } = await change('head');
    expect(branch).toBe('main');
    expect(base?.run.id).toBe('m3');
    expect(ratio).toBeCloseTo(131 / 240 - 213 / 270, 10);
    expect(lost.map(({ path, lost: lines }) => [path, lines])).toEqual([
      ['cart/new.ts', 20],
      ['part/10.ts', 6],
      ['part/11.ts', 6],
      ['part/8.ts', 5],
      ['part/9.ts', 5],
      ['part/6.ts', 4],
      ['part/7.ts', 4],
      ['part/4.ts', 3],
      ['part/5.ts', 3],
      ['part/2.ts', 2],
    ]);
    expect(lost[0]).toEqual({ path: 'cart/new.ts', before: null, after: { covered: 0, total: 20 }, lost: 20 });
    // Twelve parts, the new one and the one that is gone; totals.ts is as it was.
    expect(changedFiles).toBe(14);
  });

  test('of a run of the branch itself is told against the run before', async () => {
    const { base, lost, ratio } = await change('m3');
    expect([base?.run.id, lost]).toEqual(['m2', []]);
    expect(ratio).toBeCloseTo(1 / 270, 10);
  });

  test('is nothing where nothing came before, or the run has no coverage', async () => {
    expect(await change('m1')).toEqual({ base: null, branch: 'main', ratio: null, lost: [], changedFiles: 0 });
    expect((await change('bare')).base).toBeNull();
  });

  test('is listed by change', async () => {
    const { items } = ChangesCoverage.parse((await get('/coverage/changes?repository=demo/shop')).body);
    expect(items).toMatchObject([
      { number: 7, title: 'Cart totals', state: 'open', run: { id: 'head' }, base: { run: { id: 'm3' } } },
    ]);
    expect(items[0]?.ratio).toBeCloseTo(131 / 240 - 213 / 270, 10);
    expect((await get('/coverage/changes?repository=demo/shop', state.south)).body).toEqual({ items: [] });
  });
});
