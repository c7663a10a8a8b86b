import { createHmac } from 'node:crypto';
import { openDatabase, rawQuery } from '../store/database';
import { runningServer } from '../store/embedded/server';
import { buildBridge, credentialsOf, newDataDirectory, removeDataDirectory, startBridge } from '../testing/bridge';
import { closeBooks } from '../testing/books';
import { send } from '../testing/load';

const directories: string[] = [];

beforeAll(() => buildBridge(), 120_000);
afterAll(async () => {
  for (const directory of directories) await removeDataDirectory(directory);
}, 30_000);

async function until<T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const value = await read();
    if (done(value) || Date.now() > deadline) return value;
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

test('without an OTLP endpoint, finished runs are measured and nothing is put into the outbox', async () => {
  const directory = await newDataDirectory();
  directories.push(directory);
  const bridge = await startBridge(directory);
  const { token } = await credentialsOf(directory);
  const made = await send(`${bridge.url}/api/v1/hooks`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ provider: 'github' }),
  });
  const hook = JSON.parse(made.text) as { id: string; secret: string };
  const body = JSON.stringify({
    action: 'completed',
    repository: { id: 1, full_name: 'demo/shop', html_url: 'https://github.com/demo/shop' },
    workflow_run: {
      id: 7001,
      run_attempt: 1,
      run_number: 1,
      name: 'CI',
      event: 'push',
      status: 'completed',
      conclusion: 'failure',
      head_branch: 'main',
      head_sha: 'c'.repeat(40),
      created_at: '2026-01-31T09:00:00Z',
      run_started_at: '2026-01-31T09:01:00Z',
      updated_at: '2026-01-31T09:05:00Z',
      html_url: 'https://github.com/demo/shop/actions/runs/7001',
    },
  });
  const answer = await send(`${bridge.url}/hooks/github/${hook.id}`, {
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'workflow_run',
      'x-github-delivery': 'run-7001',
      'x-hub-signature-256': `sha256=${createHmac('sha256', hook.secret).update(body).digest('hex')}`,
    },
  });
  expect(answer.status).toBe(202);

  const db = openDatabase({ url: (await runningServer(directory)) ?? '', poolSize: 1 });
  await closeBooks(db, 10_000);
  // The grace after the run's end is over.
  await rawQuery(db, `UPDATE run SET export_after = now() - interval '1 second'`, []);
  const measured = await until(
    () =>
      rawQuery<{ name: string; count: number; value: number }>(
        db,
        `SELECT name, count::int AS count, value FROM metric_series
         WHERE attributes->>'error.type' = 'failure' ORDER BY name`,
        [],
      ),
    (rows) => rows.length === 2,
  );
  expect(measured).toEqual([
    { name: 'cicd.pipeline.run.duration', count: 1, value: 240 },
    { name: 'cicd.pipeline.run.errors', count: 1, value: 1 },
  ]);
  expect(await rawQuery(db, 'SELECT count(*)::int AS waiting FROM outbox', [])).toEqual([{ waiting: 0 }]);
  await db.destroy();
  expect(await bridge.end('SIGTERM')).toBe(0);
}, 60_000);
