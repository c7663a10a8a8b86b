import { rawQuery, type Database, type Tx } from '../../store/database';
import { encodeMetrics } from '../encode';
import { ITEMS_PER_REQUEST, type EmitMetric, type EmitResource } from '../model';
import type { SenderLog } from '../sender';
import { HEALTH, readHealth, type HealthName, type HealthSample } from './health';
import { paceMetrics, readPaces } from './pace';
import { markExported, pointsIn, readSeries, toMetrics } from './series';

export interface ExporterOptions {
  db: Database;
  now: () => Date;
  intervalMs: number;
  version: string;
  log: SenderLog;
  /** Something was put into the outbox. */
  onExported?: () => void;
}

export interface Exporter {
  stop(): Promise<void>;
}

const SCOPE = 'summit.metrics';
const DAY_MS = 24 * 3600 * 1000;

/** Starts the export of business metrics and of the bridge's health, every `intervalMs`, by one of the bridges that share the database. */
export function startExporter(options: ExporterOptions): Exporter {
  const state = { stopping: false, running: Promise.resolve() };
  const timer = setInterval(() => {
    if (!state.stopping) state.running = state.running.then(() => once(options));
  }, options.intervalMs);
  return {
    async stop() {
      state.stopping = true;
      clearInterval(timer);
      await state.running;
    },
  };
}

async function once(options: ExporterOptions): Promise<void> {
  try {
    if (await exportMetrics(options)) options.onExported?.();
  } catch (error) {
    options.log.warn({ err: error }, 'metrics were not exported and will be with the next ones');
  }
}

/**
 * Puts one round of metrics into the outbox. The same `service.instance.id` whichever bridge does it, and start times from the
 * database: counters go on over restarts and moves.
 *
 * @returns false when another bridge does this round
 */
export async function exportMetrics(options: ExporterOptions): Promise<boolean> {
  return options.db.transaction().execute(async (tx) => {
    if (!(await isOurTurn(tx, options.intervalMs))) return false;
    const now = options.now();
    const series = await readSeries(tx, new Date(now.getTime() - DAY_MS));
    const health = await readHealth(tx);
    const paces = await readPaces(tx);
    const tenants = [...new Set([...series, ...health, ...paces].map((row) => row.tenant))].sort();
    for (const tenant of tenants) {
      const metrics = [
        ...toMetrics(
          series.filter((row) => row.tenant === tenant),
          now.getTime(),
          options.intervalMs,
        ),
        ...healthMetrics(
          health.filter((sample) => sample.tenant === tenant),
          now.getTime(),
        ),
        ...paceMetrics(
          paces.filter((pace) => pace.tenant === tenant),
          now.getTime(),
        ),
      ];
      for (const part of inParts(metrics)) await enqueue(tx, tenant, part, options.version);
    }
    await markExported(tx, series);
    return true;
  });
}

/** The lock keeps two bridges from doing it at once, the time from doing it one after the other. */
async function isOurTurn(tx: Tx, intervalMs: number): Promise<boolean> {
  const [lock] = await rawQuery<{ taken: boolean }>(
    tx,
    `SELECT pg_try_advisory_xact_lock(hashtext('summit.metrics')) AS taken`,
    [],
  );
  if (lock?.taken !== true) return false;
  const rows = await rawQuery(
    tx,
    `INSERT INTO exporter_run AS e (name, ran_at) VALUES ('metrics', now())
     ON CONFLICT (name) DO UPDATE SET ran_at = excluded.ran_at
     WHERE e.ran_at <= excluded.ran_at - $1 * interval '1 millisecond' RETURNING name`,
    // A timer that fires a little early must not lose its turn.
    [intervalMs * 0.9],
  );
  return rows.length > 0;
}

function healthMetrics(samples: readonly HealthSample[], nowMs: number): EmitMetric[] {
  const byName = new Map<HealthName, HealthSample[]>();
  for (const sample of samples) byName.set(sample.name, [...(byName.get(sample.name) ?? []), sample]);
  return [...byName].map(([name, group]) => ({
    name,
    unit: '',
    description: HEALTH[name],
    kind: 'gauge',
    points: group.map((sample) => ({ startMs: 0, timeMs: nowMs, attributes: sample.labels, value: sample.value })),
  }));
}

function inParts(metrics: readonly EmitMetric[]): EmitMetric[][] {
  const parts: EmitMetric[][] = [];
  let part: EmitMetric[] = [];
  for (const metric of metrics) {
    for (const piece of pieces(metric)) {
      if (part.length > 0 && pointsIn(part) + piece.points.length > ITEMS_PER_REQUEST) {
        parts.push(part);
        part = [];
      }
      part.push(piece);
    }
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

/** A metric with more points than a request may have, as several with fewer. */
function pieces(metric: EmitMetric): EmitMetric[] {
  if (metric.points.length <= ITEMS_PER_REQUEST) return [metric];
  const starts = Array.from(
    { length: Math.ceil(metric.points.length / ITEMS_PER_REQUEST) },
    (_, i) => i * ITEMS_PER_REQUEST,
  );
  return starts.map((start): EmitMetric => {
    if (metric.kind === 'histogram')
      return { ...metric, points: metric.points.slice(start, start + ITEMS_PER_REQUEST) };
    return { ...metric, points: metric.points.slice(start, start + ITEMS_PER_REQUEST) };
  });
}

async function enqueue(tx: Tx, tenant: string, metrics: EmitMetric[], version: string): Promise<void> {
  const resource: EmitResource = {
    tenant,
    attributes: { 'service.name': 'summit-bridge', 'service.version': version, 'service.instance.id': 'summit' },
  };
  await rawQuery(tx, `INSERT INTO outbox (tenant, signal, items, payload) VALUES ($1, 'metrics', $2, $3)`, [
    tenant,
    pointsIn(metrics),
    Buffer.from(encodeMetrics(resource, SCOPE, metrics)),
  ]);
}
