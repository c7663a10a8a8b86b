import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPostmaster } from '../store/embedded/postmaster';
import { closeBooks, lostOrDoubled } from '../testing/books';
import { credentialsOf, startBridge, withBridges, withDatabaseOf } from '../testing/bridge';
import { send, startLoad, type Answer } from '../testing/load';
import { until } from '../testing/until';

jest.setTimeout(120_000);

const ending: (() => Promise<void>)[] = [];
// Above `withBridges`, so that it runs before the directory is removed.
afterAll(async () => {
  for (const end of ending) await end();
});
const newDirectory = withBridges();

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
    const directory = await newDirectory();
    const bridge = await startBridge(directory, { LOG_LEVEL: 'silent' });
    const { publicKey, token } = await credentialsOf(directory);
    const load = startLoad(bridge.port, publicKey, 16);
    ending.push(async () => {
      bridge.process.kill('SIGKILL');
      await load.stop();
    });
    await until(() => load.acknowledged.size >= 200, 'acknowledgements');

    const server = await findPostmaster(join(directory, 'postgres'));
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
      await until(() => (load.refused.get(503) ?? 0) >= 16, 'refusals', 20_000);
    } finally {
      for (const pid of frozen) process.kill(pid, 'SIGCONT');
    }

    const before = load.acknowledged.size;
    await until(() => load.acknowledged.size >= before + 200, 'acknowledgements again');
    expect((await timed('/ready')).status).toBe(200);
    await load.stop();
    const books = await withDatabaseOf(directory, (db) => closeBooks(db, 30_000));
    expect(lostOrDoubled(load.acknowledged, books)).toEqual([]);
    expect(books.issues.every((issue) => issue.count === issue.events)).toBe(true);
    expect(books.differences.every((row) => row.difference === 0)).toBe(true);
    expect(await bridge.end('SIGTERM')).toBe(0);
  },
);
