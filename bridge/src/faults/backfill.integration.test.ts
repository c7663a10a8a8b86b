import { fakeGithub } from '../backfill/testing/github';
import { startProvider } from '../backfill/testing/server';
import { job, run } from '../digest/ci/testing/story';
import { rawQuery } from '../store/database';
import { closeBooks } from '../testing/books';
import { credentialsOf, startBridge, withBridges, withDatabaseOf, type TestBridge } from '../testing/bridge';
import { until } from '../testing/until';

const newDirectory = withBridges();
jest.setTimeout(180_000);

const RUNS = 120;
const KILLS = 4;

/** Runs of one job each, a minute apart. */
const history = Array.from({ length: RUNS }, (_, n) => {
  const at = new Date(Date.UTC(2026, 0, 20) + n * 60_000).toISOString().replace('.000Z', 'Z');
  const times = { created_at: at, run_started_at: at };
  return [
    job(90_000 + n, 80_000 + n, 1, 'completed', {
      created_at: at,
      started_at: at,
      completed_at: at,
      conclusion: 'success',
    }),
    run(80_000 + n, 1, 'completed', at, { ...times, conclusion: 'success' }),
  ];
}).flat();

test('an import goes on where it stopped, though the bridge is killed in the middle of it again and again', async () => {
  const github = await startProvider(fakeGithub(history));
  const directory = await newDirectory();
  const env = { BACKFILL_ALLOWED_HOSTS: '127.0.0.1' };
  const state: { bridge: TestBridge } = { bridge: await startBridge(directory, env) };
  const { token } = await credentialsOf(directory);
  const call = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${state.bridge.url}/api/v1${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  const made = await call('/backfills', {
    method: 'POST',
    body: JSON.stringify({
      provider: 'github',
      url: github.url,
      token: 'hush-hush',
      repositories: ['demo/shop'],
      since: '2026-01-01T00:00:00Z',
      requestsPerSecond: 50,
    }),
  });
  for (let kill = 1; kill <= KILLS; kill++) {
    const asked = (RUNS / (KILLS + 1)) * kill;
    await until(() => github.asked.length >= asked, 'the import to go on', 60_000);
    await state.bridge.end('SIGKILL');
    state.bridge = await startBridge(directory, env);
  }
  const path = `/backfills/${String(made['id'])}`;
  await until(async () => (await call(path))['state'] === 'done', 'the end of the import', 60_000);
  expect(await call(path)).toMatchObject({
    repositories: [{ state: 'done', runs: RUNS, jobs: RUNS, tooOld: RUNS, remaining: 0 }],
  });
  // What was under way at a kill is asked for again, and nothing else.
  expect(github.asked.length).toBeLessThanOrEqual(RUNS + 7 + KILLS);
  await withDatabaseOf(directory, async (db) => {
    const books = await closeBooks(db, 60_000);
    expect(books).toMatchObject({ claims: 0, deadLetters: 0, differences: [{ difference: 0 }, { difference: 0 }] });
    const [counted] = await rawQuery<{ runs: number; whole: number; received: number }>(
      db,
      `SELECT count(*)::int AS runs, (count(*) FILTER (WHERE jobs_total = 1 AND display_status = 'success'))::int AS whole,
         (SELECT sum(quantity)::int FROM ledger WHERE source = 'github' AND unit = 'delivery' AND state = 'received') AS received
       FROM run`,
      [],
    );
    expect(counted).toEqual({ runs: RUNS, whole: RUNS, received: 2 * RUNS });
  });
  expect(state.bridge.stderr()).not.toContain('hush');
  await state.bridge.end('SIGTERM');
  await github.close();
});
