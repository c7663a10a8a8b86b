import { duration } from '../../../../shared/time/format';

/** How two durations compare, in words: `2m 10s slower`. */
export function growth(ms: number | null, otherMs: number | null): string {
  if (ms === null || otherMs === null) return 'Not to be compared in length';
  const difference = Math.round(ms - otherMs);
  if (difference === 0) return 'As long';
  return `${duration(Math.abs(difference))} ${difference > 0 ? 'slower' : 'faster'}`;
}

/** With its sign: `+1m 40s`, `−3.0s`, `±0`. */
export function signed(ms: number | null): string {
  if (ms === null) return '–';
  if (Math.round(ms) === 0) return '±0';
  return `${ms > 0 ? '+' : '−'}${duration(Math.abs(ms))}`;
}
