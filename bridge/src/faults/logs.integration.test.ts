import { LogLines, RunLogs } from '@summit/contracts';
import { gzipSync } from 'node:zlib';
import { addRun } from '../digest/reports/testing/builds';
import { rawQuery } from '../store/database';
import { credentialsOf, startBridge, withBridges, withDatabaseOf } from '../testing/bridge';
import { closeBooks } from '../testing/books';

const newDirectory = withBridges();
jest.setTimeout(180_000);

const RUNS = 6;
const PARTS = 8;
const LINES = 2_000;

const line = (run: number, n: number): string => `run ${run} line ${n}`;
const partOf = (run: number, part: number): string =>
  Array.from({ length: LINES }, (_, n) => `${line(run, (part - 1) * LINES + n + 1)}\n`).join('') +
  `src/cart.ts(${run + 1},9): error TS2304: Cannot find name 'summ'.\n`;

test('parts of logs that were acknowledged are stored once and in order, though the bridge is killed while it reads them', async () => {
  const directory = await newDirectory();
  const first = await startBridge(directory);
  await withDatabaseOf(directory, async (db) => {
    for (let n = 0; n < RUNS; n++) await addRun(db, { tenant: 'default', id: `run-${n}`, at: new Date() });
  });
  const { token } = await credentialsOf(directory);
  const upload = (url: string, run: number, part: number) =>
    fetch(`${url}/api/v1/runs/run-${run}/logs?job=build&part=${part}&final=${part === PARTS}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-encoding': 'gzip' },
      body: new Uint8Array(gzipSync(partOf(run, part))),
    });
  const all = Array.from({ length: RUNS * PARTS }, (_, n) => ({ run: n % RUNS, part: PARTS - Math.floor(n / RUNS) }));
  // The last part first.
  for (const { run, part } of all) expect((await upload(first.url, run, part)).status).toBe(202);
  await new Promise((later) => setTimeout(later, 200));
  await first.end('SIGKILL');

  const second = await startBridge(directory);
  expect((await upload(second.url, 0, 3)).status).toBe(202);
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
    // One issue for what all of them say, counted once a log.
    expect(await rawQuery(db, 'SELECT count::int AS count FROM issue', [])).toEqual([{ count: RUNS }]);
  });
  const get = async (path: string): Promise<unknown> => {
    const answer = await fetch(second.url + path, { headers: { authorization: `Bearer ${token}` } });
    return answer.json();
  };
  for (let run = 0; run < RUNS; run++) {
    const { items } = RunLogs.parse(await get(`/api/v1/runs/run-${run}/logs`));
    expect(items).toMatchObject([{ lines: PARTS * (LINES + 1), final: true, errors: PARTS }]);
    const from = 5 * (LINES + 1) + 1;
    const page = LogLines.parse(await get(`/api/v1/runs/run-${run}/logs/${items[0]?.id}/lines?from=${from}&count=2`));
    expect(page.lines.map(({ text }) => text)).toEqual([line(run, 5 * LINES + 1), line(run, 5 * LINES + 2)]);
  }
  await second.end('SIGTERM');
});
