import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { prepareBinaries } from './binaries';
import { clusterUser, ensureCluster } from './cluster';
import { canConnect, connectionUrl, findPostmaster, isAlive, launch, shutDown, type LaunchOptions } from './postmaster';
import { serverSettings, settingsFile } from './settings';
import type { ServerUser } from './user';

export interface EmbeddedOptions {
  dataDirectory: string;
  /** False only for throw-away data: tests that do not test durability. */
  durable?: boolean;
  /** Start the server again when it dies by itself; on by default. */
  supervised?: boolean;
  /** Told when the server died by itself and was started again, or why it could not be. */
  onRestart?: (outcome: Error | null) => void;
}

export interface EmbeddedPostgres {
  url: string;
  pid(): number;
  /** True when a server left behind by a killed bridge was taken over. */
  adopted: boolean;
  stop(): Promise<void>;
}

/**
 * Runs a real PostgreSQL for this bridge alone, on a unix socket only. The caller holds the lock of the data directory; a server found
 * running is therefore an orphan: it is adopted when it runs with our settings, else stopped and started again.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const directory = resolve(options.dataDirectory);
  await mkdir(directory, { recursive: true });
  const cluster = join(directory, 'postgres');
  const user = await clusterUser(cluster);
  if (user) await chmod(directory, 0o711);
  const binaries = await prepareBinaries(user, user ? '/var/cache/summit' : directory);
  await ensureCluster(cluster, binaries.initdb, user);
  const launchOptions = { postgres: binaries.postgres, cluster, user, logFile: join(directory, 'postgres.log') };
  const durable = options.durable ?? true;

  const orphan = await adopt(cluster, durable);
  const socketDirectory = orphan?.socketDirectory ?? (await newSocketDirectory(user));
  if (!orphan) await writeSettings(cluster, settingsText(socketDirectory, durable), user);
  const state = { pid: orphan?.pid ?? (await launchPatiently(launchOptions, socketDirectory)), stopping: false };
  await prepareDatabase(socketDirectory, orphan !== null);
  const restart = () => launchPatiently(launchOptions, socketDirectory);
  const supervisor = (options.supervised ?? true) ? supervise(state, restart, options.onRestart) : undefined;

  return {
    url: connectionUrl(socketDirectory, 'summit'),
    pid: () => state.pid,
    adopted: orphan !== null,
    async stop() {
      state.stopping = true;
      clearInterval(supervisor);
      await shutDown(state.pid);
      await rm(socketDirectory, { recursive: true, force: true });
    },
  };
}

/** The address of the server that runs in `dataDirectory` now, for tools beside a living bridge; null when none does. */
export async function runningServer(dataDirectory: string): Promise<string | null> {
  const found = await findPostmaster(join(resolve(dataDirectory), 'postgres'));
  return found && (await canConnect(found.socketDirectory)) ? connectionUrl(found.socketDirectory, 'summit') : null;
}

async function adopt(cluster: string, durable: boolean): Promise<{ pid: number; socketDirectory: string } | null> {
  const found = await findPostmaster(cluster);
  if (!found) return null;
  const current = await readFile(join(cluster, 'postgresql.conf'), 'utf8').catch(() => '');
  const same = current === settingsText(found.socketDirectory, durable);
  if (same && (await canConnect(found.socketDirectory))) return found;
  await shutDown(found.pid);
  return null;
}

function settingsText(socketDirectory: string, durable: boolean): string {
  return settingsFile(serverSettings({ socketDirectory, durable }));
}

async function writeSettings(cluster: string, text: string, user: ServerUser | null): Promise<void> {
  const file = join(cluster, 'postgresql.conf');
  await writeFile(file, text, { mode: 0o600 });
  if (user) await chown(file, user.uid, user.gid);
}

/** Socket paths over 107 bytes fail, so the socket is never put below the data directory. Only the server's user and root can enter. */
async function newSocketDirectory(user: ServerUser | null): Promise<string> {
  const base = tmpdir().length > 60 ? '/tmp' : tmpdir();
  const directory = await mkdtemp(join(base, 'summit-'));
  if (user) await chown(directory, user.uid, user.gid);
  return directory;
}

/** Backends of a killed server hold its shared memory for a moment, until they notice; the next server must wait for them. */
async function launchPatiently(options: LaunchOptions, socketDirectory: string): Promise<number> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await launch(options, socketDirectory);
    } catch (error) {
      const passing = error instanceof Error && /shared memory block|lock file/.test(error.message);
      if (!passing || Date.now() > deadline) throw error;
      await new Promise((wake) => setTimeout(wake, 100));
    }
  }
}

async function prepareDatabase(socketDirectory: string, adopted: boolean): Promise<void> {
  const client = new Client({ connectionString: connectionUrl(socketDirectory, 'postgres') });
  await client.connect();
  try {
    // What the killed bridge was doing must end before its rows are taken again.
    if (adopted) {
      await client.query(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`);
    }
    const found = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'summit'`);
    if (found.rowCount === 0) await client.query('CREATE DATABASE summit');
  } finally {
    await client.end();
  }
}

/** A server that dies under a living bridge is started again; requests meanwhile are answered 503. */
function supervise(
  state: { pid: number; stopping: boolean },
  start: () => Promise<number>,
  onRestart: EmbeddedOptions['onRestart'],
): NodeJS.Timeout {
  const restarting = { now: false };
  const check = async () => {
    if (state.stopping || restarting.now || isAlive(state.pid)) return;
    restarting.now = true;
    try {
      const pid = await start();
      state.pid = pid;
      if (state.stopping) await shutDown(pid);
      onRestart?.(null);
    } catch (error) {
      onRestart?.(error instanceof Error ? error : new Error(String(error)));
    } finally {
      restarting.now = false;
    }
  };
  const timer = setInterval(() => void check(), 250);
  timer.unref();
  return timer;
}
