import { formattedValueToString, getValueFormat } from '@grafana/data';
import type { DoraBand, DoraFigure, DoraMetric } from '@summit/contracts';
import { count, duration } from '../time/format';
import { metrics } from './metrics';

const percent = getValueFormat('percentunit');
const short = getValueFormat('short');

/** Digits that say something: 0.4 % and 12 %, 3.2 and 32, and 3 rather than 3.0. */
const digits = (value: number): number => (value >= 10 || Math.abs(value - Math.round(value)) < 0.05 ? 0 : 1);

const per = [
  { days: 1, word: 'day' },
  { days: 7, word: 'week' },
  { days: 30, word: 'month' },
  { days: 365, word: 'year' },
] as const;

/** A frequency as people say it: per day from one a day on, else per week, month or year. */
function frequency(perDay: number): string {
  const { days, word } = per.find((unit) => perDay * unit.days >= 1) ?? (perDay === 0 ? per[0] : per[3]);
  const value = perDay * days;
  return `${formattedValueToString(short(value, digits(value)))} per ${word}`;
}

/** A value in the words of its unit; a dash where there is none. */
export function formatValue(unit: DoraFigure['unit'], value: number | null): string {
  if (value === null) return '–';
  if (unit === 'ms') return duration(value);
  if (unit === 'per_day') return frequency(value);
  return formattedValueToString(percent(value, digits(value * 100)));
}

/** `n 42 changes`. */
export const madeOf = (metric: DoraMetric, n: number): string => `${count(n)} ${metrics[metric].of[n === 1 ? 0 : 1]}`;

/** The 95 % interval; empty where there are too few observations for one. */
export const interval = ({ unit, low, high }: Pick<DoraFigure, 'unit' | 'low' | 'high'>): string =>
  low === null || high === null ? '' : `${formatValue(unit, low)} to ${formatValue(unit, high)}`;

export const levelWords: Readonly<Record<DoraBand['level'], string>> = {
  elite: 'Elite',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};
