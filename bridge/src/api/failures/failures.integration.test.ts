import { type FailedJob, FailedJobPage, FailureCauses, RunDetail } from '@summit/contracts';
import { appendParts, logDigest } from '../../digest/logs/testing/logs';
import { append, drain, tests } from '../../digest/reports/testing/builds';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(60_000);

const database = withTestDatabase();
const state: { api?: TestApi; token: string; other: string } = { token: '', other: '' };
const MINUTE = 60_000;
const start = Date.UTC(2026, 9, 10);

interface Told {
  tenant?: string;
  n: number;
  attempt?: number;
  name?: string;
  sha?: string;
  result?: string;
  word?: string;
  jobs?: { name: string; result?: string; word?: string; retried?: boolean }[];
}

/** A run of ten minutes, an hour after the one before; its jobs are all of it. */
async function tell({
  tenant = 'one',
  n,
  attempt = 1,
  name = 'ci',
  sha = `${n}`.repeat(40).slice(0, 40),
  result = 'failed',
  word,
  jobs = [],
}: Told) {
  const db = database.db();
  const at = new Date(start + n * 60 * MINUTE + attempt * 15 * MINUTE);
  const end = new Date(at.getTime() + 10 * MINUTE);
  const id = `github-${n}-${attempt}`;
  await db
    .insertInto('run')
    .values({
      tenant,
      id,
      provider: 'github',
      system: 'github',
      host: 'github.com',
      provider_run_id: String(n),
      attempt,
      repository: 'demo/shop',
      name,
      number: n,
      status: 'completed',
      result,
      display_status: result,
      provider_result: word ?? null,
      branch: 'main',
      sha,
      queued_at: at,
      started_at: at,
      finished_at: end,
      duration_ms: 10 * MINUTE,
      url: '',
      trace_id: 'a'.repeat(32),
      jobs_total: jobs.length,
      jobs_failed: jobs.filter((job) => (job.result ?? 'failed') === 'failed' && !job.retried).length,
    })
    .execute();
  for (const [place, job] of jobs.entries())
    await db
      .insertInto('job')
      .values({
        tenant,
        run_id: id,
        id: `github-${n}${attempt}${place}`,
        provider_job_id: `${n}${attempt}${place}`,
        name: job.name,
        status: 'completed',
        result: job.result ?? 'failed',
        provider_result: job.word ?? null,
        retried: job.retried ?? false,
        queued_at: at,
        started_at: at,
        finished_at: end,
        span_id: 'b'.repeat(16),
        queue_span_id: 'c'.repeat(16),
        url: '',
      })
      .execute();
}

const ask = async (path: string, token = state.token): Promise<unknown> => {
  const answer = await state.api?.get(path, token);
  if (answer?.status !== 200) throw new Error(JSON.stringify(answer?.body));
  return answer.body;
};
const period = 'from=2026-10-10T00:00:00Z&to=2026-10-12T00:00:00Z';
const failures = async (query = '', token = state.token) =>
  FailedJobPage.parse(await ask(`/api/v1/health/failures?${period}&${query}`, token));
const causes = async (query = '', token = state.token) =>
  FailureCauses.parse(await ask(`/api/v1/health/causes?${period}&${query}`, token));
const said = ({ runNumber, job, cause, rule }: FailedJob): string => `${runNumber} ${job ?? '-'}: ${cause} ${rule}`;

const lines = (count: number, text = 'working'): string => `${text}\n`.repeat(count);

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.token = await createTestToken(db, 'one');
  state.other = await createTestToken(db, 'two');
  await tell({ n: 1, jobs: [{ name: 'build' }, { name: 'lint', result: 'success' }] });
  await tell({ n: 2, jobs: [{ name: 'unit' }] });
  await tell({ n: 3, jobs: [{ name: 'unit' }] });
  await tell({ n: 3, attempt: 2, result: 'success', jobs: [{ name: 'unit', result: 'success' }] });
  await tell({ n: 4, jobs: [{ name: 'build', word: 'runner_system_failure' }] });
  // GitLab's way: the second try passed in the same run.
  await tell({
    n: 5,
    result: 'success',
    jobs: [
      { name: 'e2e', retried: true },
      { name: 'e2e', result: 'success' },
    ],
  });
  await tell({ n: 6, name: 'release', word: 'startup_failure' });
  await tell({ n: 7, name: 'release', jobs: [{ name: 'publish' }] });
  await tell({ n: 8, name: 'nightly', jobs: [{ name: 'unit' }, { name: 'build' }] });
  await tell({ n: 9, name: 'nightly', result: 'cancelled', jobs: [{ name: 'unit', result: 'cancelled' }] });
  await rawQuery(
    db,
    `UPDATE job SET finished_at = finished_at + interval '1 min' WHERE run_id = 'github-5-1' AND NOT retried`,
    [],
  );
  await appendParts(database.url(), [
    {
      tenant: 'one',
      run: 'github-1-1',
      job: 'build',
      text: `${lines(3)}src/a.ts(2,9): error TS2322: Type x is not y.\n${lines(9)}`,
    },
    {
      tenant: 'one',
      run: 'github-7-1',
      job: '710',
      part: 1,
      text: `${lines(100)}npm error code ECONNRESET token=ghp_${'aB3dE5gH7jK9'.repeat(3)}\n`,
    },
    {
      tenant: 'one',
      run: 'github-7-1',
      job: '710',
      part: 2,
      final: true,
      text: lines(20, 'Error: read ECONNRESET') + lines(5),
    },
    // Trouble that was long over, and another job's.
    { tenant: 'one', run: 'github-8-1', job: 'build', text: `curl: No space left on device\n${lines(2_000)}` },
  ]);
  await append(database.url(), [
    { tenant: 'one', run: 'github-2-1', job: 'unit', report: tests({ outcome: 'failed', name: 'adds up' }, {}) },
    { tenant: 'one', run: 'github-8-1', job: '810', report: tests({ outcome: 'failed', name: 'is slow' }) },
  ]);
  await drain(logDigest(db));
  // Known to be flaky.
  await rawQuery(db, `UPDATE test SET flakes = 3, flakes_of = 9, last_flake_at = now() WHERE name = 'is slow'`, []);
});
afterAll(async () => {
  await state.api?.close();
});

