import { dateTime, dateTimeFormat, dateTimeFormatTimeAgo } from '@grafana/data';

const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
];

/** A duration with its two largest units, e.g. `12m 40s`; below ten seconds with a tenth, below a second in milliseconds. */
export function duration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return '–';
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)}s`;
  const rounded = Math.round(ms / 1000) * 1000;
  const first = units.findIndex(([, size]) => rounded >= size);
  return units
    .slice(first, first + 2)
    .map(
      ([name, size], index) =>
        `${Math.floor((index === 0 ? rounded : rounded % (units[first]?.[1] ?? 1)) / size)}${name}`,
    )
    .filter((part, index) => index === 0 || !part.startsWith('0'))
    .join(' ');
}

/** How a value compares with what is usual, with its sign: `+38%`. Empty where there is nothing to compare with. */
export function delta(value: number | null, usual: number | null): string {
  if (value === null || usual === null || usual <= 0) return '';
  const percent = Math.round((value / usual - 1) * 100);
  return `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)}%`;
}

export const ago = (time: string): string => dateTimeFormatTimeAgo(time);
export const absolute = (time: string): string => dateTimeFormat(dateTime(time), { format: 'YYYY-MM-DD HH:mm:ss z' });
export const count = (value: number): string => value.toLocaleString();
