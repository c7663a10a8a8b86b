import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface RunningBridge {
  url: string;
  token: string;
  close: () => Promise<void>;
}

const main = join(__dirname, '../../bridge/dist/main.js');
const PATIENCE_MS = 120_000;

/** Resolves with what the bridge prints at its first start; rejects when it ends before, or says nothing for too long. */
const untilReady = (child: ChildProcess, log: string): Promise<{ url: string; token: string }> =>
  new Promise((resolve, reject) => {
    let token = '';
    const patience = setTimeout(() => reject(new Error(`the bridge is not ready; see ${log}`)), PATIENCE_MS);
    child.once('exit', (code) => reject(new Error(`the bridge ended with ${code}; see ${log}`)));
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        token = /^token: (\S+)/.exec(line)?.[1] ?? token;
        const port = /^ready: \S+:(\d+)/.exec(line)?.[1];
        if (port) {
          clearTimeout(patience);
          resolve({ url: `http://127.0.0.1:${port}`, token });
        }
      });
    }
  });

/** Starts the built bridge with an embedded PostgreSQL in a directory of its own, which goes when it is closed. */
export const startBridge = async (): Promise<RunningBridge> => {
  const folder = await mkdtemp(join(tmpdir(), 'summit-e2e-'));
  const log = join(folder, 'bridge.log');
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'info',
      // The providers of the backfill's tests are on this machine.
      BACKFILL_ALLOWED_HOSTS: '127.0.0.1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.pipe(createWriteStream(log));
  const { url, token } = await untilReady(child, log).catch((error: unknown) => {
    child.kill('SIGTERM');
    throw error;
  });
  return {
    url,
    token,
    close: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
