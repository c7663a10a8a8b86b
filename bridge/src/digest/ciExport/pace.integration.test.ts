import { exportMetrics } from '../../emit/metrics/exporter';
import { attributes, double, messages, NONE, readMessage, text } from '../../emit/testing/protobuf';
import { tableBlobs } from '../../store/blobs';
import { withTestDatabase } from '../../testing/database';
import { exportCi } from '.';

jest.setTimeout(60_000);

const database = withTestDatabase();
const HOUR = 3_600_000;
const MINUTE = 60_000;

interface Told {
  tenant?: string;
  name: string;
  n: number;
  hoursAgo: number;
  minutes: number;
  result?: string;
}

async function tell({ tenant = 'one', name, n, hoursAgo, minutes, result = 'success' }: Told) {
  const at = new Date(Date.now() - hoursAgo * HOUR);
  await database
    .db()
    .insertInto('run')
    .values({
      tenant,
      id: `github-${name}${n}-1`,
      provider: 'github',
      system: 'github',
      host: 'github.com',
      provider_run_id: `${name}${n}`,
      attempt: 1,
      repository: 'demo/shop',
      name,
      number: n,
      status: 'completed',
      result,
      display_status: result,
      branch: 'main',
      queued_at: at,
      started_at: at,
      finished_at: at,
      duration_ms: minutes * MINUTE,
      export_after: at,
      url: '',
      trace_id: 'a'.repeat(32),
    })
    .execute();
}

/** What was sent of the shift of each pipeline since the last call. */
async function sent(tenant: string): Promise<Record<string, number | undefined>> {
  const rows = await database.db().deleteFrom('outbox').where('tenant', '=', tenant).returningAll().execute();
  const points = rows
    .filter(({ signal }) => signal === 'metrics')
    .flatMap(({ payload }) => messages(messages(messages(readMessage(payload), 1)[0] ?? NONE, 2)[0] ?? NONE, 2))
    .filter((metric) => text(metric, 1) === 'summit_pipeline_duration_shift')
    .flatMap((metric) => messages(messages(metric, 5)[0] ?? NONE, 1));
  return Object.fromEntries(
    points.map((point) => {
      const { 'cicd.pipeline.name': name, ...rest } = attributes(point, 7);
      expect(rest).toEqual({
        'vcs.provider.name': 'github',
        'vcs.repository.name': 'demo/shop',
        'vcs.owner.name': 'demo',
      });
      return [String(name), double(point, 4)];
    }),
  );
}

const measure = async () => {
  const db = database.db();
  await exportCi(db, { now: () => new Date(), blobs: tableBlobs() });
  const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
  await exportMetrics({ db, now: () => new Date(), intervalMs: 0, version: '1', log });
};

test('a pipeline that became slower is a gauge above 1 for three days; others are 1', async () => {
  const db = database.db();
  for (const id of ['one', 'two']) await db.insertInto('tenant').values({ id, name: id }).execute();
  for (let n = 0; n < 40; n++) {
    const varies = (n % 3) / 10;
    await tell({ name: 'slower', n, hoursAgo: 40 - n, minutes: (n < 25 ? 10 : 15) + varies });
    await tell({ name: 'long-ago', n, hoursAgo: n < 25 ? 140 - n : 120 - n, minutes: (n < 25 ? 10 : 15) + varies });
    await tell({ name: 'steady', n, hoursAgo: 40 - n, minutes: 10 + varies });
  }
  await tell({ name: 'failing', n: 1, hoursAgo: 1, minutes: 10, result: 'failed' });
  await tell({ tenant: 'two', name: 'few', n: 1, hoursAgo: 1, minutes: 10 });
  await measure();
  const first = await sent('one');
  expect(Object.keys(first).sort()).toEqual(['long-ago', 'slower', 'steady']);
  expect(first['slower']).toBeCloseTo(15.1 / 10.1, 2);
  expect([first['long-ago'], first['steady']]).toEqual([1, 1]);
  expect(await sent('two')).toEqual({ few: 1 });

  // Time passes: it is how it is now.
  await db
    .updateTable('pipeline_pace')
    .set({ since: new Date(Date.now() - 73 * HOUR) })
    .where('name', '=', 'slower')
    .execute();
  await measure();
  expect((await sent('one'))['slower']).toBe(1);
  // Nothing ran for a day.
  await db
    .updateTable('pipeline_pace')
    .set({ updated_at: new Date(Date.now() - 25 * HOUR) })
    .execute();
  await measure();
  expect(await sent('one')).toEqual({});
});
