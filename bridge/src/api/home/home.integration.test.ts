import { Home } from '@summit/contracts';
import { settleDora } from '../../digest/dora';
import { withTestDatabase } from '../../testing/database';
import { addTo, type RunOf } from './testing/runs';
import { createCompany, type Company } from '../testing/company';
import { causesOf, createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(30_000);

const database = withTestDatabase();
const now = new Date();
const state: { api?: TestApi; token: string; other: string; company?: Company } = { token: '', other: '' };
const company = (): Company => {
  if (!state.company) throw new Error('not started');
  return state.company;
};

async function home(names: readonly string[], token = state.token): Promise<Home> {
  const query = names.map((name) => `name=${encodeURIComponent(name)}`).join('&');
  const answer = await state.api?.get(`/api/v1/home?${query}`, token);
  if (answer?.status !== 200) throw new Error(`${answer?.status} ${JSON.stringify(answer?.body)}`);
  return Home.parse(answer.body);
}

const runs: readonly RunOf[] = [
  // Broken by ada, still broken in bob's run.
  { id: 'a1', branch: 'main', by: 'bob', status: 'success', hoursAgo: 10 },
  { id: 'a2', branch: 'main', by: 'ada', status: 'failed', hoursAgo: 9 },
  { id: 'a3', branch: 'main', by: 'bob', status: 'cancelled', hoursAgo: 8 },
  { id: 'a4', branch: 'main', by: 'bob', status: 'timed_out', hoursAgo: 7 },
  // Broken by bob, failed again in ada's run.
  { id: 'b1', branch: 'develop', by: 'ada', status: 'success', hoursAgo: 10 },
  { id: 'b2', branch: 'develop', by: 'bob', status: 'failed', hoursAgo: 9 },
  { id: 'b3', branch: 'develop', by: 'ada', status: 'failed', hoursAgo: 8 },
  // Broken by ada, mended by bob.
  { id: 'c1', branch: 'feature/mended', by: 'ada', status: 'failed', hoursAgo: 9 },
  { id: 'c2', branch: 'feature/mended', by: 'bob', status: 'success', hoursAgo: 8 },
  // Broken by bob after ada's success, which is not ada's doing.
  { id: 'd1', branch: 'feature/bobs', by: 'ada', status: 'success', hoursAgo: 9 },
  { id: 'd2', branch: 'feature/bobs', by: 'bob', status: 'failed', hoursAgo: 8 },
  // Never seen green.
  { id: 'e1', branch: 'feature/new', by: 'ada', status: 'failed', hoursAgo: 6, change: 7 },
  { id: 'e2', branch: 'feature/new', by: 'ada', status: 'running', hoursAgo: 1, change: 7 },
  // Long ago.
  { id: 'f1', branch: 'feature/old', by: 'ada', status: 'failed', hoursAgo: 24 * 20 },
];

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.token = await createTestToken(db, 'one');
  state.other = await createTestToken(db, 'two');
  state.company = await createCompany(db, 'one', now);
  await createCompany(db, 'two', now);
  // The company's change and its deployment become ada's, and a success.
  await db.updateTable('run').set({ display_status: 'success', result: 'success', branch: 'release' }).execute();
  await db
    .updateTable('change')
    .set({ author: JSON.stringify({ name: 'Ada L', email: 'Ada@example.org' }), base_branch: 'main' })
    .execute();
  await db.updateTable('deployment').set({ result: 'success' }).execute();
  while (!(await settleDora(db)));
  await addTo(db, { tenant: 'one', now, runs });
  await db
    .insertInto('change')
    .values({
      tenant: 'one',
      provider: 'github',
      repository: 'demo/shop',
      number: 7,
      title: 'New cart',
      state: 'open',
      author: JSON.stringify({ name: 'ada' }),
      head_branch: 'feature/new',
      head_sha: 'e'.repeat(40),
      created_at: new Date(now.getTime() - 8 * 3_600_000),
      updated_at: now,
      url: 'https://git.test/demo/shop/pull/7',
    })
    .execute();
});
afterAll(async () => {
  await state.api?.close();
});

describe('GET /api/v1/home', () => {
  test('has what runs, newest first', async () => {
    expect((await home(['ada'])).running.map(({ id }) => id)).toEqual(['e2']);
    expect((await home(['bob'])).running).toEqual([]);
  });

  test('has branches that fail with who broke them, and none that is mended or not theirs', async () => {
    const { failing } = await home(['ada']);
    expect(failing.map(({ run, since }) => [run.branch, run.id, since?.id ?? null, since?.mine ?? null])).toEqual([
      ['feature/new', 'e1', null, null],
      ['develop', 'b3', 'b2', false],
      ['main', 'a4', 'a2', true],
    ]);
    expect((await home(['bob'])).failing.map(({ run }) => run.id)).toEqual(['a4', 'd2', 'b3']);
  });

  test('has the tests that fail in those runs', async () => {
    const { tests } = await home(['ada']);
    expect(tests).toMatchObject([
      { name: 'adds up', suite: 'cart', outcome: 'failed', message: 'expected 3', runId: 'a4' },
    ]);
  });

  test('has open changes with their last run', async () => {
    const { changes } = await home(['ada']);
    expect(changes).toMatchObject([
      { repository: 'demo/shop', number: 7, title: 'New cart', run: { id: 'e2', displayStatus: 'running' } },
    ]);
  });

  test('has what was shipped, and the errors that began with it, by any name and e-mail in any case', async () => {
    for (const names of [['Ada L'], ['nobody', 'ADA@EXAMPLE.ORG']]) {
      const { shipped, issues, known } = await home(names);
      expect(known).toBe(true);
      expect(shipped).toMatchObject([{ number: 912, deploymentId: company().deploymentId }]);
      expect(issues).toMatchObject([
        { issue: { id: company().issueId, shortId: 'SHOP-1F3' }, change: { number: 912 }, among: 0 },
      ]);
    }
  });

  test('says when nobody of that name is known', async () => {
    const nobody = { running: [], failing: [], tests: [], changes: [], issues: [], shipped: [], known: false };
    expect(await home(['eve'])).toEqual(nobody);
    expect(await home(["x' OR true --"])).toEqual(nobody);
    expect(await home(['bob'], state.other)).toEqual(nobody);
  });

  test("keeps to the tenant's own", async () => {
    const { shipped, issues } = await home(['Ada L'], state.other);
    expect(shipped).toHaveLength(1);
    expect(issues.map(({ issue }) => issue.id)).not.toContain(company().issueId);
  });

  test.each([
    ['', 'name'],
    ['name=', 'name'],
    [Array.from({ length: 21 }, (_, n) => `name=n${n}`).join('&'), 'name'],
  ])('refuses ?%s in words', async (query, cause) => {
    const answer = await state.api?.get(`/api/v1/home?${query}`, state.token);
    expect(answer?.status).toBe(400);
    expect(answer && causesOf(answer).join()).toContain(cause);
  });
});
