import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** What it takes to run one server. */
export interface ServiceSpec {
  name: string;
  program: string;
  args: string[];
  env: Record<string, string>;
  dataDir: string;
  logFile: string;
  readyUrl: string;
  readyTimeoutMs: number;
}

export interface RunningService {
  name: string;
  pid: number;
  /** Settles when the process has ended, by itself or not. */
  ended: Promise<number | null>;
  /** Asks it to stop and waits; kills it when it has not ended after the grace. */
  stop: (options?: { graceMs?: number; kill?: boolean }) => Promise<void>;
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function lastLines(file: string, count: number): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

function launch(spec: ServiceSpec): ChildProcess {
  const log = createWriteStream(spec.logFile, { flags: 'a' });
  const child = spawn(spec.program, spec.args, {
    cwd: spec.dataDir,
    // Only what the configuration files ask for: a stray OTEL_* or HTTP_PORT of the caller must not change a server.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC', ...spec.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A Ctrl-C at the terminal reaches this program alone, which then stops the servers in order.
    detached: true,
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.once('close', () => log.end());
  return child;
}

/**
 * Starts a server and waits until it answers.
 * @throws Error with the last lines of its log when it ends or stays silent
 */
export async function startService(spec: ServiceSpec, signal?: AbortSignal): Promise<RunningService> {
  signal?.throwIfAborted();
  await mkdir(spec.dataDir, { recursive: true });
  const child = launch(spec);
  let exited = false;
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  }).then((code) => {
    exited = true;
    return code;
  });

  const stop: RunningService['stop'] = async ({ graceMs = 10_000, kill = false } = {}) => {
    if (exited) return;
    child.kill(kill ? 'SIGKILL' : 'SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await ended;
    clearTimeout(timer);
  };

  const deadline = Date.now() + spec.readyTimeoutMs;
  while (!(await isReady(spec.readyUrl))) {
    if (signal?.aborted || exited || Date.now() > deadline) {
      await stop({ graceMs: 1000 });
      signal?.throwIfAborted();
      const what =
        Date.now() > deadline
          ? `did not answer at ${spec.readyUrl} in ${spec.readyTimeoutMs / 1000} s`
          : 'ended at its start';
      throw new Error(`${spec.name} ${what}; the end of ${spec.logFile}:\n${await lastLines(spec.logFile, 15)}`);
    }
    await sleep(150);
  }
  return { name: spec.name, pid: child.pid ?? 0, ended, stop };
}
