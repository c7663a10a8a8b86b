import { readFileSync } from 'node:fs';

/**
 * What a command took. Node tells a process only what it took itself, so on Linux this is read from /proc; elsewhere it is not told.
 */
export interface ProcessorTime {
  userMs: number;
  systemMs: number;
}

/** Linux counts in hundredths of a second there, whatever its clock (USER_HZ). */
const TICK_MS = 10;

/** Of all children that have ended, and of theirs that they waited for. */
export function processorTimeOfChildren(): ProcessorTime | undefined {
  const stat = readText('/proc/self/stat');
  if (stat === undefined) return undefined;
  // The name of the program is in brackets and may hold anything; cutime and cstime are the 16th and 17th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [userMs, systemMs] = [Number(fields[13]) * TICK_MS, Number(fields[14]) * TICK_MS];
  return Number.isFinite(userMs) && Number.isFinite(systemMs) ? { userMs, systemMs } : undefined;
}

const EVERY_MS = 200;
const MAX_PROCESSES = 500;

/**
 * Looks at the command and its descendants from time to time. The kernel keeps each process's own peak, so only what grows after the last look, or
 * lives between two, is missed.
 */
export function watchMemory(pid: number): { stop(): number | undefined } {
  let maxBytes: number | undefined;
  const look = (): void => {
    const open = [pid];
    for (let seen = 0; open.length > 0 && seen < MAX_PROCESSES; seen++) {
      const next = open.pop() ?? 0;
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readText(`/proc/${next}/status`) ?? '')?.[1];
      if (peak !== undefined) maxBytes = Math.max(maxBytes ?? 0, Number(peak) * 1024);
      const children = readText(`/proc/${next}/task/${next}/children`)?.trim() ?? '';
      if (children !== '') open.push(...children.split(' ').map(Number));
    }
  };
  if (process.platform !== 'linux') return { stop: () => undefined };
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return maxBytes;
    },
  };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
