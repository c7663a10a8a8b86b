import { appendParts, logDigest } from '../../digest/logs/testing/logs';
import { itemsOf, job, run, story } from '../../digest/ci/testing/story';
import { digestCi } from '../../digest/ci';
import { createContext } from '../../digest/context';
import { drain } from '../../digest/reports/testing/builds';
import { tableBlobs } from '../../store/blobs';
import { rawQuery } from '../../store/database';
import { closeBooks } from '../../testing/books';
import { withTestDatabase } from '../../testing/database';
import { fakeGithub } from '../testing/github';
import { fakeGitlab } from '../testing/gitlab';
import { apiOf, rigOf, start } from '../testing/rig';
import { cut, type FakeAnswer, type FakeProvider, instead, startProvider } from '../testing/server';
import { beginRepairs } from '../rounds';

jest.setTimeout(60_000);
const database = withTestDatabase();
const rig = rigOf(() => database.db());
const open: FakeProvider[] = [];
const provider = async (answer: Parameters<typeof startProvider>[0]): Promise<FakeProvider> => {
  const made = await startProvider(answer);
  open.push(made);
  return made;
};
afterAll(() => Promise.all(open.map((one) => one.close())));
const state = { n: 0, tenant: '' };
beforeEach(async () => {
  rig.clock.ms = 0;
  state.tenant = `logs${state.n++}`;
  await database.db().insertInto('tenant').values({ id: state.tenant, name: 'logs' }).execute();
});

const LOGS = { days: 30, maxBytes: 100_000 };
const SECRET = `ghp_${'aB3dE5gH7jK9'.repeat(3)}`;
const logOf = (id: string): string =>
  `log of ${id}\nuse ${SECRET}\nsrc/a.ts(2,9): error TS2322: Type ${id} is not y.\n${'line\n'.repeat(500)}end of ${id}\n`;

/** GitHub with a server for its logs; what `blobs` says of a job's log, or the log. */
async function github(blobs: Record<string, FakeAnswer> = {}, deliveries: Parameters<typeof fakeGithub>[0] = story) {
  const storage = await provider((url) => {
    const id = url.pathname.slice(1);
    return blobs[id] ?? { text: logOf(id) };
  });
  const runs = fakeGithub(deliveries);
  const server = await provider((url) => {
    const id = /\/actions\/jobs\/(\d+)\/logs$/.exec(url.pathname)?.[1];
    return id === undefined ? runs(url) : { status: 302, headers: { location: `${storage.url}/${id}?sig=once` } };
  });
  return { server, storage };
}

const add = (server: FakeProvider, more: Partial<Parameters<typeof rig.add>[0]> = {}) =>
  rig.add({ tenant: state.tenant, url: server.url, repositories: ['demo/shop'], logs: LOGS, ...more });
const digest = () => drain(logDigest(database.db(), { now: rig.options.now }));
const progressOf = async (id: string) => {
  const [row] = await rawQuery<Record<string, unknown>>(
    database.db(),
    `SELECT r.*, s.waiting_until, (SELECT count(*)::int FROM backfill_task t WHERE t.backfill_id = s.id) AS tasks
     FROM backfill s JOIN backfill_repository r ON r.backfill_id = s.id WHERE s.id = $1`,
    [id],
  );
  return row ?? {};
};
/** Works a source until nothing but logs is left. */
const upToLogs = async (id: string): Promise<void> => {
  while ((await progressOf(id))['state'] !== 'done') await rig.drain(id, 1);
};
const logs = (tenant = state.tenant) =>
  rawQuery<{ run: string; job: string; lines: number; errors: number; final: boolean }>(
    database.db(),
    'SELECT run_id AS run, job, lines, errors, final FROM build_log WHERE tenant = $1 ORDER BY run_id, job::int',
    [tenant],
  );
const issues = async (): Promise<number> =>
  (await rawQuery(database.db(), 'SELECT FROM issue WHERE tenant = $1', [state.tenant])).length;
const tell = (deliveries: typeof story) =>
  database
    .db()
    .transaction()
    .execute(async (tx) => {
      const context = createContext({ now: () => start, blobs: tableBlobs() });
      await digestCi(tx, itemsOf(state.tenant, deliveries), context);
      await context.flush(tx);
    });
const ofLogs = (paths: readonly string[]): string[] =>
  paths.filter((path) => path.includes('/logs')).map((path) => path.split('/').at(-2) ?? '');

