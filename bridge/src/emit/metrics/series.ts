import { z } from 'zod';
import { rawQuery, type Database, type Tx } from '../../store/database';
import type { EmitMetric, EmitNumberPoint, EmitHistogramPoint } from '../model';

/** A row of metric_series. */
export interface SeriesRow {
  tenant: string;
  name: string;
  /** SHA-256 of the canonical attributes. */
  key: Buffer;
  attributes: unknown;
  kind: string;
  unit: string;
  start_time: Date;
  exported_at: Date | null;
  value: number;
  count: string;
  bounds: number[] | null;
  buckets: string[] | null;
}

const Attributes = z.record(z.string(), z.string());

/** Series that moved lately, in an order that keeps points of one metric together. Those that rest longer than a day are as good as gone. */
export function readSeries(tx: Tx | Database, quietBefore: Date): Promise<SeriesRow[]> {
  return rawQuery<SeriesRow>(
    tx,
    `SELECT tenant, name, key, attributes, kind, unit, start_time, exported_at, value, count, bounds, buckets
     FROM metric_series WHERE updated_at > $1 ORDER BY tenant, name, unit, kind, key`,
    [quietBefore.toISOString()],
  );
}

/**
 * Remembers that these series got their zero. Only the rows that were read, for others may have come since; locked in the order in which the
 * digest locks them.
 */
export async function markExported(tx: Tx, rows: readonly SeriesRow[]): Promise<void> {
  const fresh = rows
    .filter((row) => row.exported_at === null)
    .map((row) => ({ row, order: lockOrder(row) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ row }) => row);
  if (fresh.length === 0) return;
  await rawQuery(
    tx,
    `WITH locked AS MATERIALIZED (
       SELECT m.tenant, m.name, m.key
       FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS k(tenant, name, key, n)
       JOIN metric_series m ON m.tenant = k.tenant AND m.name = k.name AND m.key = decode(k.key, 'hex')
       ORDER BY k.n FOR NO KEY UPDATE OF m
     )
     UPDATE metric_series m SET exported_at = now() FROM locked l WHERE (m.tenant, m.name, m.key) = (l.tenant, l.name, l.key)`,
    [fresh.map((row) => row.tenant), fresh.map((row) => row.name), fresh.map((row) => row.key.toString('hex'))],
  );
}

function lockOrder(row: SeriesRow): string {
  const attributes = Object.entries(Attributes.parse(row.attributes)).sort(([a], [b]) => (a < b ? -1 : 1));
  return [row.tenant, row.name, JSON.stringify(Object.fromEntries(attributes))].join('\u0000');
}

/**
 * Rows of one tenant as cumulative metrics. A series that was never exported gets a zero before its first value: without one, `increase()`
 * would miss the value that it began with. The zero is as old as the series, but not older than one interval.
 */
export function toMetrics(rows: readonly SeriesRow[], nowMs: number, intervalMs: number): EmitMetric[] {
  const groups = new Map<string, SeriesRow[]>();
  for (const row of rows) {
    const key = `${row.name}/${row.unit}/${row.kind}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].map((group) => metricOf(group, nowMs, intervalMs));
}

/** Points in a metric: what the ledger and the outbox count. */
export function pointsIn(metrics: readonly EmitMetric[]): number {
  return metrics.reduce((sum, metric) => sum + metric.points.length, 0);
}

function metricOf(rows: readonly SeriesRow[], nowMs: number, intervalMs: number): EmitMetric {
  const [first] = rows;
  const { name, unit, kind } = first ?? { name: '', unit: '', kind: 'sum' };
  if (kind === 'histogram')
    return { name, unit, kind: 'histogram', points: rows.flatMap((row) => histogramPoints(row, nowMs, intervalMs)) };
  return {
    name,
    unit,
    kind: 'sum',
    monotonic: kind === 'sum',
    points: rows.flatMap((row) => numberPoints(row, nowMs, intervalMs)),
  };
}

interface Times {
  startMs: number;
  zeroMs: number | null;
}

function timesOf(row: SeriesRow, nowMs: number, intervalMs: number): Times {
  const startMs = Math.min(row.start_time.getTime(), nowMs - 1);
  if (row.exported_at !== null) return { startMs, zeroMs: null };
  // A counter's zero stands a moment after its start: a point of no duration says nothing.
  return { startMs, zeroMs: Math.min(nowMs - 1, Math.max(startMs + 1, nowMs - intervalMs)) };
}

function numberPoints(row: SeriesRow, nowMs: number, intervalMs: number): EmitNumberPoint[] {
  const { startMs, zeroMs } = timesOf(row, nowMs, intervalMs);
  const attributes = Attributes.parse(row.attributes);
  const point = { startMs, timeMs: nowMs, attributes, value: row.value };
  return zeroMs === null ? [point] : [{ ...point, timeMs: zeroMs, value: 0 }, point];
}

function histogramPoints(row: SeriesRow, nowMs: number, intervalMs: number): EmitHistogramPoint[] {
  const { startMs, zeroMs } = timesOf(row, nowMs, intervalMs);
  const counts = (row.buckets ?? []).map(Number);
  const point = {
    startMs,
    timeMs: nowMs,
    attributes: Attributes.parse(row.attributes),
    count: Number(row.count),
    sum: row.value,
    bounds: row.bounds ?? [],
    counts,
  };
  return zeroMs === null
    ? [point]
    : [{ ...point, timeMs: zeroMs, count: 0, sum: 0, counts: counts.map(() => 0) }, point];
}
