import { type Recommendation, Recommendations } from '@summit/contracts';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(60_000);

const database = withTestDatabase();
const state: { api?: TestApi; token: string; other: string } = { token: '', other: '' };
const MINUTE = 60_000;

/**
 * Runs of one pipeline an hour apart. Each has a build with an installation of a minute, then tests that take long and a check that never fails; every
 * twentieth fails in its tests and passes when it is tried again.
 */
async function tellRuns(tenant: string, runs: number) {
  const db = database.db();
  await rawQuery(
    db,
    `INSERT INTO repository (tenant, provider, full_name, url, default_branch) VALUES ($1, 'github', 'demo/shop', '', 'main')`,
    [tenant],
  );
  await rawQuery(
    db,
    `INSERT INTO run (tenant, id, provider, system, host, provider_run_id, attempt, repository, name, number, status, result, display_status, branch, sha, queued_at, started_at, finished_at, queue_ms, duration_ms, url, trace_id)
     SELECT $1, 'github-' || n || '-' || a, 'github', 'github', 'github.com', n::text, a, 'demo/shop', 'ci', n, 'completed', d.result, d.result, 'main', md5(n::text), q.at, q.at, q.at + interval '20 min', 0, 1200000, '', md5(n::text)
     FROM generate_series(1, $2::int) n CROSS JOIN generate_series(1, CASE WHEN n % 20 = 0 THEN 2 ELSE 1 END) a
     CROSS JOIN LATERAL (SELECT CASE WHEN n % 20 = 0 AND a = 1 THEN 'failed' ELSE 'success' END AS result) d
     CROSS JOIN LATERAL (SELECT timestamptz '2026-10-10T00:00:00Z' + make_interval(mins => n * 60 + (a - 1) * 25) AS at) q`,
    [tenant, runs],
  );
  await rawQuery(
    db,
    `INSERT INTO job (tenant, run_id, id, provider_job_id, name, status, result, queued_at, started_at, finished_at, runner, steps, span_id, queue_span_id, url)
     SELECT r.tenant, r.id, r.id || j.name, r.id || j.name, j.name, 'completed', CASE WHEN j.name = 'test' THEN r.result ELSE 'success' END,
       r.queued_at + make_interval(mins => j.ready), r.queued_at + make_interval(mins => j.ready), r.queued_at + make_interval(mins => j.finish), '{"labels":["linux"]}',
       CASE WHEN j.name = 'build' THEN jsonb_build_array(jsonb_build_object('number', 1, 'name', 'Run npm ci', 'status', 'completed', 'result', 'success',
         'startedAt', to_char(r.queued_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'finishedAt', to_char((r.queued_at + interval '1 min') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))) ELSE '[]' END,
       substr(md5(r.id || j.name), 1, 16), substr(md5(r.id || j.name || 'q'), 1, 16), ''
     FROM run r CROSS JOIN (VALUES ('build', 0, 4), ('test', 4, 20), ('check', 4, 9)) AS j(name, ready, finish) WHERE r.tenant = $1`,
    [tenant],
  );
}

const get = async (query = '', token = state.token): Promise<Recommendations> => {
  const answer = await state.api?.get(
    `/api/v1/recommendations?from=2026-10-10T00:00:00Z&to=2026-11-09T00:00:00Z&${query}`,
    token,
  );
  if (answer?.status !== 200) throw new Error(JSON.stringify(answer?.body));
  return Recommendations.parse(answer.body);
};
const only = (items: readonly Recommendation[], kind: Recommendation['kind']) =>
  items.filter((one) => one.kind === kind);

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.token = await createTestToken(db, 'one');
  state.other = await createTestToken(db, 'two');
  await tellRuns('one', 300);
});
afterAll(async () => {
  await state.api?.close();
});

describe('GET /api/v1/recommendations', () => {
  test('says what would save most, with what says so', async () => {
    const { items, looked, currency } = await get();
    expect(looked).toEqual({ pipelines: 1, runs: 40 });
    expect(currency).toBeNull();
    expect(await get('limit=1')).toMatchObject({ itemsTotal: items.length, items: [{ kind: items[0]?.kind }] });
    expect(items.map(({ savesMs }) => savesMs)).toEqual([...items.map(({ savesMs }) => savesMs)].sort((a, b) => b - a));
    // 315 tries in all; half of a test of sixteen minutes.
    expect(only(items, 'split')).toMatchObject([
      { repository: 'demo/shop', pipeline: 'ci', job: 'test', perRunMs: 8 * MINUTE, savesMs: 315 * 8 * MINUTE, n: 40 },
    ]);
    expect(only(items, 'cache')).toMatchObject([{ job: 'build', step: 'Run npm ci', perRunMs: 30_000, n: 40 }]);
    // The build never failed either: but its name says that others need it.
    expect(only(items, 'skip')).toMatchObject([{ job: 'check', n: 315, savesMoney: null }]);
    expect(only(items, 'flaky')).toMatchObject([
      { job: 'test', n: 15, savesMs: 15 * 16 * MINUTE, runIds: ['github-300-1', 'github-280-1', 'github-260-1'] },
    ]);
    expect(only(items, 'superseded')).toEqual([]);
    expect(only(items, 'parallelism')).toEqual([]);
  });

  test('knows runs that were overtaken, on branches that are not the default one', async () => {
    await rawQuery(
      database.db(),
      `UPDATE run SET branch = 'feature/cart', queued_at = queued_at - make_interval(mins => (number * 45)::int) WHERE tenant = 'one' AND number BETWEEN 1 AND 11`,
      [],
    );
    // Fifteen minutes apart now, in runs whose jobs end where they did: each was overtaken by the next.
    const [found] = only((await get()).items, 'superseded');
    expect(found).toMatchObject({ repository: 'demo/shop', pipeline: 'ci', n: 10 });
    await rawQuery(database.db(), `UPDATE repository SET default_branch = 'feature/cart'`, []);
    expect(only((await get()).items, 'superseded')).toEqual([]);
    await rawQuery(database.db(), `UPDATE repository SET default_branch = NULL`, []);
    expect(only((await get()).items, 'superseded')).toEqual([]);
  });

  test('tells money where prices are known', async () => {
    await state.api?.send('PUT', '/api/v1/prices', state.token, {
      currency: 'EUR',
      rules: [{ system: null, labels: ['linux'], perMinute: 0.01, rounding: 'minute' }],
    });
    const { items, currency } = await get();
    expect(currency).toBe('EUR');
    expect(only(items, 'flaky')[0]?.savesMoney).toBeCloseTo(15 * 16 * 0.01, 6);
    expect(only(items, 'split')[0]?.savesMoney).toBeNull();
  });

  test('says nothing of what is thin, of other repositories, or of another tenant', async () => {
    expect((await get('', state.other)).items).toEqual([]);
    expect((await get('repository=demo/other')).items).toEqual([]);
    const answer = await state.api?.get(
      '/api/v1/recommendations?from=2026-10-15T00:00:00Z&to=2026-10-15T08:00:00Z',
      state.token,
    );
    expect(answer?.body).toMatchObject({ items: [] });
  });
});