test('the log of each job that worked is fetched, read like one that was sent, and counted', async () => {
  const { server, storage } = await github({ 8: { status: 410 }, 18: { text: 'x'.repeat(200_000) } });
  const id = await add(server);
  await rig.drain(id);
  await digest();
  // 9 was skipped; 18 is too large.
  expect(ofLogs(server.asked)).toEqual(['19', '18', '8', '7']);
  expect(storage.headers().authorization).toBeUndefined();
  expect(await logs()).toEqual([
    { run: 'github-1001-1', job: '7', lines: 504, errors: 1, final: true },
    { run: 'github-1001-2', job: '19', lines: 504, errors: 1, final: true },
  ]);
  expect(await progressOf(id)).toMatchObject({
    state: 'done',
    runs: '3',
    logs: '2',
    log_bytes: String(Buffer.byteLength(logOf('7') + logOf('19'))),
    logs_missing: '1',
    logs_skipped: '1',
    tasks: 0,
    notes: [],
  });
  const kept = await rawQuery<{ body: Buffer }>(database.db(), 'SELECT body FROM blob WHERE tenant = $1', [
    state.tenant,
  ]);
  expect(Buffer.concat(kept.map(({ body }) => body)).toString('latin1')).not.toContain('aB3dE5');
  await closeBooks(database.db(), 5_000);
});

test('without being asked to, and beyond the days that it was asked for, it fetches none', async () => {
  const { server } = await github();
  const without = await add(server, { logs: undefined });
  await rig.drain(without);
  rig.clock.ms = 3 * 86_400_000;
  const old = await add(server, { logs: { days: 1, maxBytes: 100_000 } });
  await rig.drain(old);
  expect(ofLogs(server.asked)).toEqual([]);
  expect(await progressOf(without)).toMatchObject({ logs: '0', logs_skipped: '0' });
  expect(await progressOf(old)).toMatchObject({ logs: '0', logs_skipped: '4' });
});

test('what somebody sent already is left, by the number of the job or its name; what another tenant has is not looked at', async () => {
  const { server } = await github();
  await database
    .db()
    .insertInto('tenant')
    .values({ id: `${state.tenant}-other`, name: 'other' })
    .execute();
  await tell(story);
  await appendParts(database.url(), [
    { tenant: state.tenant, run: 'github-1001-1', job: '7', text: 'sent\n' },
    { tenant: state.tenant, run: 'github-1001-2', job: 'deploy', text: 'sent\n', part: 1, final: false },
    { tenant: `${state.tenant}-other`, run: 'github-1001-1', job: '8', text: 'theirs\n' },
  ]);
  const id = await add(server);
  await rig.drain(id);
  expect(ofLogs(server.asked)).toEqual(['18', '8']);
  expect(await progressOf(id)).toMatchObject({ logs: '2', logs_skipped: '2' });
  await rawQuery(database.db(), 'DELETE FROM inbox WHERE tenant LIKE $1', [`${state.tenant}%`]);
});

test('a worker that dies between any two requests, and two at once: each log once', async () => {
  const { server } = await github();
  const id = await add(server);
  while ((await rig.drain(id, 1)) === 1);
  expect(ofLogs(server.asked)).toEqual(['19', '18', '8', '7']);
  const other = await github();
  const again = await add(other.server, { tenant: `${state.tenant}-two` });
  await upToLogs(again);
  await Promise.all([rig.drain(again), rig.drain(again)]);
  await rig.drain(again);
  const parts = await rawQuery<{ tenant: string; job: string; n: number }>(
    database.db(),
    `SELECT tenant, meta ->> 'job' AS job, count(*)::int AS n FROM inbox WHERE source = 'log' GROUP BY 1, 2 ORDER BY 1, 2`,
    [],
  );
  const each = ['18', '19', '7', '8'];
  expect(parts.map(({ tenant, job: of }) => `${tenant} ${of}`)).toEqual(
    [state.tenant, `${state.tenant}-two`].flatMap((tenant) => each.map((of) => `${tenant} ${of}`)),
  );
  expect(new Set(parts.map(({ n }) => n)).size).toBe(1);
  expect(await progressOf(again)).toMatchObject({ logs: '4' });
  await digest();
});

