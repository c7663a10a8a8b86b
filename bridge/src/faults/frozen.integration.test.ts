import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../store/database';
import { findPostmaster } from '../store/embedded/postmaster';
import { runningServer } from '../store/embedded/server';
import { closeBooks } from '../testing/books';
import { buildBridge, credentialsOf, newDataDirectory, removeDataDirectory, startBridge } from '../testing/bridge';
import { send, startLoad, type Answer } from '../testing/load';

jest.setTimeout(120_000);

const data = { directory: '', stop: () => Promise.resolve() };
beforeAll(async () => {
  buildBridge();
  data.directory = await newDataDirectory();
}, 120_000);
afterAll(async () => {
  await data.stop();
  await removeDataDirectory(data.directory);
}, 30_000);

/** A process and all below it. */
function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      // After the name in brackets: state, parent.
      const [, parent] = (readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ');
      parents.set(Number(name), Number(parent));
    } catch {
      // It has ended since.
    }
  }
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux(
  'a PostgreSQL that stands still: answers within bounds, not ready meanwhile, and nothing acknowledged is lost',
  async () => {
    const bridge = await startBridge(data.directory, { LOG_LEVEL: 'silent' });
    const { publicKey, token } = await credentialsOf(data.directory);
    const load = startLoad(bridge.port, publicKey, 16);
    data.stop = async () => {
      bridge.process.kill('SIGKILL');
      await load.stop();
    };
    while (load.acknowledged.size < 200) await new Promise((wake) => setTimeout(wake, 10));

    const server = await findPostmaster(join(data.directory, 'postgres'));
    if (!server) throw new Error('there is no server');
    const frozen = familyOf(server.pid);
    for (const pid of frozen) process.kill(pid, 'SIGSTOP');
    const timed = async (path: string, headers: Record<string, string> = {}): Promise<Answer & { ms: number }> => {
      const started = Date.now();
      return { ...(await send(`${bridge.url}${path}`, { method: 'GET', headers })), ms: Date.now() - started };
    };
    try {
      const [ready, health, metrics, list] = await Promise.all([
        timed('/ready'),
        timed('/health'),
        timed('/metrics'),
        timed('/api/v1/issues', { authorization: `Bearer ${token}` }),
      ]);
      expect(ready).toMatchObject({ status: 503, text: expect.stringContaining('The database does not answer.') });
      expect(ready.ms).toBeLessThan(5_000);
      expect(health.status).toBe(200);
      expect(metrics).toMatchObject({ status: 200, text: expect.stringContaining('summit_database_up 0') });
      expect(metrics.ms).toBeLessThan(5_000);
      expect(list).toMatchObject({ status: 503, text: expect.stringContaining('The database does not answer.') });
      expect(list.headers['retry-after']).toBe('2');
      // What came while it stood still was told to come again, instead of waiting for as long as that lasts.
      const deadline = Date.now() + 20_000;
      while ((load.refused.get(503) ?? 0) < 16 && Date.now() < deadline)
        await new Promise((wake) => setTimeout(wake, 50));
      expect(load.refused.get(503)).toBeGreaterThanOrEqual(16);
    } finally {
      for (const pid of frozen) process.kill(pid, 'SIGCONT');
    }

    const before = load.acknowledged.size;
    while (load.acknowledged.size < before + 200) await new Promise((wake) => setTimeout(wake, 10));
    expect((await timed('/ready')).status).toBe(200);
    await load.stop();
    const db = openDatabase({ url: (await runningServer(data.directory)) ?? '', poolSize: 1 });
    const books = await closeBooks(db, 30_000);
    await db.destroy();
    const stored = new Map(books.events.map((event) => [event.event_id, event.copies]));
    expect([...load.acknowledged].filter((id) => stored.get(id) !== 1)).toEqual([]);
    expect(books.issues.every((issue) => issue.count === issue.events)).toBe(true);
    expect(books.differences.every((row) => row.difference === 0)).toBe(true);
    expect(await bridge.end('SIGTERM')).toBe(0);
  },
);
