import { Cost, type CostItem, NewPriceList, PriceList, RunDetail } from '@summit/contracts';
import type { z } from 'zod';
import { priceOf, ruleOf } from '../../domain/cost/price';
import { useOf } from '../../domain/cost/use';
import { withTestDatabase } from '../../testing/database';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(60_000);

const database = withTestDatabase();
const state: { api?: TestApi; token: string; reader: string; other: string } = { token: '', reader: '', other: '' };
const MINUTE = 60_000;
const start = Date.UTC(2026, 9, 10);
const at = (minutes: number): Date => new Date(start + minutes * MINUTE);

interface Told {
  id: string;
  job?: string;
  run?: string;
  /** Minutes after the beginning. */
  queued: number;
  minutes: number;
  waited?: number;
  result?: string;
  labels?: string[];
  sha?: string | null;
  name?: string;
  branch?: string;
}

async function tellRun({ run = 'r1', queued, sha = 'a'.repeat(40), name = 'ci', branch = 'main' }: Told) {
  await database
    .db()
    .insertInto('run')
    .values({
      tenant: 'one',
      id: run,
      provider: 'github',
      system: 'github',
      host: 'github.com',
      provider_run_id: run,
      attempt: 1,
      repository: 'demo/shop',
      name,
      number: 7,
      status: 'completed',
      result: 'success',
      display_status: 'success',
      branch,
      sha,
      queued_at: at(queued),
      url: '',
      trace_id: 'a'.repeat(32),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

const told: Told[] = [];

async function tell(job: Told) {
  told.push(job);
  await tellRun(job);
  const { id, run = 'r1', queued, waited = 1, minutes, result = 'success', labels = ['ubuntu-latest'] } = job;
  await database
    .db()
    .insertInto('job')
    .values({
      tenant: 'one',
      run_id: run,
      id,
      provider_job_id: id,
      name: job.job ?? 'test',
      status: 'completed',
      result,
      queued_at: at(queued),
      started_at: at(queued + waited),
      finished_at: at(queued + waited + minutes),
      runner: JSON.stringify({ labels }),
      span_id: Buffer.from(id).toString('hex').padEnd(16, '0').slice(0, 16),
      queue_span_id: '0'.repeat(16),
      url: '',
    })
    .execute();
}

const body: z.input<typeof NewPriceList> = {
  currency: 'EUR',
  rules: [
    { system: null, labels: ['self-hosted'], perMinute: 0, rounding: 'minute' },
    { system: 'github', labels: ['ubuntu-*'], perMinute: 0.01, rounding: 'minute' },
    { system: 'github', labels: ['macos*'], perMinute: 0.08, rounding: 'second' },
  ],
};

const get = async (query = '', token = state.token): Promise<Cost> => {
  const answer = await state.api?.get(`/api/v1/cost?from=2026-10-10T00:00:00Z&to=2026-10-12T00:00:00Z&${query}`, token);
  if (answer?.status !== 200) throw new Error(JSON.stringify(answer?.body));
  return Cost.parse(answer.body);
};
const put = (content: unknown, token = state.token) => state.api?.send('PUT', '/api/v1/prices', token, content);
const named = (items: readonly CostItem[], pick: (item: CostItem) => string | null, name: string): CostItem => {
  const found = items.find((item) => pick(item) === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.token = await createTestToken(db, 'one');
  state.reader = await createTestToken(db, 'one', { scopes: ['read'] });
  state.other = await createTestToken(db, 'two');
  const sha = 'b'.repeat(40);
  await tell({ id: 'j1', queued: 0, minutes: 4.5 });
  await tell({ id: 'j2', job: 'build', queued: 0, minutes: 10, waited: 5, labels: ['macos-15', 'arm64'] });
  // Failed, and passed at the same commit an hour later: in another run of the pipeline.
  await tell({ id: 'j3', run: 'r2', queued: 60, minutes: 3, result: 'failed', sha });
  await tell({ id: 'j4', run: 'r3', queued: 120, minutes: 3, sha });
  // Failed after it had passed: broken, whatever was before.
  await tell({ id: 'j5', run: 'r4', queued: 180, minutes: 2, result: 'timed_out', sha });
  // Another pipeline, and a commit that nobody named: not the same job.
  await tell({ id: 'j6', run: 'r5', queued: 60, minutes: 6, result: 'failed', sha, name: 'nightly' });
  await tell({ id: 'j7', run: 'r6', queued: 60, minutes: 1, result: 'failed', sha: null });
  await tell({ id: 'j8', run: 'r7', queued: 70, minutes: 1, sha: null });
  await tell({ id: 'j9', run: 'r8', queued: 1500, minutes: 2, result: 'cancelled', branch: 'feature/cart' });
  await tell({ id: 'j10', run: 'r9', queued: 1500, minutes: 20, labels: ['self-hosted', 'linux', 'host-123456'] });
  await tell({ id: 'j11', run: 'r10', queued: 1500, minutes: 30, labels: ['quantum'], result: 'unknown' });
  // The day before.
  await tell({ id: 'j12', run: 'r11', queued: -600, minutes: 8 });
});
afterAll(async () => {
  await state.api?.close();
});

describe('without prices', () => {
  test('time is told, and no money', async () => {
    const cost = await get('by=job');
    expect(cost).toMatchObject({ currency: null, total: { jobs: 11, money: 0, workedMs: 82.5 * MINUTE } });
    expect(cost.total.unpricedMs).toBe(cost.total.workedMs);
    expect(cost.items[0]).toMatchObject({ repository: 'demo/shop', pipeline: 'ci', job: 'test' });
  });

  test('the list of prices is empty, and says what runners there are', async () => {
    const answer = await state.api?.get('/api/v1/prices', state.reader);
    // What was seen is of the last 90 days: the test's clock may be past that.
    expect(PriceList.parse(answer?.body)).toMatchObject({ currency: null, rules: [], updatedAt: null });
  });

  test('only who administers sets them, and only what is a price', async () => {
    expect((await put(body, state.reader))?.status).toBe(403);
    for (const wrong of [
      { ...body, currency: 'euro' },
      { ...body, rules: [{ system: null, labels: [], perMinute: -1, rounding: 'minute' }] },
      { ...body, rules: [{ system: null, labels: ['\0'], perMinute: 1, rounding: 'minute' }] },
      { ...body, rules: [{ system: null, labels: [], perMinute: 1, rounding: 'hour' }] },
    ])
      expect((await put(wrong))?.status).toBe(400);
    expect((await put(body))?.body).toMatchObject({ currency: 'EUR', rules: body.rules });
  });
});

describe('with prices', () => {
  test('money is what the rules say of each job, and time what it was spent on', async () => {
    const { rules } = NewPriceList.parse(body);
    const cost = await get('by=job');
    const period = told.filter(({ queued }) => queued >= 0);
    const expected = { money: 0, unpricedMs: 0, uses: new Map<string, number>() };
    for (const job of period) {
      const ended = (one: Told) => one.queued + (one.waited ?? 1) + one.minutes;
      const same = (one: Told) =>
        [one.name ?? 'ci', one.job ?? 'test', one.sha === undefined ? 'a' : one.sha].join(' ');
      const passed = told.filter(
        (one) => job.sha !== null && (one.result ?? 'success') === 'success' && same(one) === same(job),
      );
      const use = useOf({
        outcome: job.result ?? 'success',
        endedAt: ended(job),
        passedAt: passed.length > 0 ? Math.max(...passed.map(ended)) : null,
      });
      expected.uses.set(use, (expected.uses.get(use) ?? 0) + job.minutes * MINUTE);
      const place = ruleOf(rules, { system: 'github', labels: job.labels ?? ['ubuntu-latest'] });
      const rule = place === null ? undefined : rules[place];
      if (rule) expected.money += priceOf(rule, job.minutes * MINUTE);
      else expected.unpricedMs += job.minutes * MINUTE;
    }
    expect(cost.total.money).toBeCloseTo(expected.money, 9);
    // 5 + 3 + 3 + 2 + 6 + 1 + 1 + 2 whole minutes on Linux, and ten on macOS.
    expect(cost.total.money).toBeCloseTo(0.23 + 0.8, 9);
    expect(cost.total.unpricedMs).toBe(expected.unpricedMs);
    expect(expected.unpricedMs).toBe(30 * MINUTE);
    expect(Object.fromEntries(Object.entries(cost.total.uses).map(([use, { workedMs }]) => [use, workedMs]))).toEqual(
      Object.fromEntries(expected.uses),
    );
    expect(cost.total.uses.flaky).toEqual({ workedMs: 3 * MINUTE, money: expect.closeTo(0.03, 9) as number });
    expect(cost.total.uses.failed.workedMs).toBe(9 * MINUTE);
    expect(cost.total.queueMs).toBe(15 * MINUTE);
    expect(cost.before).toMatchObject({ jobs: 1, workedMs: 8 * MINUTE, money: expect.closeTo(0.08, 9) as number });
  });

  test('is told by what is asked for, dearest first', async () => {
    const jobs = await get('by=job');
    expect(jobs.items.map(({ job }) => job)).toEqual(['build', 'test', 'test']);
    expect(jobs.itemsTotal).toBe(3);
    const runs = await get('by=run&limit=2');
    expect(runs).toMatchObject({ itemsTotal: 10, items: [{ runId: 'r1', runNumber: 7 }, { runId: 'r5' }] });
    expect(runs.items[0]?.money).toBeCloseTo(0.85, 9);
    const runners = await get('by=runner');
    expect(named(runners.items, ({ labels }) => labels?.join() ?? null, 'host-#,linux,self-hosted')).toMatchObject({
      system: 'github',
      money: 0,
      unpricedMs: 0,
    });
    expect((await get('by=repository')).items).toMatchObject([{ repository: 'demo/shop', jobs: 11, pipeline: null }]);
  });

  test('by days, of the filters alone, and in the days of a place', async () => {
    const cost = await get('step=day');
    expect(cost.steps.map(({ at: day, jobs }) => [day.slice(0, 10), jobs])).toEqual([
      ['2026-10-10', 8],
      ['2026-10-11', 3],
    ]);
    expect((await get('branch=feature/cart')).total).toMatchObject({
      jobs: 1,
      uses: { cancelled: { workedMs: 120_000 } },
    });
    expect((await get('name=nightly')).total.jobs).toBe(1);
    expect((await get('q=SHOP%20build')).total.jobs).toBe(1);
    expect((await get('q=%25')).total.jobs).toBe(0);
    expect((await get('timeZone=Asia/Tokyo')).steps[0]?.at).toBe('2026-10-09T15:00:00.000Z');
  });

  test('the run says what it cost', async () => {
    const detail = RunDetail.parse((await state.api?.get('/api/v1/runs/r1', state.token))?.body);
    expect(detail.cost).toEqual({
      currency: 'EUR',
      money: expect.closeTo(0.85, 9) as number,
      workedMs: 14.5 * MINUTE,
      unpricedMs: 0,
    });
    const quantum = RunDetail.parse((await state.api?.get('/api/v1/runs/r10', state.token))?.body);
    expect(quantum.cost).toBeNull();
  });

  test('the table is CSV that no spreadsheet takes for formulas', async () => {
    await tell({ id: 'j13', run: 'r12', job: '=cmd(), "x"', queued: 2000, minutes: 1 });
    const answer = await state.api?.get(
      '/api/v1/cost.csv?from=2026-10-10T00:00:00Z&to=2026-10-12T00:00:00Z&by=job',
      state.token,
    );
    expect(answer?.headers.get('content-type')).toContain('text/csv');
    const lines = String(answer?.body).split('\r\n');
    expect(lines[0]).toContain('repository,pipeline,job,run,system,runner,jobs,minutes');
    expect(lines[1]).toContain('demo/shop,ci,build,,,,1,10.00,5.00,EUR,0.8000,0.00,10.00,0.8000');
    expect(lines.some((line) => line.startsWith(`demo/shop,ci,"'=cmd(), ""x""",`))).toBe(true);
  });

  test("says nothing of another tenant's", async () => {
    expect(await get('', state.other)).toMatchObject({ currency: null, total: { jobs: 0 }, items: [], itemsTotal: 0 });
    expect((await state.api?.get('/api/v1/prices', state.other))?.body).toMatchObject({ rules: [], seen: [] });
  });
});

describe('what is learned late', () => {
  test('a run is renamed and learns its commit; a job is corrected, and goes on', async () => {
    const db = database.db();
    const row = (id: string) =>
      db.selectFrom('job_time').selectAll().where('tenant', '=', 'one').where('job_id', '=', id).executeTakeFirst();
    await tell({ id: 'late', run: 'late', queued: 2500, minutes: 1, sha: null });
    expect(await row('late')).toMatchObject({ same: null, pipeline: 'ci' });
    await db
      .updateTable('run')
      .set({ name: 'release', sha: 'c'.repeat(40) })
      .where('id', '=', 'late')
      .execute();
    expect(await row('late')).toMatchObject({ pipeline: 'release', same: expect.any(String) as string });
    await db
      .updateTable('job')
      .set({ result: 'failed', finished_at: at(2503) })
      .where('id', '=', 'late')
      .execute();
    expect(await row('late')).toMatchObject({ outcome: 'failed', worked_ms: String(2 * MINUTE) });
    await db
      .updateTable('job')
      .set({ status: 'running', result: null, finished_at: null })
      .where('id', '=', 'late')
      .execute();
    expect(await row('late')).toBeUndefined();
  });
});
