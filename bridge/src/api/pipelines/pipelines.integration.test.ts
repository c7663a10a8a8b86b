import { Pipelines } from '@summit/contracts';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(60_000);

const database = withTestDatabase();
const state: { api?: TestApi; token: string; other: string; runs: number } = { token: '', other: '', runs: 0 };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = Date.UTC(2026, 9, 10);

interface Told {
  tenant?: string;
  name?: string;
  repository?: string;
  hour: number;
  result?: string | null;
  minutes?: number;
  queueMinutes?: number;
  branch?: string;
}

async function tell({
  tenant = 'one',
  name = 'ci',
  repository = 'demo/shop',
  hour,
  result = 'success',
  minutes = 10,
  queueMinutes = 1,
  branch = 'main',
}: Told) {
  const n = ++state.runs;
  const queued = new Date(start + hour * HOUR);
  await database
    .db()
    .insertInto('run')
    .values({
      tenant,
      id: `github-${n}-1`,
      provider: 'github',
      system: 'github',
      host: 'github.com',
      provider_run_id: String(n),
      attempt: 1,
      repository,
      name,
      number: n,
      status: result === null ? 'running' : 'completed',
      result,
      display_status: result ?? 'running',
      branch,
      queued_at: queued,
      queue_ms: queueMinutes * MINUTE,
      duration_ms: result === null ? null : minutes * MINUTE,
      finished_at: result === null ? null : new Date(queued.getTime() + (queueMinutes + minutes) * MINUTE),
      url: '',
      trace_id: 'a'.repeat(32),
    })
    .execute();
}

const get = async (query: string, token = state.token) => {
  const answer = await state.api?.get(
    `/api/v1/pipelines?from=2026-10-10T00:00:00Z&${query.includes('to=') ? '' : 'to=2026-10-12T00:00:00Z&'}${query}`,
    token,
  );
  if (answer?.status !== 200) throw new Error(JSON.stringify(answer?.body));
  return Pipelines.parse(answer.body);
};
const names = async (query: string) => (await get(query)).items.map(({ name }) => name);

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.token = await createTestToken(db, 'one');
  state.other = await createTestToken(db, 'two');
  await db
    .insertInto('repository')
    .values({ tenant: 'one', provider: 'github', full_name: 'demo/shop', url: '', default_branch: 'main' })
    .execute();
  // The two days before: green, and quicker.
  for (let hour = -40; hour < -30; hour++) await tell({ hour, minutes: 8 });
  for (let hour = 0; hour < 6; hour++) await tell({ hour, minutes: 10 + hour });
  await tell({ hour: 6, result: 'failed', minutes: 30 });
  await tell({ hour: 7, result: 'success', branch: 'feature/cart', minutes: 12 });
  await tell({ hour: 8, result: 'timed_out', minutes: 60 });
  await tell({ hour: 9, result: 'cancelled', minutes: 1 });
  await tell({ hour: 10, result: null });
  for (let hour = 0; hour < 30; hour++) await tell({ name: 'nightly', hour, minutes: 120, queueMinutes: 5 });
  await tell({ name: 'release', repository: 'demo/payments', hour: 20, result: 'failed', minutes: 2 });
});
afterAll(async () => {
  await state.api?.close();
});

