import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openDatabase, type Database } from '../store/database';
import { findPostmaster, shutDown } from '../store/embedded/postmaster';
import { runningServer } from '../store/embedded/server';

const root = resolve(__dirname, '../../..');
const entry = resolve(__dirname, '../../dist/main.js');
const toolEntry = resolve(__dirname, '../../dist/cli.js');

/** Those that run, by their data directory: one that a test leaves behind would keep Jest from ending. */
const running = new Map<string, { child: ChildProcess; ended: Promise<number | string> }>();

/** A bridge in a process of its own, as users run it: compiled, with its embedded PostgreSQL. */
export interface TestBridge {
  url: string;
  port: number;
  dataDirectory: string;
  process: ChildProcess;
  /** Milliseconds from the start to `ready:`. */
  startedInMs: number;
  stderr(): string;
  /** Sends a signal and resolves with the exit code, or the signal's name. */
  end(signal: NodeJS.Signals): Promise<number | string>;
}

/** Compiles what is stale; integration tests run the bridge from `dist`, worker thread and all. */
export function buildBridge(): void {
  spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'bridge'], { cwd: root });
  if (!existsSync(entry)) throw new Error('the bridge does not compile: npx tsc -b bridge');
}

/** Starts a bridge on `dataDirectory` and waits until it is ready. Throws what it said when it ends instead. */
export async function startBridge(dataDirectory: string, env: Record<string, string> = {}): Promise<TestBridge> {
  const started = Date.now();
  const child = spawn(process.execPath, ['--disable-proto=delete', entry], {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDirectory, PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const ended = new Promise<number | string>((done) => child.once('exit', (code, signal) => done(code ?? signal ?? 0)));
  running.set(dataDirectory, { child, ended });
  const url = await new Promise<string>((done, failed) => {
    child.stdout.on('data', () => {
      const ready = /^ready: (\S+)$/m.exec(output.out);
      if (ready?.[1] !== undefined) done(ready[1]);
    });
    void ended.then((code) => failed(new Error(`the bridge ended with ${code}: ${output.err}`)));
  });
  return {
    url,
    port: Number(new URL(url).port),
    dataDirectory,
    process: child,
    startedInMs: Date.now() - started,
    stderr: () => output.err,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs a command of the bridge's tools to its end, with nothing in its environment but `env`. */
export function runTool(args: string[], env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [toolEntry, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

export interface FirstCredentials {
  publicKey: string;
  projectId: string;
  token: string;
  dsn: string;
}

export async function credentialsOf(dataDirectory: string): Promise<FirstCredentials> {
  return JSON.parse(await readFile(join(dataDirectory, 'credentials.json'), 'utf8')) as FirstCredentials;
}

export function newDataDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'summit-bridge-'));
}

/**
 * For a test file that starts bridges: `const newDirectory = withBridges();` at the top. Compiles the bridge before the tests, and afterwards
 * removes each data directory that was asked for, with whatever still runs on it.
 */
export function withBridges(): () => Promise<string> {
  const directories: string[] = [];
  beforeAll(() => buildBridge(), 120_000);
  afterAll(async () => {
    for (const directory of directories) await removeDataDirectory(directory);
  }, 30_000);
  return async () => {
    const made = await newDataDirectory();
    directories.push(made);
    return made;
  };
}

/** Does something on the embedded database that a bridge keeps in `dataDirectory`. */
export async function withDatabaseOf<T>(dataDirectory: string, work: (db: Database) => Promise<T>): Promise<T> {
  const url = await runningServer(dataDirectory);
  if (url === null) throw new Error(`no database runs in ${dataDirectory}`);
  const db = openDatabase({ url, poolSize: 1, onError: () => undefined });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** Ends the bridge that was started there last, and what a killed one left behind, and removes the directory. */
export async function removeDataDirectory(directory: string): Promise<void> {
  const bridge = running.get(directory);
  running.delete(directory);
  bridge?.child.kill('SIGKILL');
  await bridge?.ended;
  const server = await findPostmaster(join(directory, 'postgres'));
  if (server) {
    await shutDown(server.pid);
    await rm(server.socketDirectory, { recursive: true, force: true });
  }
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
}
