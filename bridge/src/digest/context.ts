import type { CiProvider } from '@summit/contracts';
import type { Blobs } from '../store/blobs';
import type { Tx } from '../store/database';
import { addToLedger, type LedgerCount } from '../store/ledger';
import { addChanges, type ChangeKind } from './flush/changes';
import { addMetrics, type MetricPoint } from './flush/metrics';
import { addToOutbox, type OutboxEntry } from './flush/outbox';

export type { MetricPoint } from './flush/metrics';

/** Which kind of door a request came through. */
export type Source = 'sentry' | 'grafana' | 'report' | 'owners' | 'log' | 'graph' | CiProvider;

/** One accepted request, its body still encoded as it came. */
export interface InboxItem {
  id: string;
  tenant: string;
  source: Source;
  projectId: string | null;
  hookId: string | null;
  receivedAt: Date;
  /** '' | gzip | deflate | br | zstd */
  encoding: string;
  /**
   * What the body does not say. sentry: `format` ('sentry-envelope' or 'sentry-event') and `eventId`, the id that was answered (made at the
   * door when there was none). CI systems: `event` in the provider's own words, and `delivery`, its id. grafana: nothing. report: `run`, its id, and what the sender said of the report: `name`, `format` and `job`, '' where nothing. log:
   * `run`, `job`, `part` (from 1), whether it is the `final` one, and `history` of a job that ended before the windows of Loki begin. owners: `repository`, the `path` of the file and its `syntax`, '' where nothing.
   */
  meta: Record<string, unknown>;
  /** sentry: as it was received. Others: JSON (a form's payload is taken out at the door). */
  body: Buffer;
}

/** What a handler may do beside its own statements. All of it is buffered and written by `flush` in the handler's transaction. */
export interface DigestContext {
  now(): Date;
  blobs: Blobs;
  /** For items (unit 'item'): what each delivery contained. Deliveries themselves are counted by the loop. */
  count(entry: LedgerCount): void;
  /** One encoded OTLP request of at most 512 items. */
  emit(entry: OutboxEntry): void;
  /** Tells whoever follows the change feed; repeated calls for one entity are one change. */
  changed(tenant: string, kind: ChangeKind, entityId: string): void;
  addMetric(tenant: string, point: MetricPoint): void;
  /** Leaves an item in the inbox, due again at `until`: what it needs is not there yet, or the transaction is large enough. It is no failed try. */
  later(item: InboxItem, until: Date): void;
}

/**
 * Applies all effects of a batch of one source, idempotent: a batch may come again after a crash. An item that can never be applied
 * throws BadInput; any other error is taken for a passing one and retried row by row.
 */
export type Handler = (tx: Tx, items: readonly InboxItem[], context: DigestContext) => Promise<void>;

/** The input itself is wrong and will stay so: it goes to the dead letters at once, with this message as the reason. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

export interface BufferedContext extends DigestContext {
  /** When items that were left in the inbox are due again, by their id. */
  readonly left: ReadonlyMap<string, Date>;
  /** Writes everything buffered, in an order that is the same in every transaction. */
  flush(tx: Tx, options?: { exporting: boolean }): Promise<void>;
}

export function createContext(options: { now: () => Date; blobs: Blobs }): BufferedContext {
  const counts: LedgerCount[] = [];
  const outbox: OutboxEntry[] = [];
  const changes = new Map<string, { tenant: string; kind: ChangeKind; entityId: string }>();
  const metrics: { tenant: string; point: MetricPoint }[] = [];
  const left = new Map<string, Date>();
  return {
    now: options.now,
    blobs: options.blobs,
    count: (entry) => void counts.push(entry),
    emit: (entry) => void outbox.push(entry),
    changed: (tenant, kind, entityId) =>
      void changes.set(`${tenant}\u0000${kind}\u0000${entityId}`, { tenant, kind, entityId }),
    addMetric: (tenant, point) => void metrics.push({ tenant, point }),
    later: (item, until) => void left.set(item.id, until),
    left,
    async flush(tx, { exporting } = { exporting: true }) {
      await addMetrics(tx, metrics);
      if (exporting) await addToOutbox(tx, outbox);
      await addChanges(tx, [...changes.values()]);
      await addToLedger(tx, counts);
    },
  };
}
