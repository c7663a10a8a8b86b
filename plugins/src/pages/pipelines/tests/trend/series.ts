import type { CoverageTrend } from '@summit/contracts';

type Item = CoverageTrend['items'][number];

/** One pipeline's runs as a line: places from 0 to 1 over the time that all lines share, and shares of covered lines. */
export interface Series {
  pipeline: string;
  points: readonly { item: Item; x: number; ratio: number }[];
}

/** A line a pipeline, for what several measure is not comparable; those with the most runs first. Runs without a line of code are left out. */
export function seriesOf(items: readonly Item[]): Series[] {
  const known = items.filter(({ lines }) => lines.total > 0);
  const times = known.map(({ run }) => Date.parse(run.at));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const byPipeline = new Map<string, Series['points'][number][]>();
  for (const item of known) {
    const x = last === first ? 0.5 : (Date.parse(item.run.at) - first) / (last - first);
    const point = { item, x, ratio: item.lines.covered / item.lines.total };
    byPipeline.set(item.run.name, [...(byPipeline.get(item.run.name) ?? []), point]);
  }
  return [...byPipeline]
    .map(([pipeline, points]) => ({ pipeline, points }))
    .sort((a, b) => b.points.length - a.points.length || a.pipeline.localeCompare(b.pipeline));
}

/** The ends of the axis: whole steps of five percent around what is shown, so that a change of a point is seen. */
export function axisOf(series: readonly Series[]): { low: number; high: number } {
  const ratios = series.flatMap(({ points }) => points.map(({ ratio }) => ratio));
  if (ratios.length === 0) return { low: 0, high: 1 };
  const low = Math.max(0, Math.floor(Math.min(...ratios) * 20 - 0.2) / 20);
  const high = Math.min(1, Math.ceil(Math.max(...ratios) * 20 + 0.2) / 20);
  return { low, high: Math.max(high, low + 0.05) };
}

/** A difference of shares in percentage points, with its sign. */
export function points(ratio: number): string {
  const value = Math.round(ratio * 1000) / 10;
  return `${value > 0 ? '+' : value < 0 ? '−' : '±'}${Math.abs(value)} point${Math.abs(value) === 1 ? '' : 's'}`;
}