describe('GET /api/v1/pipelines', () => {
  test('sums the runs of each, of now and of before', async () => {
    const { items, total } = await get('repository=demo/shop&name=ci');
    expect(total).toBe(1);
    expect(items[0]).toMatchObject({
      repository: 'demo/shop',
      name: 'ci',
      system: 'github',
      running: 1,
      queued: 0,
      now: {
        runs: 10,
        decided: 9,
        succeeded: 7,
        failed: 1,
        timedOut: 1,
        cancelled: 1,
        successRate: 7 / 9,
        // Of 10 11 12 12 13 14 15 30 60.
        durationP50Ms: 13 * MINUTE,
        queueP50Ms: MINUTE,
        lostMs: 91 * MINUTE,
        totalMs: (10 + 11 + 12 + 13 + 14 + 15 + 30 + 12 + 60 + 1) * MINUTE,
      },
      before: { runs: 10, successRate: 1, durationP50Ms: 8 * MINUTE },
    });
    expect(items[0]?.now.durationP95Ms).toBeCloseTo(48 * MINUTE, 0);
    expect(items[0]?.successLow).toBeCloseTo(0.4526, 3);
  });

  test('says since when its default branch is broken, not what a branch or a cancelled run does', async () => {
    const [ci] = (await get('name=ci')).items;
    expect(ci?.broken).toEqual({ runId: 'github-17-1', number: 17, since: '2026-10-10T06:00:00.000Z' });
    expect((await get('name=nightly')).items[0]?.broken).toBeNull();
    // Nobody said which branch is the default one.
    expect((await get('name=release')).items[0]?.broken).toBeNull();
  });

  test('shows the last 20 runs, oldest first, of the branches asked for', async () => {
    const [nightly] = (await get('name=nightly')).items;
    expect(nightly?.bars).toHaveLength(20);
    expect(nightly?.bars.map(({ queuedAt }) => queuedAt)).toEqual(
      [...(nightly?.bars ?? [])].map(({ queuedAt }) => queuedAt).sort(),
    );
    const [feature] = (await get('branch=feature/cart')).items;
    expect(feature?.bars).toMatchObject([
      { id: 'github-18-1', status: 'success', branch: 'feature/cart', durationMs: 12 * MINUTE },
    ]);
    const [ci] = (await get('name=ci')).items;
    expect(ci?.bars.at(-1)).toMatchObject({ status: 'running', durationMs: null });
  });

  test('says since which run it takes longer, of the branches asked for', async () => {
    expect((await get('name=nightly')).items[0]?.shift).toBeNull();
    const first = state.runs + 1;
    for (let hour = 0; hour < 20; hour++) await tell({ name: 'slow', hour, minutes: 9 + (hour % 3) / 10 });
    for (let hour = 20; hour < 30; hour++) await tell({ name: 'slow', hour, minutes: 12 + (hour % 3) / 10 });
    await tell({ name: 'slow', hour: 30, minutes: 90, result: 'failed' });
    const [slow] = (await get('name=slow')).items;
    expect(slow?.shift).toMatchObject({
      runId: `github-${first + 20}-1`,
      number: first + 20,
      since: '2026-10-10T20:00:00.000Z',
      beforeMs: 9.1 * MINUTE,
      beforeRuns: 20,
      afterRuns: 10,
    });
    expect((slow?.shift?.afterMs ?? 0) / MINUTE).toBeCloseTo(12.1, 1);
    expect((await get('name=slow&to=2026-10-11T02:00:00Z')).items[0]?.shift).toBeNull();
    expect((await get('name=slow&branch=feature/cart')).items).toEqual([]);
    await database.db().deleteFrom('run').where('name', '=', 'slow').execute();
  });

  test('says how long the default branch stays broken, of breakages that ended in the period and in the one before', async () => {
    const tenant = 'three';
    const token = await createTestToken(database.db(), tenant);
    const history: [hour: number, result: string, more?: Partial<Told>][] = [
      // Nobody knows since when this was broken.
      [-47, 'failed'],
      [-46, 'success'],
      // Broken for two hours, in the period before.
      [-38, 'failed'],
      [-37, 'timed_out'],
      [-36, 'success'],
      // Cancelled runs and those of other branches neither break nor mend.
      [-1, 'failed', { branch: 'feature/cart' }],
      [-1, 'cancelled'],
      [1, 'success'],
      [2, 'failed'],
      [3, 'success', { branch: 'feature/cart' }],
      [4, 'cancelled'],
      [5, 'success', { minutes: 20 }],
      [6, 'failed'],
      [7, 'success'],
      // Not over.
      [9, 'failed'],
    ];
    for (const [hour, result, more] of history) await tell({ tenant, hour, result, ...more });
    expect((await get('', token)).items[0]?.timeToGreen).toBeNull();
    await database
      .db()
      .insertInto('repository')
      .values({ tenant, provider: 'github', full_name: 'demo/shop', url: '', default_branch: 'main' })
      .execute();
    // Of 3 h 10 min and 1 h.
    expect((await get('', token)).items[0]?.timeToGreen).toEqual({
      medianMs: 125 * MINUTE,
      breakages: 2,
      beforeMs: 120 * MINUTE,
    });
    expect((await get('to=2026-10-10T06:00:00Z', token)).items[0]?.timeToGreen).toMatchObject({
      medianMs: 190 * MINUTE,
      breakages: 1,
    });
  });

  test('says what builds found in their caches, of now and of before', async () => {
    const profile = (report: number, runId: string, day: string, hits: number | null, misses: number | null) =>
      rawQuery(
        database.db(),
        `INSERT INTO build_profile (report_id, tenant, run_id, job, tool, at, cache_hits, cache_misses, kinds, units, unit_count) VALUES ($1, 'one', $2, 'build', 'gradle', $3, $4, $5, '[]', '[]', 0)`,
        [report, runId, day, hits, misses],
      );
    await profile(1, 'github-11-1', '2026-10-10T01:00:00Z', 30, 10);
    await profile(2, 'github-12-1', '2026-10-10T02:00:00Z', 10, 30);
    await profile(3, 'github-13-1', '2026-10-10T03:00:00Z', null, null);
    await profile(4, 'github-1-1', '2026-10-08T08:00:00Z', 9, 1);
    expect((await get('name=ci')).items[0]?.cacheHitRate).toEqual({ now: 0.5, before: 0.9, lookups: 80 });
    expect((await get('name=nightly')).items[0]?.cacheHitRate).toBeNull();
  });

  test('puts first what was lost most, or what is asked for', async () => {
    expect(await names('')).toEqual(['ci', 'release', 'nightly']);
    expect(await names('sort=failing')).toEqual(['release', 'ci', 'nightly']);
    expect(await names('sort=slowest')).toEqual(['nightly', 'ci', 'release']);
    expect(await names('sort=slower')).toEqual(['ci', 'release', 'nightly']);
    expect(await names('sort=queue')).toEqual(['nightly', 'release', 'ci']);
    expect(await names('sort=last')).toEqual(['nightly', 'release', 'ci']);
    expect(await names('sort=name')).toEqual(['release', 'ci', 'nightly']);
    expect(await get('limit=1')).toMatchObject({ total: 3, items: [{ name: 'ci' }] });
  });

  test('is searched by words that are no patterns', async () => {
    expect(await names('q=PAY')).toEqual(['release']);
    expect(await names('q=%25')).toEqual([]);
    expect(await names('q=shop%20ci')).toEqual(['ci']);
  });

  test("says nothing of another tenant's", async () => {
    expect(await get('', state.other)).toMatchObject({ items: [], total: 0 });
  });
});
