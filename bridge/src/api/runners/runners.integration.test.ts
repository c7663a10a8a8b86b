import { Runners } from '@summit/contracts';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(60_000);

const database = withTestDatabase();
const state: { api?: TestApi; token: string; other: string; jobs: number } = { token: '', other: '', jobs: 0 };
const MINUTE = 60_000;
const start = Date.UTC(2026, 9, 10);

/** Minutes of the day at which it became ready, began and ended, and the runner's name. */
async function tell(ready: number, began: number, ended: number, label = 'linux', name: string | null = null) {
  const n = ++state.jobs;
  const at = (minute: number) => new Date(start + minute * MINUTE);
  await rawQuery(
    database.db(),
    `INSERT INTO job (tenant, run_id, id, provider_job_id, name, status, result, queued_at, started_at, finished_at, runner, span_id, queue_span_id, url)
     VALUES ('one', 'github-1-1', $1, $1, 'build', 'completed', 'success', $2, $3, $4, $5, $6, $6, '')`,
    [
      `github-${n}`,
      at(ready),
      at(began),
      at(ended),
      JSON.stringify({ labels: [label], ...(name !== null && { name }) }),
      'b'.repeat(16),
    ],
  );
}

const get = async (query = 'from=2026-10-10T00:00:00Z&to=2026-10-10T02:00:00Z', token = state.token) => {
  const answer = await state.api?.get(`/api/v1/health/runners?${query}`, token);
  if (answer?.status !== 200) throw new Error(JSON.stringify(answer?.body));
  return Runners.parse(answer.body);
};

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.token = await createTestToken(db, 'one');
  state.other = await createTestToken(db, 'two');
  await db
    .insertInto('run')
    .values({
      tenant: 'one',
      id: 'github-1-1',
      provider: 'github',
      system: 'github',
      host: 'github.com',
      provider_run_id: '1',
      attempt: 1,
      repository: 'demo/shop',
      name: 'ci',
      number: 1,
      status: 'running',
      display_status: 'running',
      queued_at: new Date(start),
      url: '',
      trace_id: 'a'.repeat(32),
    })
    .execute();
  // Two runners: the second takes the third job at the moment at which it ends its own.
  await tell(0, 0, 30, 'linux', 'one');
  await tell(0, 0, 20, 'linux', 'two');
  await tell(5, 20, 40, 'linux', 'two');
  await tell(10, 30, 60, 'linux', 'one');
  await tell(10, 50, 60, 'linux', 'two');
  await tell(80, 80, 90, 'linux', 'one');
  // Each made for its job, and two machines of one name.
  await tell(0, 1, 10, 'made', 'a1');
  await tell(0, 1, 10, 'made', 'a2');
  for (let n = 0; n < 3; n++) await tell(0, 2, 30, 'same', 'hosted');
  await tell(0, 0, 10, 'nameless');
});
afterAll(async () => {
  await state.api?.close();
});

describe('GET /api/v1/health/runners', () => {
  test('says how many jobs waited and worked at once, and how busy the runners were', async () => {
    const { items, looked, total } = await get();
    expect([looked, total]).toEqual([12, 12]);
    expect(items[0]).toEqual({
      system: 'github',
      labels: ['linux'],
      jobs: 6,
      workedMs: 120 * MINUTE,
      waitedMs: 75 * MINUTE,
      queueP50Ms: 7.5 * MINUTE,
      queueP95Ms: expect.closeTo(35 * MINUTE, -4),
      waitingMean: 75 / 120,
      // From the tenth minute on; those that began at once never waited.
      waitingMost: 3,
      busyMean: 1,
      busyMost: 2,
      runners: 2,
      // 70 minutes of 90, and 50 of 60.
      utilisation: expect.closeTo(120 / 150, 6),
    });
  });

  test('says nothing of use where runners are made for a job, share a name or have none', async () => {
    const { items } = await get();
    const of = (label: string) => items.find(({ labels }) => labels[0] === label);
    expect(of('made')).toMatchObject({ runners: 2, utilisation: null, busyMost: 2, waitingMost: 2 });
    expect(of('same')).toMatchObject({ runners: 1, utilisation: null, busyMost: 3 });
    expect(of('nameless')).toMatchObject({ runners: null, utilisation: null, waitingMost: 0 });
  });

  test('knows the period and the tenant', async () => {
    expect((await get('from=2026-10-10T00:50:00Z&to=2026-10-10T01:10:00Z')).items).toMatchObject([
      { labels: ['linux'], jobs: 2 },
    ]);
    expect((await get(undefined, state.other)).items).toEqual([]);
  });
});
