import { createHash } from 'node:crypto';
import type { Tx } from '../../store/database';
import { rawQuery } from '../../store/database';

/** One measurement. `bounds` are the histogram's upper bounds, ascending; a value equal to a bound belongs below it, as in OTLP. */
export type MetricPoint = { name: string; unit: string; attributes: Record<string, string> } & (
  { kind: 'sum' | 'updown'; add: number } | { kind: 'histogram'; value: number; bounds: readonly number[] }
);

interface Series {
  tenant: string;
  name: string;
  unit: string;
  kind: MetricPoint['kind'];
  attributes: string;
  key: Buffer;
  value: number;
  count: number;
  bounds: readonly number[] | null;
  buckets: number[] | null;
}

/** Adds up points of the same series, in key order. */
export function sumMetrics(points: readonly { tenant: string; point: MetricPoint }[]): Series[] {
  const series = new Map<string, Series>();
  for (const { tenant, point } of points) {
    const attributes = canonical(point.attributes);
    const id = `${tenant}\u0000${point.name}\u0000${attributes}`;
    let entry = series.get(id);
    if (!entry) {
      entry = newSeries(tenant, point, attributes);
      series.set(id, entry);
    }
    addPoint(entry, point);
  }
  return [...series.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function canonical(attributes: Record<string, string>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function newSeries(tenant: string, point: MetricPoint, attributes: string): Series {
  const bounds = point.kind === 'histogram' ? point.bounds : null;
  return {
    tenant,
    name: point.name,
    unit: point.unit,
    kind: point.kind,
    attributes,
    key: createHash('sha256').update(attributes).digest(),
    value: 0,
    count: 0,
    bounds,
    buckets: bounds ? new Array<number>(bounds.length + 1).fill(0) : null,
  };
}

function addPoint(series: Series, point: MetricPoint): void {
  series.count += 1;
  if (point.kind !== 'histogram') {
    series.value += point.add;
    return;
  }
  series.value += point.value;
  const found = point.bounds.findIndex((bound) => point.value <= bound);
  const index = found === -1 ? point.bounds.length : found;
  if (series.buckets) series.buckets[index] = (series.buckets[index] ?? 0) + 1;
}

export async function addMetrics(tx: Tx, points: readonly { tenant: string; point: MetricPoint }[]): Promise<void> {
  const columns = 10;
  const series = sumMetrics(points);
  if (series.length === 0) return;
  const casts = ['text', 'text', 'jsonb', 'bytea', 'text', 'text', 'float8', 'bigint', 'float8[]', 'bigint[]'];
  const rows = series.map((_, i) => `(${casts.map((cast, c) => `$${i * columns + c + 1}::${cast}`).join(', ')})`);
  await rawQuery(
    tx,
    `INSERT INTO metric_series AS m (tenant, name, attributes, key, kind, unit, value, count, bounds, buckets)
     VALUES ${rows.join(', ')}
     ON CONFLICT (tenant, name, key) DO UPDATE SET
       value = m.value + excluded.value,
       count = m.count + excluded.count,
       buckets = CASE WHEN excluded.buckets IS NULL THEN m.buckets ELSE (
         SELECT array_agg(coalesce(a, 0) + coalesce(b, 0) ORDER BY i)
         FROM unnest(m.buckets, excluded.buckets) WITH ORDINALITY AS t(a, b, i)) END,
       updated_at = now()`,
    series.flatMap((s) => [
      s.tenant,
      s.name,
      s.attributes,
      s.key,
      s.kind,
      s.unit,
      s.value,
      s.count,
      s.bounds,
      s.buckets,
    ]),
  );
}
