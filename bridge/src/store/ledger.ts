import type { Tx } from './database';
import { rawQuery } from './database';

export type LedgerState = 'received' | 'stored' | 'deduplicated' | 'dropped' | 'dead_lettered';

/** What happened to `quantity` deliveries, or items within deliveries. `reason` says why something was dropped. */
export interface LedgerCount {
  tenant: string;
  source: string;
  unit: 'delivery' | 'item';
  category: string;
  state: LedgerState;
  reason?: string;
  quantity: number;
}

/** Adds up counts of the same key, in key order, so that two transactions never wait for each other in a circle. */
export function sumLedger(entries: readonly LedgerCount[]): Required<LedgerCount>[] {
  const sums = new Map<string, Required<LedgerCount>>();
  for (const entry of entries) {
    const reason = entry.reason ?? '';
    const key = [entry.tenant, entry.source, entry.unit, entry.category, entry.state, reason].join('\u0000');
    const sum = sums.get(key);
    if (sum) sum.quantity += entry.quantity;
    else sums.set(key, { ...entry, reason });
  }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

export async function addToLedger(tx: Tx, entries: readonly LedgerCount[]): Promise<void> {
  const sums = sumLedger(entries);
  if (sums.length === 0) return;
  await rawQuery(
    tx,
    `INSERT INTO ledger AS l (tenant, source, unit, category, state, reason, quantity)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
     ON CONFLICT (tenant, source, unit, category, state, reason) DO UPDATE SET quantity = l.quantity + excluded.quantity`,
    [
      sums.map((s) => s.tenant),
      sums.map((s) => s.source),
      sums.map((s) => s.unit),
      sums.map((s) => s.category),
      sums.map((s) => s.state),
      sums.map((s) => s.reason),
      sums.map((s) => s.quantity),
    ],
  );
}
