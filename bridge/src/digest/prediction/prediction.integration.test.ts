import { Prediction, RunDetail, RunPredictions } from '@summit/contracts';
import { createTestToken, startTestApi, type TestApi } from '../../api/testing/server';
import type { PastRun } from '../../domain/prediction';
import { corpusOf, type Truth } from '../../domain/prediction/testing/corpus';
import { randomOf } from '../../domain/prediction/testing/drive';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { trainModels } from '.';

jest.setTimeout(120_000);

const database = withTestDatabase();
const state: { api?: TestApi; tokens: Map<string, string> } = { tokens: new Map() };
const now = new Date('2026-11-20T12:00:00Z');
const RUNS = 3000;
const clock = { now };

const rowOf = (run: PastRun) => ({
  id: run.id,
  number: Number(run.id.slice(4)),
  name: run.pipeline.split(' ')[1],
  branch: run.branch,
  author: run.author,
  result: run.failed === true ? 'failed' : 'success',
  queued: new Date(run.queuedAt).toISOString(),
  ended: run.endedAt === null ? null : new Date(run.endedAt).toISOString(),
});

async function tell(tenant: string, truth: Truth) {
  const start = now.getTime() - RUNS * 7 * 60_000 - 3_600_000;
  const rows = corpusOf(truth, RUNS, randomOf(11), start).map(rowOf);
  await rawQuery(
    database.db(),
    `INSERT INTO run (tenant, id, provider, system, host, provider_run_id, attempt, repository, name, number, event, status, result, display_status, branch, sha, actor, queued_at, finished_at, url, trace_id)
     SELECT $1, id, 'github', 'github', 'github.com', id, 1, 'demo/shop', name, number, 'push', 'completed', result, result, branch, md5(id), jsonb_build_object('name', author), queued, ended, '', md5(id)
     FROM jsonb_to_recordset($2::jsonb) AS x(id text, number bigint, name text, branch text, author text, result text, queued timestamptz, ended timestamptz)`,
    [tenant, JSON.stringify(rows)],
  );
}

/** A run that waits on a branch of its own, whose last runs all ended alike. */
async function queue(tenant: string, id: string, before: 'failed' | 'success') {
  await rawQuery(
    database.db(),
    `INSERT INTO run (tenant, id, provider, system, host, provider_run_id, attempt, repository, name, number, event, status, result, display_status, branch, sha, actor, queued_at, finished_at, url, trace_id)
     SELECT $1, $2 || d.suffix, 'github', 'github', 'github.com', $2 || d.suffix, 1, 'demo/shop', 'ci-1', 9000, 'push', d.status, d.result, coalesce(d.result, d.status), $2, md5($2), '{"name":"person-1"}',
       $4::timestamptz - make_interval(mins => n * 20), CASE WHEN n > 0 THEN $4::timestamptz - make_interval(mins => n * 20 - 5) END, '', md5($2)
     FROM generate_series(0, 6) n
     CROSS JOIN LATERAL (SELECT CASE WHEN n = 0 THEN 'queued' ELSE 'completed' END AS status, CASE WHEN n > 0 THEN $3 END AS result, CASE WHEN n > 0 THEN '-' || n ELSE '' END AS suffix) d`,
    [tenant, id, before, now.toISOString()],
  );
}

const get = async (path: string, tenant: string): Promise<unknown> => {
  const answer = await state.api?.get(`/api/v1${path}`, state.tokens.get(tenant) ?? '');
  if (answer?.status !== 200) throw new Error(JSON.stringify(answer?.body));
  return answer.body;
};

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  for (const tenant of ['history', 'noise', 'empty']) state.tokens.set(tenant, await createTestToken(db, tenant));
  await tell('history', 'history');
  await tell('noise', 'noise');
  for (const tenant of ['history', 'noise']) await queue(tenant, 'live', 'failed');
  await queue('history', 'careful', 'success');
});
afterAll(async () => {
  await state.api?.close();
});

const options = { now: () => clock.now };

describe('models', () => {
  test('nothing is said before anything was trained', async () => {
    expect(Prediction.parse(await get('/predictions/report', 'history'))).toEqual({ trainedAt: null, report: null });
    expect(RunPredictions.parse(await get('/predictions', 'history')).items).toEqual([]);
  });

  test('are trained of tenants that have runs, by one of several bridges, and again when they are due', async () => {
    const db = database.db();
    expect(await Promise.all([trainModels(db, options), trainModels(db, options)]).then(([a, b]) => a + b)).toBe(2);
    expect(await trainModels(db, options)).toBe(0);
    clock.now = new Date(now.getTime() + 7 * 3_600_000);
    expect(await trainModels(db, options)).toBe(2);
    clock.now = now;
  });

  test('are shown where history predicts', async () => {
    const { report } = Prediction.parse(await get('/predictions/report', 'history'));
    expect(report).toMatchObject({ runs: RUNS + 12, doubt: null });
    expect(report?.gainLow).toBeGreaterThan(0.02);
    const { items } = RunPredictions.parse(await get('/predictions', 'history'));
    const of = (id: string) => items.find(({ runId }) => runId === id);
    expect(items).toHaveLength(2);
    expect(of('live')?.probability ?? 0).toBeGreaterThan((of('careful')?.probability ?? 1) + 0.2);
    const detail = RunDetail.parse(await get('/runs/live', 'history'));
    expect(detail.prediction).toEqual(of('live'));
    expect(detail.prediction?.reasons).toContain('the run before on this branch failed');
  });

  test('are not shown of noise: the report says why', async () => {
    expect(Prediction.parse(await get('/predictions/report', 'noise')).report).toMatchObject({ doubt: 'no_better' });
    expect(RunPredictions.parse(await get('/predictions', 'noise')).items).toEqual([]);
    expect(RunDetail.parse(await get('/runs/live', 'noise')).prediction).toBeNull();
  });

  test('say nothing of what has ended, and nothing of another tenant', async () => {
    expect(RunDetail.parse(await get('/runs/run-2999', 'history')).prediction).toBeNull();
    expect(Prediction.parse(await get('/predictions/report', 'empty'))).toEqual({ trainedAt: null, report: null });
    expect(RunPredictions.parse(await get('/predictions', 'empty')).items).toEqual([]);
  });

  test('what happened after a run was queued changes nothing of what was said of it', async () => {
    const before = RunDetail.parse(await get('/runs/live', 'history')).prediction;
    await rawQuery(
      database.db(),
      `UPDATE run SET display_status = 'failed', result = 'failed', finished_at = $1 WHERE tenant = 'history' AND finished_at > $1`,
      [now.toISOString()],
    );
    await rawQuery(
      database.db(),
      `INSERT INTO run (tenant, id, provider, system, host, provider_run_id, attempt, repository, name, number, event, status, result, display_status, branch, sha, actor, queued_at, finished_at, url, trace_id)
       SELECT tenant, 'after-' || n, provider, system, host, 'after-' || n, 1, repository, name, 9001 + n, event, 'completed', 'failed', 'failed', branch, sha, actor, queued_at + make_interval(secs => n), queued_at + make_interval(secs => n + 60), '', trace_id
       FROM run, generate_series(1, 20) n WHERE tenant = 'history' AND id = 'live'`,
      [],
    );
    expect(RunDetail.parse(await get('/runs/live', 'history')).prediction).toEqual(before);
  });
});
