import { rawQuery, type Database, type Tx } from '../../store/database';

/** One figure of the bridge's health. `labels` beside the tenant. */
export interface HealthSample {
  tenant: string;
  name: HealthName;
  labels: Record<string, string>;
  value: number;
}

/** Names and what they mean; the same on `/metrics` and over OTLP. */
export const HEALTH = {
  summit_ledger_items: 'What was received, by what became of it',
  summit_ledger_difference:
    'Received minus pending, stored, deduplicated, dropped and dead-lettered: anything but 0 is a loss',
  summit_dead_letters: 'Requests that could not be applied',
  summit_inbox_pending: 'Accepted requests that wait for the digest',
  summit_inbox_oldest_seconds: 'Age of the oldest accepted request that waits',
  summit_outbox_pending: 'OTLP requests that wait for the Collector',
  summit_outbox_oldest_seconds: 'Age of the oldest OTLP request that waits',
  summit_export_rejected: 'Items that the receiver of telemetry refused for good',
} as const;
export type HealthName = keyof typeof HEALTH;

/**
 * Health of each tenant, zeros included: an alert on a series that is not there never fires. Ledger and inbox are read by one statement, of
 * one snapshot, so that the difference is exact under load.
 */
export async function readHealth(db: Database | Tx): Promise<HealthSample[]> {
  const ledger = await readLedger(db);
  const queues = await readQueues(db);
  return [...ledger, ...queues];
}

interface LedgerSum {
  tenant: string;
  source: string;
  unit: string;
  category: string;
  state: string;
  reason: string;
  quantity: string;
}

async function readLedger(db: Database | Tx): Promise<HealthSample[]> {
  const rows = await rawQuery<LedgerSum>(
    db,
    `SELECT tenant, source, unit, category, state, reason, quantity FROM ledger
     UNION ALL SELECT tenant, source, 'delivery', '', 'pending', '', count(*) FROM inbox GROUP BY tenant, source
     ORDER BY 1, 2, 3, 4, 5, 6`,
    [],
  );
  const differences = new Map<string, HealthSample>();
  const items = rows.map(({ tenant, source, unit, category, state, reason, quantity }): HealthSample => {
    const key = `${tenant}/${source}/${unit}`;
    const difference = differences.get(key) ?? {
      tenant,
      name: 'summit_ledger_difference',
      labels: { source, unit },
      value: 0,
    };
    difference.value += state === 'received' ? Number(quantity) : -Number(quantity);
    differences.set(key, difference);
    return {
      tenant,
      name: 'summit_ledger_items',
      labels: { source, unit, category, state, reason },
      value: Number(quantity),
    };
  });
  return [...items, ...differences.values()];
}

interface QueueSums {
  tenant: string;
  dead_letters: string;
  inbox: string;
  inbox_age: number;
  outbox: string;
  outbox_age: number;
  rejected: string;
}

async function readQueues(db: Database | Tx): Promise<HealthSample[]> {
  const rows = await rawQuery<QueueSums>(
    db,
    `SELECT t.id AS tenant, coalesce(d.n, 0) AS dead_letters, coalesce(i.n, 0) AS inbox, coalesce(i.age, 0)::float8 AS inbox_age,
       coalesce(o.n, 0) AS outbox, coalesce(o.age, 0)::float8 AS outbox_age, coalesce(r.n, 0) AS rejected
     FROM tenant t
     LEFT JOIN (SELECT tenant, count(*) AS n FROM dead_letter GROUP BY tenant) d ON d.tenant = t.id
     LEFT JOIN (SELECT tenant, count(*) AS n, extract(epoch FROM now() - min(received_at) FILTER (WHERE not_before IS NULL OR not_before < now() + interval '1 hour')) AS age FROM inbox GROUP BY tenant) i ON i.tenant = t.id
     LEFT JOIN (SELECT tenant, count(*) AS n, extract(epoch FROM now() - min(created_at)) AS age FROM outbox GROUP BY tenant) o ON o.tenant = t.id
     LEFT JOIN (SELECT tenant, sum(quantity) AS n FROM export_rejection GROUP BY tenant) r ON r.tenant = t.id
     ORDER BY t.id`,
    [],
  );
  return rows.flatMap((row) => {
    const sample = (name: HealthName, value: number): HealthSample => ({ tenant: row.tenant, name, labels: {}, value });
    return [
      sample('summit_dead_letters', Number(row.dead_letters)),
      sample('summit_inbox_pending', Number(row.inbox)),
      sample('summit_inbox_oldest_seconds', Math.max(0, row.inbox_age)),
      sample('summit_outbox_pending', Number(row.outbox)),
      sample('summit_outbox_oldest_seconds', Math.max(0, row.outbox_age)),
      sample('summit_export_rejected', Number(row.rejected)),
    ];
  });
}
