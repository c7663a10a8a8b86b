import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openDatabase, type Database } from '../../bridge/src/store/database';
import { startEmbedded } from '../../bridge/src/store/embedded/server';

export interface RunningBridge {
  url: string;
  token: string;
  db: Database;
  /** The bridge, and the postmaster whose children answer it. */
  pids: readonly number[];
  stop(): Promise<void>;
}

const main = join(__dirname, '../../bridge/dist/main.js');

/** The built bridge as its own process over a real, durable PostgreSQL in a directory of its own. */
export async function startBridge(): Promise<RunningBridge> {
  const directory = await mkdtemp(join(tmpdir(), 'summit-bench-'));
  const postgres = await startEmbedded({ dataDirectory: join(directory, 'database') });
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATA_DIR: join(directory, 'bridge'),
      DATABASE_URL: postgres.url,
      LOG_LEVEL: 'warn',
      // What the benches send happened on fixed days, and is to be measured and exported as if it were of now.
      EXPORT_MAX_AGE_HOURS: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = new Map<string, string>();
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the bridge ended with ${code}; is it built (npm run build)?`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [name, value] = line.split(': ');
      if (name && value) said.set(name, value);
      if (name === 'ready') resolve();
    });
  });
  const db = openDatabase({ url: postgres.url, poolSize: 2, applicationName: 'summit-bench' });
  return {
    url: said.get('ready') ?? '',
    token: said.get('token') ?? '',
    db,
    pids: [child.pid ?? 0, postgres.pid()],
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await db.destroy();
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
