import type { Logger } from 'pino';
import type { Config } from '../config/settings';
import { restartRestoredFeed } from '../store/changeFeed';
import { openDatabase } from '../store/database';
import { makeDataDirectory } from '../store/dataDirectory';
import { missingDurability } from '../store/durability';
import { lockDataDirectory } from '../store/embedded/lock';
import { startEmbedded } from '../store/embedded/server';
import { migrate } from '../store/migrations';
import { daysAhead, ensurePartitions } from '../store/partitions';

export interface OpenStore {
  url: string;
  embedded: boolean;
  close(): Promise<void>;
}

/** Something about the database stands in the way; the message is one line for the person who started the bridge. */
export class StoreRefused extends Error {}

/**
 * PostgreSQL, ready to be used: the operator's own or the embedded one, checked to keep what it acknowledges, with the newest schema and
 * partitions for today.
 */
export async function openStore(config: Config, log: Logger): Promise<OpenStore> {
  const store = config.DATABASE_URL === undefined ? await embedded(config, log) : external(config.DATABASE_URL);
  try {
    await prepare(store, log);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

function external(url: string): OpenStore {
  return { url, embedded: false, close: () => Promise.resolve() };
}

async function embedded(config: Config, log: Logger): Promise<OpenStore> {
  await makeDataDirectory(config.DATA_DIR);
  const lock = await lockDataDirectory(config.DATA_DIR);
  const server = await startEmbedded({
    dataDirectory: config.DATA_DIR,
    onRestart: (error) => {
      if (error) log.error({ err: error }, 'PostgreSQL died and could not be started again; trying on');
      else log.warn('PostgreSQL died and was started again');
    },
  });
  if (server.adopted) log.info({ pid: server.pid() }, 'took over the PostgreSQL of a bridge that was killed');
  return {
    url: server.url,
    embedded: true,
    async close() {
      await server.stop();
      await lock.release();
    },
  };
}

async function prepare(store: OpenStore, log: Logger): Promise<void> {
  const applied = await migrate(store.url).catch((error: unknown) => {
    throw unreachable(error, store);
  });
  if (applied.length > 0) log.info({ migrations: applied }, 'migrated the database');
  const db = openDatabase({ url: store.url, poolSize: 1, applicationName: 'summit-start', onError: () => undefined });
  try {
    const missing = await missingDurability(db);
    if (missing.length > 0)
      throw new StoreRefused(
        `PostgreSQL runs with ${missing.join(', ')} off: acknowledged events could be lost; switch it on`,
      );
    await ensurePartitions(db, daysAhead(new Date(), 2));
    if (await restartRestoredFeed(db))
      log.warn('the database was restored from another server: live streams are told to load anew');
  } finally {
    await db.destroy();
  }
}

function unreachable(error: unknown, store: OpenStore): unknown {
  if (!(error instanceof Error) || store.embedded || !('code' in error)) return error;
  return new StoreRefused(`DATABASE_URL cannot be used: ${error.message || String(error.code)}`);
}