describe('GET /api/v1/health/failures', () => {
  test('tells why each failed, newest first', async () => {
    const { items, next } = await failures();
    expect(next).toBeNull();
    expect(items.map(said).sort()).toEqual([
      '1 build: code compiler',
      '2 unit: code failed-tests',
      '3 unit: flaky passed-later',
      '4 build: infrastructure ci-system',
      '5 e2e: flaky passed-later',
      '6 -: infrastructure ci-system',
      '7 publish: infrastructure network',
      '8 build: unknown none',
      '8 unit: flaky flaky-tests',
    ]);
    expect(items.map(({ runNumber }) => runNumber)).toEqual([8, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(items[2]).toMatchObject({
      repository: 'demo/shop',
      pipeline: 'release',
      runId: 'github-7-1',
      workedMs: 10 * MINUTE,
      branch: 'main',
    });
  });

  test('shows the lines, masked, the tests and the run that say so', async () => {
    const { items } = await failures();
    const of = (n: number, job?: string) =>
      items.find((one) => one.runNumber === n && (job === undefined || one.job === job))?.evidence;
    expect(of(1)).toEqual([
      { kind: 'line', logId: expect.any(String), line: 4, text: 'src/a.ts:2 TS2322 Type x is not y.' },
    ]);
    expect(of(2)).toMatchObject([{ kind: 'test', name: 'cart › adds up', flaky: false }]);
    expect(of(3)).toEqual([{ kind: 'run', runId: 'github-3-2', number: 3, attempt: 2 }]);
    expect(of(6)).toEqual([{ kind: 'word', word: 'startup_failure' }]);
    expect(of(8, 'unit')).toMatchObject([{ kind: 'test', flaky: true }]);
    // Of 21 lines that show it the last twenty are kept.
    expect(of(7)?.[0]).toMatchObject({ kind: 'line', line: 102, text: 'Error: read ECONNRESET' });
    const signs = await rawQuery<{ n: number; text: string }>(
      database.db(),
      `SELECT count(*)::int AS n, string_agg(text, '') AS text FROM log_sign WHERE line < 500`,
      [],
    );
    expect(signs[0]?.n).toBe(21);
    expect(signs[0]?.text).not.toContain('ghp_');
    expect(JSON.stringify(items)).not.toContain('ghp_');
  });

  test('is filtered by cause, pipeline and words, and paged without gaps', async () => {
    expect((await failures('cause=flaky')).items.map(({ runNumber }) => runNumber)).toEqual([8, 5, 3]);
    expect((await failures('name=release')).items.map(({ runNumber }) => runNumber)).toEqual([7, 6]);
    expect((await failures('q=NIGHT&cause=unknown&cause=code')).items.map(said)).toEqual(['8 build: unknown none']);
    for (const query of ['', 'cause=flaky&cause=infrastructure&']) {
      const whole = (await failures(query)).items;
      const found: FailedJob[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: { items: FailedJob[]; next: string | null } = await failures(
          `${query}limit=2${cursor && `&cursor=${cursor}`}`,
        );
        found.push(...page.items);
        cursor = page.next;
      }
      expect(found).toEqual(whole);
    }
    const wrong = await state.api?.get('/api/v1/health/failures?cursor=nonsense', state.token);
    expect(wrong?.status).toBe(400);
  });
});

describe('GET /api/v1/health/causes', () => {
  test('adds them up by pipeline', async () => {
    const { all, items, looked, total } = await causes();
    expect([looked, total]).toEqual([9, 9]);
    expect(Object.values(all).map(({ jobs }) => jobs)).toEqual([3, 3, 2, 1]);
    expect(
      items.map(({ pipeline, causes: of }) => [
        pipeline,
        of.infrastructure.jobs,
        of.flaky.jobs,
        of.code.jobs,
        of.unknown.jobs,
      ]),
    ).toEqual([
      ['ci', 1, 2, 2, 0],
      ['nightly', 0, 1, 0, 1],
      ['release', 2, 0, 0, 0],
    ]);
    expect(all.code.lostMs).toBe(20 * MINUTE);
  });

  test("says nothing of what is outside, nor of another tenant's", async () => {
    expect((await causes('branch=other')).looked).toBe(0);
    expect(await causes('', state.other)).toMatchObject({ items: [], looked: 0, total: 0 });
    expect((await failures('', state.other)).items).toEqual([]);
  });
});

test('the page of a run names its cause: what would be mended first', async () => {
  const of = async (id: string) => RunDetail.parse(await ask(`/api/v1/runs/${id}`)).failure;
  expect(await of('github-8-1')).toMatchObject({ job: 'unit', cause: 'flaky', rule: 'flaky-tests' });
  expect(await of('github-6-1')).toMatchObject({ job: null, rule: 'ci-system' });
  expect(await of('github-3-2')).toBeNull();
  // Its failed try was replaced.
  expect(await of('github-5-1')).toBeNull();
});