describe('limits and failures', () => {
  const soon = (seconds: number) => new Date(start.getTime() + seconds * 1000);

  test('429 waits, and the same log is asked for again; a cut in the middle of the log stores nothing of it', async () => {
    const { server, storage } = await github();
    server.troubles.push(
      instead(/jobs\/19\/logs/, { status: 429, headers: { 'retry-after': '90' }, body: { message: 'slow down' } }),
    );
    storage.troubles.push(cut(/19/));
    const id = await add(server);
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({ state: 'done', waiting_until: soon(90), logs: '0', tasks: 4 });
    rig.clock.ms = 90_001;
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({
      retry_at: soon(91.001),
      error: expect.stringMatching(/broke off/),
      logs: '0',
    });
    const waiting = await rawQuery(database.db(), `SELECT FROM inbox WHERE tenant = $1 AND source = 'log'`, [
      state.tenant,
    ]);
    expect(waiting).toEqual([]);
    rig.clock.ms = 91_002;
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({ logs: '4', tasks: 0, error: null });
    await digest();
  });

  test('a log that cannot be given out is missing with a note, and the others come', async () => {
    const { server } = await github({ 19: { status: 500 } });
    server.troubles.push(instead(/jobs\/18\/logs/, { status: 403, body: { message: 'Must have admin rights' } }));
    const id = await add(server);
    for (let minute = 0; minute < 4; minute++) {
      rig.clock.ms = minute * 60_000;
      await rig.drain(id);
    }
    expect(await progressOf(id)).toMatchObject({
      state: 'done',
      logs: '2',
      logs_missing: '2',
      notes: [
        expect.stringMatching(/^A log was not to be had: 127\.0\.0\.1:\d+: 127\.0\.0\.1:\d+ answers 500\.$/),
        'GitHub answers 403 (Must have admin rights). The token may not see this; it needs Actions: read.',
      ],
    });
    await digest();
  });

  test('a server that is gone stops its repository, and not one log after the other', async () => {
    const { server } = await github();
    const id = await add(server);
    await upToLogs(id);
    await server.close();
    for (let n = 0; n < 8; n++) {
      rig.clock.ms += 400_000;
      await rig.drain(id);
    }
    expect(await progressOf(id)).toMatchObject({ state: 'failed', logs_missing: '0', tasks: 4 });
    await digest();
  });
});

test('logs do not hold up repairs, which fetch the logs of what webhooks told of since', async () => {
  const at = '2026-02-01T08:00:00Z';
  const times = { created_at: at, started_at: at, run_started_at: at, completed_at: at };
  const late = [
    run(3000, 1, 'completed', at, { ...times, conclusion: 'success' }),
    job(30, 3000, 1, 'completed', { ...times, conclusion: 'success' }),
  ];
  const { server } = await github({}, [...story, ...late]);
  const id = await add(server, { repairHours: 48 });
  await upToLogs(id);
  expect(await progressOf(id)).toMatchObject({ tasks: 5 });
  await rawQuery(database.db(), 'DELETE FROM backfill_task WHERE backfill_id = $1', [id]);
  await digest();
  server.asked.length = 0;
  rig.clock.ms = 3_600_000;
  await beginRepairs(database.db(), apiOf, 60_000, rig.options.now());
  expect(await progressOf(id)).toMatchObject({ state: 'repairing' });
  await rig.drain(id);
  // Those of the day before ended long before the last repair: they were asked for then.
  expect(ofLogs(server.asked)).toEqual(['30']);
  await digest();
});

test('errors of logs from before the windows of Loki are no issues of today', async () => {
  const { server } = await github();
  rig.clock.ms = 8 * 86_400_000;
  await rig.drain(await add(server));
  await digest();
  expect(await logs()).toHaveLength(4);
  expect(await issues()).toBe(0);
});

test("GitLab's traces, also of tries before, and Jenkins' consoles", async () => {
  const gitlab = await provider(fakeGitlab({ trace: (id) => (id === 380 ? { text: '' } : { text: `trace ${id}\n` }) }));
  const id = await add(gitlab, { provider: 'gitlab', repositories: ['demo/web/shop'] });
  await rig.drain(id);
  expect(await progressOf(id)).toMatchObject({ logs: '3', logs_missing: '1' });
  const build = {
    number: 7,
    building: false,
    result: 'SUCCESS',
    timestamp: start.getTime() - 60_000,
    duration: 30_000,
  };
  const jenkins = await provider((url) => {
    if (url.pathname.endsWith('/7/consoleText')) return { text: 'Started by timer\n' };
    const root = 'https://ci.example.org/job/shop/job/web/';
    return { body: url.search.includes('allBuilds') ? { allBuilds: [{ ...build, url: `${root}7/` }] } : { url: root } };
  });
  const console = await add(jenkins, { provider: 'jenkins', repositories: ['shop/web'] });
  await rig.drain(console);
  expect(jenkins.asked.at(-1)).toBe('/job/shop/job/web/7/consoleText');
  await digest();
  const found = await rawQuery<{ run: string; job: string }>(
    database.db(),
    'SELECT run_id AS run, job FROM build_log WHERE tenant = $1 ORDER BY 1, 2',
    [state.tenant],
  );
  expect(found).toEqual([
    ...['381', '383', '391'].map((of) => ({ run: 'gitlab-git.example.org-31-1', job: of })),
    { run: 'jenkins-ci.example.org-shop:web:7-1', job: '' },
  ]);
});
