import type { InboxRow } from '../inbox/take';
import { rawQuery, type Database, type Tx } from '../store/database';
import { addToLedger } from '../store/ledger';

const reasonCeiling = 2_000;

/** Moves a row that cannot be applied to the dead letters, with the reason. */
export async function buryRow(tx: Tx, row: Omit<InboxRow, 'body'>, reason: string): Promise<void> {
  await rawQuery(
    tx,
    `WITH gone AS (DELETE FROM inbox WHERE id = $1
       RETURNING tenant, source, project_id, hook_id, received_at, encoding, meta, attempts, body)
     INSERT INTO dead_letter (tenant, source, project_id, hook_id, received_at, encoding, meta, attempts, reason, body)
     SELECT tenant, source, project_id, hook_id, received_at, encoding, meta, attempts, $2, body FROM gone`,
    [row.id, printable(reason)],
  );
  await addToLedger(tx, [delivery(row.tenant, row.source, 1)]);
}

/**
 * Puts a dead letter back into the inbox, with its tries forgotten. The ledger then counts it as pending again.
 *
 * @returns false when the tenant has no such dead letter
 */
export async function replayDeadLetter(tx: Tx, tenant: string, id: string): Promise<boolean> {
  if (!/^\d{1,18}$/.test(id)) return false;
  const rows = await rawQuery<{ source: string }>(
    tx,
    `WITH gone AS (DELETE FROM dead_letter WHERE tenant = $1 AND id = $2
       RETURNING tenant, source, project_id, hook_id, received_at, encoding, meta, body)
     INSERT INTO inbox (tenant, source, project_id, hook_id, received_at, encoding, meta, body)
     SELECT tenant, source, project_id, hook_id, received_at, encoding, meta, body FROM gone RETURNING source`,
    [tenant, id],
  );
  const row = rows[0];
  if (!row) return false;
  await addToLedger(tx, [delivery(tenant, row.source, -1)]);
  return true;
}

export interface DeadLetterSummary {
  id: string;
  tenant: string;
  source: string;
  received_at: Date;
  failed_at: Date;
  attempts: number;
  reason: string;
  bytes: number;
}

/** The newest dead letters of all tenants, for the operator at the terminal. */
export function listDeadLetters(db: Database, limit: number): Promise<DeadLetterSummary[]> {
  return rawQuery<DeadLetterSummary>(
    db,
    `SELECT id, tenant, source, received_at, failed_at, attempts, reason, octet_length(body) AS bytes
     FROM dead_letter ORDER BY id DESC LIMIT $1`,
    [limit],
  );
}

/** One dead letter with its body, or null. For the operator: of any tenant. */
export async function readDeadLetter(db: Database, id: string) {
  const row = await db.selectFrom('dead_letter').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** The dead letters among `ids`, or all, oldest first, so that a replay keeps their order. */
export function deadLetterIds(db: Database, ids: readonly string[] | null): Promise<{ id: string; tenant: string }[]> {
  return rawQuery(
    db,
    `SELECT id, tenant FROM dead_letter WHERE $1::bigint[] IS NULL OR id = ANY($1::bigint[]) ORDER BY id`,
    [ids],
  );
}

function delivery(tenant: string, source: string, quantity: number) {
  return { tenant, source, unit: 'delivery', category: '', state: 'dead_lettered', quantity } as const;
}

/** Error messages may quote the input; NUL cannot be stored and escape sequences must not reach a terminal. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd').slice(0, reasonCeiling);
}
