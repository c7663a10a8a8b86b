import type { Ended } from './child';

/** `exit 0 after 12.3 s, processor 10.1 s user and 1.2 s system, memory at least 231 MB`. */
export function summaryOf({ wallMs, code, signal, processor, maxRssBytes }: Ended): string {
  return [
    `${signal === null ? `exit ${code}` : `ended by ${signal.name}`} after ${seconds(wallMs)}`,
    processor && `processor ${seconds(processor.userMs)} user and ${seconds(processor.systemMs)} system`,
    maxRssBytes !== undefined && `largest process at least ${Math.round(maxRssBytes / 1e6)} MB`,
  ]
    .filter(Boolean)
    .join(', ');
}

const MINUTE_MS = 60_000;

function seconds(ms: number): string {
  if (ms < MINUTE_MS) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return `${Math.floor(ms / MINUTE_MS)} min ${Math.round((ms % MINUTE_MS) / 1000)} s`;
}
