import type { Config } from '../config/settings';
import { openLog } from '../process/log';
import { openStore } from '../process/openStore';
import { openDatabase, type Database } from '../store/database';
import { DataDirectoryTaken } from '../store/embedded/lock';
import { runningServer } from '../store/embedded/server';

/**
 * Runs a tool on the bridge's database: the operator's own, or the embedded one, which a living bridge shares with the tool and a stopped one
 * leaves to it.
 */
export async function withStore(config: Config, work: (db: Database) => Promise<void>): Promise<void> {
  const store = await openOrJoin(config);
  const db = openDatabase({ url: store.url, poolSize: 2, applicationName: 'summit-cli', onError: () => undefined });
  try {
    await work(db);
  } finally {
    await db.destroy();
    await store.close();
  }
}

async function openOrJoin(config: Config): Promise<{ url: string; close(): Promise<void> }> {
  try {
    return await openStore(config, openLog('warn', 'cli'));
  } catch (error) {
    if (!(error instanceof DataDirectoryTaken)) throw error;
    const url = await runningServer(config.DATA_DIR);
    if (url === null)
      throw new Error('the bridge on this data directory is just starting; try again', { cause: error });
    return { url, close: () => Promise.resolve() };
  }
}
