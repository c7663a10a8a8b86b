import type { CiProvider } from '@summit/contracts';
import type { Pool } from 'pg';
import { byteaArray } from '../store/binary';
import { rawQuery, type Tx } from '../store/database';

/** A request to be kept. `deliveryKeys` name a delivery at its hook; one that has any of them already is a repeat. */
export interface NewInboxItem {
  tenant: string;
  source: 'sentry' | 'grafana' | 'report' | 'owners' | 'log' | 'graph' | CiProvider;
  projectId: string | null;
  hookId: string | null;
  encoding: string;
  meta: Record<string, unknown>;
  body: Buffer;
  deliveryKeys?: readonly Buffer[];
}

/** A request that is answered and counted, but not kept. */
export interface CountedItem {
  tenant: string;
  source: 'sentry' | 'grafana' | 'report' | 'owners' | 'log' | 'graph' | CiProvider;
  state: 'dropped' | 'deduplicated';
  reason?: string;
}

interface Count {
  tenant: string;
  source: string;
  state: 'received' | 'deduplicated' | 'dropped';
  reason: string;
  quantity: number;
}

const ledgerColumns = `INSERT INTO ledger AS l (tenant, source, unit, category, state, reason, quantity)`;
const ledgerConflict = `ON CONFLICT (tenant, source, unit, category, state, reason) DO UPDATE SET quantity = l.quantity + excluded.quantity`;
const inboxColumns = `INSERT INTO inbox (tenant, source, project_id, hook_id, encoding, meta, body)`;
const inboxArrays = `unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::jsonb[], $7::bytea[])`;

/** One statement is one transaction: rows and what the ledger says of them are there together or not at all. */
const appendPlain = `WITH kept AS (
  ${inboxColumns} SELECT * FROM ${inboxArrays}
), counted AS (
  ${ledgerColumns}
  SELECT tenant, source, 'delivery', '', state, reason, quantity
  FROM unnest($8::text[], $9::text[], $10::text[], $11::text[], $12::bigint[]) AS c(tenant, source, state, reason, quantity)
  ORDER BY 1, 2, 5, 6
  ${ledgerConflict}
) SELECT 1`;

/**
 * A delivery is new when all of its keys were inserted by it. Keys are inserted in order, so that bridges that get the same deliveries
 * in another order wait for each other instead of deadlocking.
 */
const appendDeliveries = `WITH fresh AS (
  INSERT INTO delivery (hook_id, key)
  SELECT DISTINCT hook_id, key FROM unnest($8::text[], $9::bytea[]) AS k(hook_id, key) ORDER BY 1, 2
  ON CONFLICT DO NOTHING RETURNING hook_id, key
), new AS (
  SELECT n FROM unnest($8::text[], $9::bytea[], $10::int[]) AS k(hook_id, key, n)
  LEFT JOIN fresh USING (hook_id, key)
  GROUP BY n HAVING count(*) = count(fresh.key)
), kept AS (
  ${inboxColumns}
  SELECT tenant, source, project_id, hook_id, encoding, meta, body
  FROM ${inboxArrays} WITH ORDINALITY AS i(tenant, source, project_id, hook_id, encoding, meta, body, n)
  WHERE n IN (SELECT n FROM new)
), counted AS (
  ${ledgerColumns}
  SELECT tenant, source, 'delivery', '', state, reason, sum(quantity) FROM (
    SELECT tenant, source, 'received' AS state, '' AS reason, 1 AS quantity FROM unnest($1::text[], $2::text[]) AS r(tenant, source)
    UNION ALL
    SELECT tenant, source, 'deduplicated', '', 1
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS r(tenant, source, n) WHERE n NOT IN (SELECT n FROM new)
  ) AS c GROUP BY 1, 2, 5, 6 ORDER BY 1, 2, 5, 6
  ${ledgerConflict}
) SELECT n::int AS n FROM new`;

/** Stores requests that have no delivery keys, and counts those that are only counted. */
export async function insertPlain(
  pool: Pool,
  items: readonly NewInboxItem[],
  counted: readonly CountedItem[],
): Promise<void> {
  await pool.query({ name: 'append_plain', text: appendPlain, values: plainValues(items, counted) });
}

/** Stores requests as part of a transaction that writes more than them; whoever commits it wakes the digest. */
export async function appendWithin(tx: Tx, items: readonly NewInboxItem[]): Promise<void> {
  if (items.length > 0) await rawQuery(tx, appendPlain, plainValues(items, []));
}

function plainValues(items: readonly NewInboxItem[], counted: readonly CountedItem[]): unknown[] {
  const counts = countOf(items, counted);
  return [
    ...arraysOf(items),
    counts.map((c) => c.tenant),
    counts.map((c) => c.source),
    counts.map((c) => c.state),
    counts.map((c) => c.reason),
    counts.map((c) => c.quantity),
  ];
}

/** Stores those deliveries that are new and returns, for each item, whether it was. Two of one batch never share a key. */
export async function insertDeliveries(pool: Pool, items: readonly NewInboxItem[]): Promise<boolean[]> {
  const keys = items.flatMap((item, i) =>
    (item.deliveryKeys ?? []).map((key) => ({ hookId: item.hookId ?? '', key, n: i + 1 })),
  );
  const result = await pool.query<{ n: number }>({
    name: 'append_deliveries',
    text: appendDeliveries,
    values: [...arraysOf(items), keys.map((k) => k.hookId), byteaArray(keys.map((k) => k.key)), keys.map((k) => k.n)],
  });
  const fresh = new Set(result.rows.map((row) => row.n));
  return items.map((_, i) => fresh.has(i + 1));
}

function arraysOf(items: readonly NewInboxItem[]): unknown[] {
  return [
    items.map((item) => item.tenant),
    items.map((item) => item.source),
    items.map((item) => item.projectId),
    items.map((item) => item.hookId),
    items.map((item) => item.encoding),
    items.map((item) => JSON.stringify(item.meta)),
    byteaArray(items.map((item) => item.body)),
  ];
}

function countOf(items: readonly NewInboxItem[], counted: readonly CountedItem[]): Count[] {
  const counts = new Map<string, Count>();
  const add = (tenant: string, source: string, state: Count['state'], reason: string) => {
    const key = `${tenant}\u0000${source}\u0000${state}\u0000${reason}`;
    const count = counts.get(key);
    if (count) count.quantity += 1;
    else counts.set(key, { tenant, source, state, reason, quantity: 1 });
  };
  for (const item of items) add(item.tenant, item.source, 'received', '');
  for (const { tenant, source, state, reason } of counted) {
    add(tenant, source, 'received', '');
    add(tenant, source, state, reason ?? '');
  }
  return [...counts.values()];
}
