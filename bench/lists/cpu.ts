import { readdirSync, readFileSync } from 'node:fs';

/** Jiffies a second; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

interface Stat {
  pid: number;
  parent: number;
  ticks: number;
}

/** Process, parent, and time on the processor, children that ended included. Null when it is gone. */
function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0);
    return { pid, parent: fields[1] ?? 0, ticks };
  } catch {
    return null;
  }
}

/**
 * Milliseconds of processor time that these processes and their direct children have used. Unlike a latency it says the same on a machine
 * that is busy with other things. Null where there is no /proc.
 */
export function cpuMs(pids: readonly number[]): number | null {
  if (process.platform !== 'linux') return null;
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);
  const own = stats.filter((stat) => pids.includes(stat.pid) || pids.includes(stat.parent));
  return (own.reduce((sum, stat) => sum + stat.ticks, 0) * 1000) / TICKS_PER_SECOND;
}
