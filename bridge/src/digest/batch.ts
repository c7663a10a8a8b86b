import { CiProvider } from '@summit/contracts';
import { deleteRows, lockRows, postponeRows, releaseClaim, type InboxRow } from '../inbox/take';
import type { Blobs } from '../store/blobs';
import { rawQuery, type Database, type Tx } from '../store/database';
import { createContext, type DigestContext, type Handler, type InboxItem, type Source } from './context';

/** All CI systems have one handler: their facts join, whoever reports them. */
export type Handlers = Readonly<Record<'ci' | 'grafana' | 'graphs' | 'logs' | 'reports' | 'sentry', Handler>>;

export interface BatchOptions {
  db: Database;
  blobs: Blobs;
  now: () => Date;
  handlers: Handlers;
  /** False drops what handlers emit: nothing is configured to send it to. */
  exporting: boolean;
  /** What the server ends a transaction after that asks it for nothing; only tests wait for less than usual. */
  abandonedMs?: number;
  /** Called once the rows are read and locked: what takes long from then on is the work on them. */
  onLocked?: () => void;
}

const sourcesOf: Readonly<Record<keyof Handlers, readonly Source[]>> = {
  ci: CiProvider.options,
  grafana: ['grafana'],
  graphs: ['graph'],
  logs: ['log'],
  reports: ['report', 'owners'],
  sentry: ['sentry'],
};
const kinds = ['ci', 'grafana', 'reports', 'sentry', 'logs', 'graphs'] as const;

/**
 * Applies rows in one transaction: effects, outbox, ledger, change feed, and the end of the rows. `claimId` ends the claim with them.
 * Returns how many rows it applied; those that another worker has are skipped.
 */
export async function applyRows(
  ids: readonly string[],
  claimId: string | null,
  options: BatchOptions,
): Promise<number> {
  return options.db.transaction().execute(async (tx) => {
    const rows = await lockRows(tx, ids, options.abandonedMs);
    options.onLocked?.();
    const context = createContext({ now: options.now, blobs: options.blobs });
    for (const kind of kinds) {
      const items = rows.flatMap((row) => {
        const source = sourcesOf[kind].find((one) => one === row.source);
        return source === undefined ? [] : [itemOf(row, source)];
      });
      if (items.length === 0) continue;
      await options.handlers[kind](tx, items, context);
      countDeliveries(
        items.filter(({ id }) => !context.left.has(id)),
        context,
      );
      if (kind === 'ci' || kind === 'grafana') await touchHooks(tx, items);
    }
    await context.flush(tx, { exporting: options.exporting });
    await postponeRows(tx, context.left);
    await deleteRows(
      tx,
      rows.map((row) => row.id).filter((id) => !context.left.has(id)),
    );
    if (claimId !== null) await releaseClaim(tx, claimId);
    return rows.length;
  });
}

function itemOf(row: InboxRow, source: Source): InboxItem {
  return {
    id: row.id,
    tenant: row.tenant,
    source,
    projectId: row.project_id,
    hookId: row.hook_id,
    receivedAt: row.received_at,
    encoding: row.encoding,
    meta: row.meta,
    body: row.body,
  };
}

function countDeliveries(items: readonly InboxItem[], context: DigestContext): void {
  for (const { tenant, source } of items)
    context.count({ tenant, source, unit: 'delivery', category: '', state: 'stored', quantity: 1 });
}

/** People look at a hook's last delivery to see that it works; to the nearest ten seconds is enough, and spares most updates. */
async function touchHooks(tx: Tx, items: readonly InboxItem[]): Promise<void> {
  const latest = new Map<string, Date>();
  for (const { hookId, receivedAt } of items) {
    if (hookId !== null && receivedAt > (latest.get(hookId) ?? new Date(0))) latest.set(hookId, receivedAt);
  }
  const ids = [...latest.keys()].sort();
  await rawQuery(
    tx,
    `UPDATE hook SET last_delivery_at = seen.at
     FROM unnest($1::text[], $2::timestamptz[]) AS seen(id, at)
     WHERE hook.id = seen.id AND (last_delivery_at IS NULL OR last_delivery_at < seen.at - interval '10 seconds')`,
    [ids, ids.map((id) => latest.get(id)?.toISOString())],
  );
}
