import { spawn } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Client } from 'pg';
import type { ServerUser } from './user';

/** What `postmaster.pid` says about the server that holds, or held, the cluster. */
export interface Postmaster {
  pid: number;
  socketDirectory: string;
}

const logCeilingBytes = 16 * 1024 * 1024;

export function connectionUrl(socketDirectory: string, database: string): string {
  return `postgres://summit@localhost/${database}?host=${encodeURIComponent(socketDirectory)}`;
}

/** A server that runs on `cluster` now, started by whomever; a pid file whose process is gone or is something else is removed. */
export async function findPostmaster(cluster: string): Promise<Postmaster | null> {
  const file = join(cluster, 'postmaster.pid');
  const lines = await readFile(file, 'utf8').then(
    (text) => text.split('\n'),
    () => null,
  );
  if (!lines) return null;
  const pid = Number(lines[0]);
  const socketDirectory = (lines[4] ?? '').trim();
  if (pid > 1 && isAlive(pid) && (await isPostgres(pid))) return { pid, socketDirectory };
  await rm(file, { force: true });
  if (basename(socketDirectory).startsWith('summit-')) await rm(socketDirectory, { recursive: true, force: true });
  return null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Process ids are used again, after a reboot above all: only a process called postgres counts. A zombie has no command line. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.split('\0')[0]?.includes('postgres') ?? false;
}

export async function canConnect(socketDirectory: string): Promise<boolean> {
  const client = new Client({
    connectionString: connectionUrl(socketDirectory, 'postgres'),
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export interface LaunchOptions {
  postgres: string;
  cluster: string;
  user: ServerUser | null;
  logFile: string;
}

/**
 * The directory argument that the server is given. As root on Linux the server's user may not be able to walk the path to the cluster
 * (root's home is closed), so it is started inside it and told so.
 */
export function clusterArgument(cluster: string, user: ServerUser | null): string {
  return user && process.platform === 'linux' ? '/proc/self/cwd' : cluster;
}

/** Starts a server in a session of its own, so that Ctrl-C at the terminal reaches the bridge first. Rejects when it exits early. */
export async function launch(options: LaunchOptions, socketDirectory: string): Promise<number> {
  const log = openSync(options.logFile, sizeOf(options.logFile) > logCeilingBytes ? 'w' : 'a', 0o600);
  const child = spawn(options.postgres, ['-D', clusterArgument(options.cluster, options.user)], {
    cwd: options.cluster,
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C.UTF-8' },
    ...(options.user ? { uid: options.user.uid, gid: options.user.gid } : {}),
  });
  closeSync(log);
  child.unref();
  const failure: { message: string | null } = { message: null };
  child.once('error', (error) => (failure.message = error.message));
  child.once('exit', (code, signal) => (failure.message = `it exited with ${code ?? signal}`));
  const deadline = Date.now() + 120_000;
  while (failure.message === null && Date.now() < deadline) {
    if (child.pid !== undefined && (await canConnect(socketDirectory))) return child.pid;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  throw new Error(
    `PostgreSQL did not start: ${failure.message ?? 'no answer in two minutes'}; ${await lastLine(options.logFile)}`,
  );
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

async function lastLine(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = text.trim().split('\n');
  return lines.filter((line) => /FATAL|PANIC|error/.test(line)).at(-1) ?? lines.at(-1) ?? '';
}

/** Fast shutdown, then immediate: both are safe, the second leaves the log to be replayed at the next start. */
export async function shutDown(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let i = 0; i < 250; i++) {
      if (!isAlive(pid) || !(await isPostgres(pid))) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
