import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPostmaster } from '../store/embedded/postmaster';
import { closeBooks, lostOrDoubled } from '../testing/books';
import { credentialsOf, runTool, startBridge, withBridges, withDatabaseOf, type TestBridge } from '../testing/bridge';
import { createTestDatabase } from '../testing/database';
import { send, startLoad } from '../testing/load';
import { until } from '../testing/until';

const directory = withBridges();

/** Starts a bridge that must not start; resolves with what it said and how long that took. */
async function failedStart(
  dataDirectory: string,
  env: Record<string, string> = {},
): Promise<{ said: string; ms: number }> {
  const started = Date.now();
  const said = await startBridge(dataDirectory, env).then(
    () => 'it started',
    (error: unknown) => String(error),
  );
  return { said, ms: Date.now() - started };
}

test('SIGTERM under load: not ready first, nothing acknowledged is lost, ends within ten seconds', async () => {
  const data = await directory();
  const bridge = await startBridge(data);
  const { publicKey, token } = await credentialsOf(data);
  const load = startLoad(bridge.port, publicKey, 24);
  await until(() => load.acknowledged.size >= 300, 'acknowledgements');
  const ready = await send(`${bridge.url}/ready`, { method: 'GET' });
  expect(ready.status).toBe(200);

  const asked = Date.now();
  const ending = bridge.end('SIGTERM');
  // A load balancer's probe, each time on a connection of its own, until there is nobody to connect to.
  const probes: { status: number; text: string; acknowledged: number }[] = [];
  for (;;) {
    const probe = await send(`${bridge.url}/ready`, { method: 'GET' }).catch(() => null);
    if (probe === null) break;
    probes.push({ ...probe, acknowledged: load.acknowledged.size });
    await new Promise((wake) => setTimeout(wake, 20));
  }
  const code = await ending;
  expect(code).toBe(0);
  expect(Date.now() - asked).toBeLessThan(10_000);
  await load.stop();
  const unready = probes.filter(({ status }) => status === 503);
  expect(unready.length).toBeGreaterThan(0);
  expect(unready[0]?.text).toContain('The bridge is stopping.');
  // Once not ready, never ready again; and what comes meanwhile is taken, and (below) kept.
  expect(probes.slice(probes.findIndex(({ status }) => status === 503)).every(({ status }) => status === 503)).toBe(
    true,
  );
  expect(load.acknowledged.size).toBeGreaterThan(unready[0]?.acknowledged ?? Infinity);
  // It stopped its own PostgreSQL too.
  expect(await findPostmaster(join(data, 'postgres'))).toBeNull();

  const again = await startBridge(data);
  expect(await credentialsOf(data)).toMatchObject({ publicKey, token });
  const books = await withDatabaseOf(data, (db) => closeBooks(db, 30_000));
  expect(lostOrDoubled(load.acknowledged, books)).toEqual([]);
  expect(books.differences.every((row) => row.difference === 0)).toBe(true);
  expect(await again.end('SIGINT')).toBe(0);
}, 60_000);

test('a second bridge on the same data directory says so in one line and changes nothing', async () => {
  const data = await directory();
  const bridge = await startBridge(data);
  const before = await readFile(join(data, 'credentials.json'), 'utf8');
  const { said, ms } = await failedStart(data);
  expect(said).toMatch(/ended with 1: summit-bridge: another bridge is running on the data directory .*\n$/);
  expect(said.trim().split('\n')).toHaveLength(1);
  expect(ms).toBeLessThan(2_000);
  expect((await send(`${bridge.url}/ready`, { method: 'GET' })).status).toBe(200);
  expect(await readFile(join(data, 'credentials.json'), 'utf8')).toBe(before);
  expect(await bridge.end('SIGTERM')).toBe(0);
}, 30_000);

test('a taken port is one line, and nothing was started', async () => {
  const data = await directory();
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { said } = await failedStart(data, { PORT: String(port) });
  other.close();
  expect(said).toMatch(new RegExp(`ended with 1: summit-bridge: port ${port} on 127\\.0\\.0\\.1 is taken; .*\\n$`));
  await expect(readFile(join(data, 'credentials.json'))).rejects.toThrow('ENOENT');
});

test('wrong settings are all named, one a line', async () => {
  const { said } = await failedStart(await directory(), { PORT: 'x', LOG_LEVEL: 'loud' });
  expect(said).toMatch(/^Error: the bridge ended with 1: summit-bridge: PORT is .*\nsummit-bridge: LOG_LEVEL is .*\n$/);
});

