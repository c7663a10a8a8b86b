import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { closeBooks, lostOrDoubled } from '../testing/books';
import {
  buildBridge,
  credentialsOf,
  newDataDirectory,
  removeDataDirectory,
  startBridge,
  withDatabaseOf,
} from '../testing/bridge';
import { envelopeOf, send, startLoad, type Answer } from '../testing/load';
import { until } from '../testing/until';

const mount = (directory: string, size: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', directory]).status === 0;
const unmount = (directory: string): void => void spawnSync('umount', ['-l', directory]);

/** A disk of its own, which can really be full, needs the right to mount one: root on Linux, and a container that lets it. */
function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const directory = mkdtempSync(join(tmpdir(), 'summit-mount-'));
  const mounted = mount(directory, '1m');
  if (mounted) unmount(directory);
  rmdirSync(directory);
  return mounted;
}

/** Errors of Node's own modules are of another realm than the test's: no instanceof. */
const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** Writes until not one more block fits. */
function fill(file: string): void {
  const handle = openSync(file, 'w');
  for (const bytes of [1024 * 1024, 4096]) {
    const block = randomBytes(bytes);
    try {
      while (writeSync(handle, block) > 0);
    } catch (error) {
      if (codeOf(error) !== 'ENOSPC') throw error;
    }
  }
  closeSync(handle);
}

beforeAll(() => buildBridge(), 120_000);

async function fillsUpAndGoesOn(): Promise<void> {
  const data = await newDataDirectory();
  expect(mount(data, '256m')).toBe(true);
  const ballast = join(data, 'ballast');
  const ending: (() => Promise<unknown>)[] = [];
  try {
    const bridge = await startBridge(data);
    ending.push(() => bridge.end('SIGKILL'));
    const { publicKey, projectId } = await credentialsOf(data);
    const load = startLoad(bridge.port, publicKey, 24);
    ending.unshift(() => load.stop());
    await until(() => load.acknowledged.size >= 500, 'acknowledgements');

    fill(ballast);
    const refusals: Answer[] = [];
    const ask = async (): Promise<Answer | null> =>
      send(`${bridge.url}/api/${projectId}/envelope/?sentry_key=${publicKey}`, {
        body: envelopeOf(randomUUID().replaceAll('-', ''), 1),
      }).catch(() => null);
    await until(
      async () => {
        // What the database gives back while it is full is taken from it again.
        fill(join(data, `ballast-${refusals.length}`));
        const answer = await ask();
        if (answer !== null && answer.status !== 200) refusals.push(answer);
        return refusals.length >= 20;
      },
      'refusals',
      60_000,
    );
    for (const { status, headers, text } of refusals) {
      expect({ status, retryAfter: headers['retry-after'] }).toEqual({ status: 503, retryAfter: expect.any(String) });
      expect(JSON.parse(text)).toMatchObject({ detail: expect.any(String) });
    }
    expect((await send(`${bridge.url}/health`, { method: 'GET' })).status).toBe(200);

    const before = load.acknowledged.size;
    const freed = Date.now();
    await rm(ballast);
    for (let n = 0; n < refusals.length; n++) await rm(join(data, `ballast-${n}`), { force: true });
    await until(() => load.acknowledged.size >= before + 200, 'acknowledgements again');
    expect(Date.now() - freed).toBeLessThan(30_000);
    await load.stop();
    expect([...load.refused.keys()]).toEqual([503]);

    const books = await withDatabaseOf(data, (db) => closeBooks(db, 60_000));
    expect(lostOrDoubled(load.acknowledged, books)).toEqual([]);
    expect(books.differences.every((row) => row.difference === 0)).toBe(true);
    expect(books).toMatchObject({ claims: 0, deadLetters: 0 });
    expect(await bridge.end('SIGTERM')).toBe(0);
  } finally {
    for (const end of ending) await end();
    await removeDataDirectory(data).catch(() => undefined);
    unmount(data);
    await rm(data, { recursive: true, force: true });
  }
}

const what =
  'a full disk: 503 with Retry-After and no false acknowledgement, and it goes on by itself when there is space again';
if (mayMount()) test(what, fillsUpAndGoesOn, 180_000);
else test.todo(`${what} (needs the right to mount a disk)`);
