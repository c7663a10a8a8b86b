import type { DoraFigure, DoraMetric } from '@summit/contracts';
import { delta } from '../time/format';
import { formatValue } from './format';
import { metrics } from './metrics';

export interface Trend {
  /** `−12%`, or `+3 points` between rates. */
  change: string;
  direction: 'up' | 'down' | 'same';
  /** Whether that way is the good one; null where nothing moved. */
  good: boolean | null;
  /** What it is compared with. */
  before: string;
}

/** Rates are compared in percentage points: from 1 % to 2 % is no doubling to be proud or afraid of. */
function changeOf(unit: DoraFigure['unit'], value: number, before: number): string {
  if (unit !== 'ratio') return delta(value, before);
  const points = Math.round((value - before) * 100);
  return `${points > 0 ? '+' : points < 0 ? '−' : '±'}${Math.abs(points)} ${Math.abs(points) === 1 ? 'point' : 'points'}`;
}

/** How a figure compares with the period of equal length before; null where either has nothing to compare. */
export function trendOf(metric: DoraMetric, { value, unit, previous }: DoraFigure): Trend | null {
  if (value === null || previous.value === null) return null;
  const change = changeOf(unit, value, previous.value);
  // From no deployment at all nothing grows by a percentage.
  if (change === '') return null;
  const same = change.startsWith('±');
  const up = value > previous.value;
  return {
    change,
    direction: same ? 'same' : up ? 'up' : 'down',
    good: same ? null : up === (metrics[metric].better === 'higher'),
    before: formatValue(unit, previous.value),
  };
}