test('what looks like a mistyped setting is named in the log, and the bridge starts', async () => {
  const bridge = await startBridge(await directory(), {
    SUMMIT_SECERT_KEY: 'ab'.repeat(32),
    OTLP_ENDPOINTT: 'http://x',
  });
  const lines = bridge
    .stderr()
    .split('\n')
    .filter((line) => line.includes('not a setting'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(
    'OTLP_ENDPOINTT (did you mean OTLP_ENDPOINT?), SUMMIT_SECERT_KEY (did you mean SUMMIT_SECRET_KEY?)',
  );
  expect(bridge.stderr()).not.toContain('abab');
  expect(await bridge.end('SIGINT')).toBe(0);
}, 30_000);

test.each(process.platform === 'linux' ? ['/proc/summit/data', '/sys/summit'] : ['/dev/null/summit'])(
  'a data directory that cannot hold files (%s) is one line, at once',
  async (place) => {
    const { said, ms } = await failedStart(place);
    expect(said).toMatch(
      /ended with 1: summit-bridge: DATA_DIR: files cannot be kept in .* \([A-Z]+\); set it to .*\n$/,
    );
    expect(ms).toBeLessThan(5_000);
  },
);

test('another key than the one that sealed the doors is refused, until it is put back or changed with rekey', async () => {
  const data = await directory();
  const before = 'a1'.repeat(32);
  const after = 'b2'.repeat(32);
  const bridge = await startBridge(data, { SUMMIT_SECRET_KEY: before });
  const { token } = await credentialsOf(data);
  const asAdmin = { headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } };
  const made = await send(`${bridge.url}/api/v1/hooks`, { ...asAdmin, body: JSON.stringify({ provider: 'github' }) });
  const hook = JSON.parse(made.text) as { id: string; secret: string };
  const deliver = (to: TestBridge) => {
    const body = JSON.stringify({ zen: 'Keep it logically awesome.' });
    const signature = createHmac('sha256', hook.secret).update(body).digest('hex');
    return send(`${to.url}/hooks/github/${hook.id}`, {
      body,
      headers: {
        'content-type': 'application/json',
        'x-github-event': 'ping',
        'x-github-delivery': randomUUID(),
        'x-hub-signature-256': `sha256=${signature}`,
      },
    });
  };
  expect((await deliver(bridge)).status).toBe(200);
  const busy = runTool(['rekey'], { DATA_DIR: data, SUMMIT_SECRET_KEY: after });
  expect([busy.status, busy.stderr]).toEqual([1, expect.stringContaining('a bridge is running on this database')]);
  expect(await bridge.end('SIGTERM')).toBe(0);

  const others: Record<string, string>[] = [{ SUMMIT_SECRET_KEY: after }, {}];
  for (const env of others) {
    const { said } = await failedStart(data, env);
    expect(said).toMatch(
      /ended with 1: summit-bridge: .*SUMMIT_SECRET_KEY.* does not open the secrets of 1 of the 1 .*\n$/,
    );
    expect(await findPostmaster(join(data, 'postgres'))).toBeNull();
  }

  const file = join(data, 'before.key');
  await writeFile(file, before);
  const changed = runTool(['rekey', '--from', file], { DATA_DIR: data, SUMMIT_SECRET_KEY: after });
  expect([changed.status, changed.stdout]).toEqual([0, '1 webhook doors are sealed with the key\n']);
  const again = await startBridge(data, { SUMMIT_SECRET_KEY: after });
  expect((await deliver(again)).status).toBe(200);
  expect(await again.end('SIGTERM')).toBe(0);

  // The key is lost: the door keeps its address, and gets a secret again.
  const lost = runTool(['rekey'], { DATA_DIR: data, SUMMIT_SECRET_KEY: before });
  expect([lost.status, lost.stdout]).toEqual([0, expect.stringContaining(`POST /api/v1/hooks/${hook.id}/rotate`)]);
  const last = await startBridge(data, { SUMMIT_SECRET_KEY: before });
  expect((await deliver(last)).status).toBe(401);
  const rotated = await send(`${last.url}/api/v1/hooks/${hook.id}/rotate`, { ...asAdmin, body: '{}' });
  hook.secret = (JSON.parse(rotated.text) as { secret: string }).secret;
  expect((await deliver(last)).status).toBe(200);
  expect(await last.end('SIGTERM')).toBe(0);
}, 90_000);

test('a database that is not there is one line', async () => {
  const { said } = await failedStart(await directory(), { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
  expect(said).toMatch(/ended with 1: summit-bridge: DATABASE_URL cannot be used: .*\n$/);
});

test('a database that could lose what it acknowledged is refused', async () => {
  // The tests' own server runs without fsync.
  const database = await createTestDatabase();
  const { said } = await failedStart(await directory(), { DATABASE_URL: database.url });
  await database.drop();
  expect(said).toMatch(/PostgreSQL runs with .*fsync.* off/);
});

test('PostgreSQL killed under a living bridge: 503 meanwhile, then it goes on by itself', async () => {
  const data = await directory();
  const bridge = await startBridge(data);
  const { publicKey } = await credentialsOf(data);
  const load = startLoad(bridge.port, publicKey, 8);
  await until(() => load.acknowledged.size >= 100, 'acknowledgements');
  const server = await findPostmaster(join(data, 'postgres'));
  process.kill(-(server?.pid ?? 0), 'SIGKILL');
  const before = load.acknowledged.size;
  await until(() => load.acknowledged.size >= before + 200, 'acknowledgements again');
  await load.stop();
  expect([...load.refused.keys()].every((status) => status === 503)).toBe(true);
  const books = await withDatabaseOf(data, (db) => closeBooks(db, 30_000));
  expect(lostOrDoubled(load.acknowledged, books)).toEqual([]);
  expect(books.differences.every((row) => row.difference === 0)).toBe(true);
  expect(await bridge.end('SIGTERM')).toBe(0);
}, 90_000);
