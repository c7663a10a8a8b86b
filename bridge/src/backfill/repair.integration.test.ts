import { digestCi } from '../digest/ci';
import { applyInbox } from '../digest/ci/testing/applyInbox';
import { endLostRuns } from '../digest/ci/lost';
import { itemsOf, job, run } from '../digest/ci/testing/story';
import { createContext } from '../digest/context';
import { tableBlobs } from '../store/blobs';
import { rawQuery } from '../store/database';
import { withTestDatabase } from '../testing/database';
import type { Delivery } from './provider';
import { beginRepairs } from './rounds';
import { fakeGithub } from './testing/github';
import { apiOf, rigOf, start } from './testing/rig';
import { type FakeProvider, startProvider } from './testing/server';

jest.setTimeout(60_000);
const database = withTestDatabase();
const rig = rigOf(() => database.db());
const open: FakeProvider[] = [];
afterAll(() => Promise.all(open.map((one) => one.close())));
beforeEach(() => {
  rig.clock.ms = 0;
});

const HOUR = 3_600_000;
/** Hours before the start of the test's clock. */
const ago = (hours: number): string => new Date(start.getTime() - hours * HOUR).toISOString().replace('.000Z', 'Z');
const now = () => new Date(start.getTime() + rig.clock.ms);

const runOf = (id: number, status: string, hoursAgo: number, fields: object = {}): Delivery =>
  run(id, 1, status, ago(hoursAgo), { created_at: ago(hoursAgo), run_started_at: ago(hoursAgo), ...fields });
const jobOf = (id: number, runId: number, status: string, hoursAgo: number, fields: object = {}): Delivery =>
  job(id, runId, 1, status, { created_at: ago(hoursAgo), started_at: ago(hoursAgo), ...fields });

const webhooks = (tenant: string, deliveries: readonly Delivery[]): Promise<void> =>
  database
    .db()
    .transaction()
    .execute(async (tx) => {
      const context = createContext({ now: () => start, blobs: tableBlobs() });
      const given = deliveries.map(({ event, payload }) => ({ event, payload: { ...Object(payload) } }));
      await digestCi(tx, itemsOf(tenant, given), context);
      await context.flush(tx);
    });

const ended = { conclusion: 'success' };
/** Of five hours ago and known whole; of four and never told of; of three and without its end; of two and still running; one whose job was lost. */
const whole = [runOf(1, 'completed', 5, ended), jobOf(11, 1, 'completed', 5, { ...ended, completed_at: ago(5) })];
const untold = [runOf(2, 'completed', 4, ended), jobOf(12, 2, 'completed', 4, { ...ended, completed_at: ago(4) })];
const endless = [runOf(3, 'in_progress', 3), jobOf(13, 3, 'in_progress', 3)];
const endlessEnd = [
  runOf(3, 'completed', 3, ended),
  jobOf(13, 3, 'completed', 3, { ...ended, completed_at: ago(2.9) }),
];
const running = [runOf(4, 'in_progress', 2), jobOf(14, 4, 'in_progress', 2)];
const jobless = [runOf(5, 'completed', 1, ended)];
const jobOfJobless = jobOf(15, 5, 'completed', 1, { ...ended, completed_at: ago(1) });
/** From before the window, and without its end. */
const old = [runOf(6, 'in_progress', 100)];
const oldEnd = runOf(6, 'completed', 100, ended);

const github = async () => {
  const made = await startProvider(
    fakeGithub([...whole, ...untold, ...endlessEnd, ...running, ...jobless, jobOfJobless, oldEnd]),
  );
  open.push(made);
  return made;
};

/** A source whose import is over, and a minute of its own later its repair under way. */
async function repairing(tenant: string, url: string): Promise<string> {
  const id = await rig.add({ tenant, url, repositories: ['demo/shop'], since: start, repairHours: 48 });
  await rig.drain(id);
  await applyInbox(database.db(), rig.options.now);
  return id;
}

const stateOf = async (tenant: string) =>
  rawQuery<{ id: string; display_status: string; jobs_total: number }>(
    database.db(),
    'SELECT provider_run_id AS id, display_status, jobs_total FROM run WHERE tenant = $1 ORDER BY provider_run_id::int',
    [tenant],
  );

