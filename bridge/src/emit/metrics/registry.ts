import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { answersInTime } from '../../store/answersInTime';
import type { Database } from '../../store/database';
import { HEALTH, readHealth, type HealthName } from './health';

/** What the main thread measures of itself: the answer's status and how long it took, by door. */
export interface MainMetrics {
  /** The text of `/metrics`: this thread's, the worker's as it last said, and the health read from the database. */
  text(): Promise<{ contentType: string; text: string }>;
  /** A request that was answered. `route` is one of a fixed set, never a path. */
  answered(route: string, status: number, seconds: number): void;
  /** A stored row that breaks its contract and is left out of lists; told once for each. */
  unreadableRow: (kind: string) => void;
  /** The worker's own text, posted by it every few seconds. */
  workerText(text: string): void;
}

/** What the worker measures. */
export interface WorkerMetrics {
  text(): Promise<string>;
  digested(rows: number, seconds: number, outcome: 'applied' | 'failed'): void;
  sent(signal: string, items: number, outcome: string, seconds: number): void;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Scrapers may come in crowds; the database is asked once for all of them. */
const HEALTH_EVERY_MS = 5_000;
const HEALTH_WAIT_MS = 2_000;

/** The registry of the main thread. Health is summed over tenants: `/metrics` is public, and who the tenants are is nobody's business. */
export function createMainMetrics(options: {
  db: Database;
  now: () => number;
  onError: (error: unknown) => void;
}): MainMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const state = { worker: '', healthAt: -Infinity, reading: null as Promise<void> | null };
  const requests = new Histogram({
    name: 'summit_http_request_duration_seconds',
    help: 'Time from the request to its answer',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
  const unreadable = new Counter({
    name: 'summit_unreadable_rows_total',
    help: 'Stored rows that break their contract and are left out of lists, each counted once',
    labelNames: ['kind'],
    registers: [registry],
  });
  const up = new Gauge({
    name: 'summit_database_up',
    help: '1 when the database answered the last reading',
    registers: [registry],
  });
  const gauges = healthGauges(registry);

  const refresh = async (): Promise<void> => {
    try {
      const sums = new Map<string, { name: HealthName; labels: Record<string, string>; value: number }>();
      for (const { name, labels, value } of await readHealth(options.db)) {
        const key = name + JSON.stringify(labels);
        const sum = sums.get(key);
        if (sum === undefined) sums.set(key, { name, labels, value });
        else sum.value = name.endsWith('_oldest_seconds') ? Math.max(sum.value, value) : sum.value + value;
      }
      for (const gauge of gauges.values()) gauge.reset();
      for (const { name, labels, value } of sums.values()) gauges.get(name)?.set(labels, value);
      up.set(1);
    } catch (error) {
      options.onError(error);
      up.set(0);
    }
  };

  // The scrape is what tells of a database that is frozen: it must not freeze with it.
  const answered = answersInTime(() => state.reading ?? Promise.resolve(), HEALTH_WAIT_MS);

  return {
    async text() {
      if (options.now() - state.healthAt >= HEALTH_EVERY_MS) {
        state.healthAt = options.now();
        state.reading = refresh();
      }
      if (!(await answered())) up.set(0);
      return { contentType: registry.contentType, text: `${await registry.metrics()}\n${state.worker}` };
    },
    answered: (route, status, seconds) => requests.observe({ route, status: String(status) }, seconds),
    unreadableRow: (kind) => unreadable.inc({ kind }),
    workerText: (text) => void (state.worker = text),
  };
}

const LABELS: Partial<Record<HealthName, string[]>> = {
  summit_ledger_items: ['source', 'unit', 'category', 'state', 'reason'],
  summit_ledger_difference: ['source', 'unit'],
};

function healthGauges(registry: Registry): Map<HealthName, Gauge> {
  const gauges = new Map<HealthName, Gauge>();
  for (const name of HEALTH_NAMES)
    gauges.set(name, new Gauge({ name, help: HEALTH[name], labelNames: LABELS[name] ?? [], registers: [registry] }));
  return gauges;
}

const HEALTH_NAMES: readonly HealthName[] = [
  'summit_ledger_items',
  'summit_ledger_difference',
  'summit_dead_letters',
  'summit_inbox_pending',
  'summit_inbox_oldest_seconds',
  'summit_outbox_pending',
  'summit_outbox_oldest_seconds',
  'summit_export_rejected',
];

/** The registry of the worker thread. Its names differ from the main thread's, so that both texts together are one. */
export function createWorkerMetrics(): WorkerMetrics {
  const registry = new Registry();
  const registers = [registry];
  const rows = new Counter({
    name: 'summit_digest_rows_total',
    help: 'Accepted requests worked on',
    labelNames: ['outcome'],
    registers,
  });
  const batches = new Histogram({
    name: 'summit_digest_batch_duration_seconds',
    help: 'Time of one digest transaction',
    buckets: SECONDS,
    registers,
  });
  const items = new Counter({
    name: 'summit_otlp_items_total',
    help: 'Items of OTLP requests, by outcome',
    labelNames: ['signal', 'outcome'],
    registers,
  });
  const requests = new Histogram({
    name: 'summit_otlp_request_duration_seconds',
    help: 'Time of OTLP requests',
    labelNames: ['signal', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const heap: Gauge = new Gauge({
    name: 'summit_worker_heap_bytes',
    help: 'Heap of the digest worker',
    registers,
    collect: () => void heap.set(process.memoryUsage().heapUsed),
  });
  return {
    text: () => registry.metrics(),
    digested(count, seconds, outcome) {
      rows.inc({ outcome }, count);
      batches.observe(seconds);
    },
    sent(signal, count, outcome, seconds) {
      items.inc({ signal, outcome }, count);
      requests.observe({ signal, outcome }, seconds);
    },
  };
}
