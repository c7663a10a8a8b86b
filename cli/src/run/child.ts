import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Environment } from '../ci/model';
import { processorTimeOfChildren, type ProcessorTime, watchMemory } from './usage';

export interface Ended {
  wallMs: number;
  code: number | null;
  signal: { name: string; number: number } | null;
  /** Why it could not be started. */
  notStarted?: string | undefined;
  processor?: ProcessorTime | undefined;
  /** The largest process that was seen. */
  maxRssBytes?: number | undefined;
}

const PASSED_ON = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;

/** Runs a command with this process's own terminal until it ends. What this process is told, the command is told. */
export function runChild([program = '', ...args]: readonly string[], env: Environment): Promise<Ended> {
  const started = performance.now();
  const before = processorTimeOfChildren();
  return new Promise((resolve) => {
    const notStarted = (why: string): void => {
      resolve({ code: null, signal: null, notStarted: why, wallMs: performance.now() - started });
    };
    let child: ChildProcess;
    try {
      child = spawn(program, args, { stdio: 'inherit', env });
    } catch (error) {
      // Some refusals of the system (E2BIG, ENOTDIR) and of Node itself (no name) are thrown, others are told by the event.
      notStarted(error instanceof Error ? error.message : String(error));
      return;
    }
    const memory = child.pid === undefined ? undefined : watchMemory(child.pid);
    const passOn = (signal: NodeJS.Signals): void => {
      // A terminal sends Ctrl-C to both; passed on as well it would arrive twice, which many programs take for "at once".
      if (signal !== 'SIGINT' || !hasTerminal()) child.kill(signal);
    };
    for (const signal of PASSED_ON) process.on(signal, passOn);
    const end = (ended: Pick<Ended, 'code' | 'signal' | 'notStarted'>): void => {
      for (const signal of PASSED_ON) process.off(signal, passOn);
      const maxRssBytes = memory?.stop();
      const processor = minus(processorTimeOfChildren(), before);
      resolve({ ...ended, wallMs: performance.now() - started, processor, maxRssBytes });
    };
    child.once('error', (error) => {
      if (child.pid === undefined) end({ code: null, signal: null, notStarted: error.message });
    });
    child.once('exit', (code, name) => {
      end({ code, signal: name && { name, number: constants.signals[name] } });
    });
  });
}

const hasTerminal = (): boolean => [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);

const minus = (after: ProcessorTime | undefined, before: ProcessorTime | undefined): ProcessorTime | undefined =>
  after && before && { userMs: after.userMs - before.userMs, systemMs: after.systemMs - before.systemMs };