test('mends what was lost, asks only for that, and one by one for what has no end', async () => {
  const server = await github();
  await webhooks('mend', [...whole, ...endless, ...running, ...jobless, ...old]);
  const id = await repairing('mend', server.url);
  server.asked.length = 0;
  expect(await beginRepairs(database.db(), apiOf, 60_000, now())).toBe(0);
  rig.clock.ms = 61_000;
  expect(await beginRepairs(database.db(), apiOf, 60_000, now())).toBe(1);
  await rig.drain(id);
  await applyInbox(database.db(), rig.options.now);
  expect(await stateOf('mend')).toEqual([
    { id: '1', display_status: 'success', jobs_total: 1 },
    { id: '2', display_status: 'success', jobs_total: 1 },
    { id: '3', display_status: 'success', jobs_total: 1 },
    { id: '4', display_status: 'running', jobs_total: 1 },
    { id: '5', display_status: 'success', jobs_total: 1 },
    { id: '6', display_status: 'success', jobs_total: 0 },
  ]);
  const jobsOf = server.asked.filter((path) => path.includes('/jobs?')).map((path) => /runs\/(\d+)/.exec(path)?.[1]);
  expect(jobsOf.sort()).toEqual(['2', '3', '5', '6']);
  expect(server.asked.filter((path) => path.endsWith('/actions/runs/6'))).toHaveLength(1);
  // Nothing is left to mend: the next repair lists, and asks for nothing more.
  server.asked.length = 0;
  rig.clock.ms = 200_000;
  expect(await beginRepairs(database.db(), apiOf, 60_000, now())).toBe(1);
  await rig.drain(id);
  expect(server.asked.map((path) => path.replace(/\?.*/, ''))).toEqual(
    ['', '/commits', '/pulls', '/actions/runs', '/deployments'].map((path) => `/api/v3/repos/demo/shop${path}`),
  );
});

test('a run that fell silent is not given up before its source was asked, nor where that says that it goes on', async () => {
  const server = await github();
  await webhooks('lost', [...endless, ...running]);
  const silent = new Date(start.getTime() - 2 * HOUR);
  const lost = (afterMs: number) => endLostRuns(database.db(), { now, blobs: tableBlobs(), afterMs });
  const id = await repairing('lost', server.url);
  await rawQuery(database.db(), `UPDATE run SET updated_at = $1 WHERE tenant = 'lost'`, [silent]);
  // The import began after they fell silent: it has asked.
  await rawQuery(database.db(), 'UPDATE backfill_repository SET repaired_at = $2 WHERE backfill_id = $1', [id, silent]);
  expect(await lost(HOUR)).toBe(0);
  rig.clock.ms = 61_000;
  await beginRepairs(database.db(), apiOf, 60_000, now());
  expect(await lost(HOUR)).toBe(0);
  await rig.drain(id);
  await applyInbox(database.db(), rig.options.now);
  expect(await lost(HOUR)).toBe(0);
  expect(await stateOf('lost')).toMatchObject([
    { id: '1', display_status: 'success' },
    { id: '2', display_status: 'success' },
    { id: '3', display_status: 'success' },
    { id: '4', display_status: 'running' },
    { id: '5', display_status: 'success' },
  ]);
});

test('a source that is stopped, paused or late by hours keeps no run open', async () => {
  const server = await github();
  await webhooks('late', running);
  const id = await repairing('late', server.url);
  await rawQuery(database.db(), 'UPDATE backfill_repository SET repaired_at = NULL WHERE backfill_id = $1', [id]);
  await rawQuery(database.db(), `UPDATE run SET updated_at = $1 WHERE tenant = 'late'`, [ago(2)]);
  const lost = () => endLostRuns(database.db(), { now, blobs: tableBlobs(), afterMs: HOUR });
  expect(await lost()).toBe(0);
  rig.clock.ms = 6 * HOUR;
  expect(await lost()).toBe(1);
});

test('a repair leaves alone what is paused, failed or wants none', async () => {
  const server = await github();
  const ids = await Promise.all(['p', 'f', 'n'].map((tenant) => repairing(tenant, server.url)));
  const [paused, failed, none] = ids;
  await rawQuery(database.db(), 'UPDATE backfill SET paused_at = now() WHERE id = $1', [paused]);
  await rawQuery(database.db(), `UPDATE backfill_repository SET state = 'failed' WHERE backfill_id = $1`, [failed]);
  await rawQuery(database.db(), 'UPDATE backfill SET repair_hours = 0 WHERE id = $1', [none]);
  rig.clock.ms = HOUR;
  await beginRepairs(database.db(), apiOf, 60_000, now());
  const begun = await rawQuery(
    database.db(),
    `SELECT FROM backfill_repository WHERE backfill_id = ANY($1) AND state = 'repairing'`,
    [ids],
  );
  expect(begun).toEqual([]);
});
