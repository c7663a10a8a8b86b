import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { runningServer } from '../../bridge/src/store/embedded/server';
import { findPostmaster } from '../../bridge/src/store/embedded/postmaster';

const root = resolve(__dirname, '../..');
const key = '0123456789abcdef0123456789abcdef';

export const systems = {
  sketch: { args: ['--import', 'tsx', join(root, 'bench/sketch/main.ts')], path: '/' },
  product: { args: [join(root, 'bridge/dist/main.js')], path: `/api/1/envelope/?sentry_key=${key}` },
} as const;
export type SystemName = keyof typeof systems;

export interface System {
  url: string;
  client: Client;
  pid: number;
  postgresPid: number;
  stop(): Promise<void>;
}

/** Starts a system with its own PostgreSQL in an empty directory. */
export async function startSystem(name: SystemName): Promise<System> {
  const directory = mkdtempSync(join(tmpdir(), `summit-bench-${name}-`));
  const { args, path } = systems[name];
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: directory,
      PORT: '0',
      LOG_LEVEL: 'warn',
      BOOTSTRAP_DSN_KEY: key,
      // The outbox is filled, as the sketch fills its own; nothing listens there.
      OTLP_ENDPOINT: 'http://127.0.0.1:9',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const base = await readyUrl(child);
  const databaseUrl = await runningServer(directory);
  const postmaster = await findPostmaster(join(directory, 'postgres'));
  if (databaseUrl === null || postmaster === null) throw new Error(`${name} has no database`);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    url: base + path,
    client,
    pid: child.pid ?? 0,
    postgresPid: postmaster.pid,
    async stop() {
      await client.end();
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function readyUrl(child: ChildProcess): Promise<string> {
  const state = { text: '' };
  return new Promise((done, failed) => {
    child.once('exit', (code) => failed(new Error(`it ended with ${code}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      state.text += chunk.toString();
      const url = /^ready: (\S+)$/m.exec(state.text)?.[1];
      if (url !== undefined) done(url);
    });
  });
}

/** Resolves once the inbox is empty. */
export async function drained(client: Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ left: boolean }>('SELECT EXISTS (SELECT 1 FROM inbox) AS left');
    if (rows[0]?.left === false) return;
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

/** Peak resident memory of a process in MB (Linux). */
export function peakMb(pid: number): number {
  return field(`/proc/${pid}/status`, /VmHWM:\s+(\d+) kB/) / 1024;
}

/** Memory of PostgreSQL in MB: proportional shares of all its processes, so that shared buffers count once. */
export function postgresMb(postmaster: number): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const ours = pids.filter(
    (pid) => pid === String(postmaster) || field(`/proc/${pid}/status`, /PPid:\s+(\d+)/) === postmaster,
  );
  return ours.reduce((sum, pid) => sum + field(`/proc/${pid}/smaps_rollup`, /Pss:\s+(\d+) kB/), 0) / 1024;
}

function field(file: string, pattern: RegExp): number {
  try {
    return Number(pattern.exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
