import { join } from 'node:path';
import { findPostmaster } from '../store/embedded/postmaster';
import { closeBooks, lostOrDoubled, type Books } from '../testing/books';
import { credentialsOf, startBridge, withBridges, withDatabaseOf, type TestBridge } from '../testing/bridge';
import { startLoad, type Load } from '../testing/load';
import { until } from '../testing/until';

const kills = 20;
const startLimitMs = 5_000;
const newDirectory = withBridges();

/** Kills under load, again and again, at moments that differ; returns the books once everything is worked off. */
async function killAgainAndAgain(
  kill: (bridge: TestBridge) => Promise<void>,
): Promise<{ load: Load; books: Books; starts: number[] }> {
  const directory = await newDirectory();
  let bridge = await startBridge(directory);
  const port = String(bridge.port);
  const { publicKey } = await credentialsOf(directory);
  const load = startLoad(bridge.port, publicKey, 24);
  const starts: number[] = [];
  try {
    for (let i = 0; i < kills; i++) {
      const before = load.acknowledged.size;
      await new Promise((wake) => setTimeout(wake, 40 + ((i * 137) % 500)));
      await until(() => load.acknowledged.size > before, 'acknowledgements');
      await kill(bridge);
      bridge = await startBridge(directory, { PORT: port });
      starts.push(bridge.startedInMs);
    }
  } finally {
    // Else a bridge that does not start again is called for ever, and the run of the tests never ends.
    await load.stop();
  }
  const books = await withDatabaseOf(directory, (db) => closeBooks(db, 60_000));
  expect(await bridge.end('SIGTERM')).toBe(0);
  return { load, books, starts };
}

function expectNothingLost({ load, books, starts }: Awaited<ReturnType<typeof killAgainAndAgain>>): void {
  expect(load.acknowledged.size).toBeGreaterThan(kills * 10);
  expect(lostOrDoubled(load.acknowledged, books)).toEqual([]);
  expect(books.issues.filter((issue) => issue.count !== issue.events || issue.hours !== issue.events)).toEqual([]);
  expect(books.issues.reduce((sum, issue) => sum + issue.count, 0)).toBe(books.events.length);
  expect(books.differences).toEqual([
    { unit: 'delivery', difference: 0 },
    { unit: 'item', difference: 0 },
  ]);
  expect(books).toMatchObject({ claims: 0, deadLetters: 0 });
  // The middle one: the longest says more of what else the machine does.
  expect([...starts].sort((a, b) => a - b)[starts.length >> 1]).toBeLessThan(startLimitMs);
}

test('the bridge killed 20 times under load: what was acknowledged is stored once, and the counts are exact', async () => {
  expectNothingLost(await killAgainAndAgain(async (bridge) => void (await bridge.end('SIGKILL'))));
}, 120_000);

test('PostgreSQL killed with the bridge 20 times under load: the same', async () => {
  expectNothingLost(
    await killAgainAndAgain(async (bridge) => {
      const server = await findPostmaster(join(bridge.dataDirectory, 'postgres'));
      if (!server) throw new Error('no server to kill');
      // Its backends are in its process group: all of them at once, as when the machine goes.
      process.kill(-server.pid, 'SIGKILL');
      await bridge.end('SIGKILL');
    }),
  );
}, 180_000);
