import { gzipSync } from 'node:zlib';
import { addRun } from '../digest/reports/testing/builds';
import { addToken } from '../store/tenants';
import { rawQuery } from '../store/database';
import { credentialsOf, startBridge, withBridges, withDatabaseOf, type TestBridge } from '../testing/bridge';
import { closeBooks } from '../testing/books';

const newDirectory = withBridges();
jest.setTimeout(180_000);

const RUNS = 24;
const TESTS = 400;

/** As a test runner writes it; each run's report differs. */
const junit = (run: number): string =>
  `<testsuite name="all">${Array.from({ length: TESTS }, (_, n) => `<testcase classname="cart" name="test ${n}" time="0.${run}">${n === run ? '<failure message="expected 3">at 42</failure>' : ''}</testcase>`).join('')}</testsuite>`;

const upload = (bridge: TestBridge, token: string, run: string, body: string) =>
  fetch(`${bridge.url}/api/v1/runs/${run}/reports?job=unit`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-encoding': 'gzip' },
    body: new Uint8Array(gzipSync(body)),
  });

test('reports that were acknowledged are stored once, though the bridge is killed while it reads them', async () => {
  const directory = await newDirectory();
  const first = await startBridge(directory);
  const token = await withDatabaseOf(directory, async (db) => {
    for (let n = 0; n < RUNS; n++) await addRun(db, { tenant: 'default', id: `run-${n}`, at: new Date() });
    return db
      .transaction()
      .execute((tx) => addToken(tx, { tenant: 'default', name: 'ci', kind: 'service', scopes: ['ingest'] }));
  });
  const acknowledged = await Promise.all(
    Array.from({ length: RUNS }, async (_, n) => (await upload(first, token.secret, `run-${n}`, junit(n))).status),
  );
  expect(new Set(acknowledged)).toEqual(new Set([202]));
  // In the middle of it: some are stored, some are under way, some wait.
  await new Promise((later) => setTimeout(later, 300));
  await first.end('SIGKILL');

  const second = await startBridge(directory);
  expect(await (await upload(second, token.secret, 'run-0', junit(0))).json()).toEqual({ status: 'accepted' });
  await withDatabaseOf(directory, async (db) => {
    const books = await closeBooks(db, 120_000);
    expect(books).toMatchObject({
      claims: 0,
      deadLetters: 0,
      differences: [
        { unit: 'delivery', difference: 0 },
        { unit: 'item', difference: 0 },
      ],
    });
    const counts = await rawQuery<{ run_id: string; results: number; failed: number }>(
      db,
      'SELECT run_id, count(*)::int AS results, (count(*) FILTER (WHERE rank = 0))::int AS failed FROM test_result GROUP BY run_id',
      [],
    );
    expect(counts).toHaveLength(RUNS);
    expect(counts.every(({ results, failed }) => results === TESTS && failed === 1)).toBe(true);
    expect(await rawQuery(db, 'SELECT count(*)::int AS n FROM test', [])).toEqual([{ n: TESTS }]);
  });

  const { token: all } = await credentialsOf(directory);
  const page = await fetch(`${second.url}/api/v1/runs/run-7/tests?limit=1`, {
    headers: { authorization: `Bearer ${all}` },
  });
  expect(await page.json()).toMatchObject({
    counts: { passed: TESTS - 1, failed: 1 },
    items: [{ name: 'test 7', outcome: 'failed', message: 'expected 3' }],
  });
  await second.end('SIGTERM');
});

test('what may upload may do nothing else, and what may only read may not upload', async () => {
  const directory = await newDirectory();
  const bridge = await startBridge(directory);
  const [ingest, read] = await withDatabaseOf(directory, (db) =>
    db
      .transaction()
      .execute(async (tx) => [
        await addToken(tx, { tenant: 'default', name: 'ci', kind: 'service', scopes: ['ingest'] }),
        await addToken(tx, { tenant: 'default', name: 'reader', kind: 'service', scopes: ['read', 'admin'] }),
      ]),
  );
  if (!ingest || !read) throw new Error('two tokens were made');
  expect((await upload(bridge, read.secret, 'run-1', junit(1))).status).toBe(403);
  expect((await upload(bridge, 'x'.repeat(40), 'run-1', junit(1))).status).toBe(401);
  expect((await upload(bridge, ingest.secret, 'run-1', junit(1))).status).toBe(202);
  const tests = await fetch(`${bridge.url}/api/v1/tests`, { headers: { authorization: `Bearer ${ingest.secret}` } });
  expect(tests.status).toBe(403);
  await bridge.end('SIGTERM');
});
