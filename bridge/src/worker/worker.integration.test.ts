import { createHmac } from 'node:crypto';
import { rawQuery } from '../store/database';
import { credentialsOf, startBridge, withBridges, withDatabaseOf } from '../testing/bridge';
import { closeBooks } from '../testing/books';
import { send } from '../testing/load';
import { until } from '../testing/until';

const newDirectory = withBridges();

test('without an OTLP endpoint, finished runs are measured and nothing is put into the outbox', async () => {
  const directory = await newDirectory();
  // The run of the payload is old, and what is old is not measured.
  const bridge = await startBridge(directory, { EXPORT_MAX_AGE_HOURS: '0' });
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

  await withDatabaseOf(directory, async (db) => {
    await closeBooks(db, 10_000);
    // The grace after the run's end is over.
    await rawQuery(db, `UPDATE run SET export_after = now() - interval '1 second'`, []);
    const measured = await until(async () => {
      const rows = await rawQuery<{ name: string; count: number; value: number }>(
        db,
        `SELECT name, count::int AS count, value FROM metric_series
       WHERE attributes->>'error.type' = 'failure' ORDER BY name`,
        [],
      );
      return rows.length === 2 && rows;
    }, 'two metrics of the failure');
    expect(measured).toEqual([
      { name: 'cicd.pipeline.run.duration', count: 1, value: 240 },
      { name: 'cicd.pipeline.run.errors', count: 1, value: 1 },
    ]);
    expect(await rawQuery(db, 'SELECT count(*)::int AS waiting FROM outbox', [])).toEqual([{ waiting: 0 }]);
  });
  expect(await bridge.end('SIGTERM')).toBe(0);
}, 60_000);
