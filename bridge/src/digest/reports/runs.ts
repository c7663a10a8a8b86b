import { rawQuery, type Tx } from '../../store/database';
import { bulk, keyOf } from '../shared/bulk';

export interface RunKey {
  tenant: string;
  run_id: string;
}

/** What tests need of their run. */
export interface KnownRun {
  tenant: string;
  id: string;
  repository: string;
  sha: string | null;
  branch: string | null;
  queuedAt: Date;
}

/** When the results of a report count as of: the run's time, but never later than the report came. A clock of years ahead would be the last word for years. */
export const timeOf = ({ queuedAt }: KnownRun, receivedAt: Date): Date =>
  queuedAt < receivedAt ? queuedAt : receivedAt;

export async function readRuns(tx: Tx, keys: readonly RunKey[]): Promise<Map<string, KnownRun>> {
  const rows = await bulk<KnownRun>(
    tx,
    keys,
    'tenant text, run_id text',
    (x) => `
      SELECT DISTINCT r.tenant, r.id, r.repository, r.sha, r.branch, r.queued_at AS "queuedAt"
      FROM ${x} JOIN run r ON r.tenant = x.tenant AND r.id = x.run_id`,
  );
  return new Map(rows.map((run) => [keyOf(run.tenant, run.id), run]));
}

export const missingRuns = (keys: readonly RunKey[], known: ReadonlyMap<string, KnownRun>): RunKey[] =>
  keys.filter(({ tenant, run_id }) => !known.has(keyOf(tenant, run_id)));

/**
 * Fetches reports that wait for these runs: they are due at once. The runs must be locked; a report that another worker has just taken is
 * left to it, for it looks for the run under the same lock.
 */
export async function wakeReports(tx: Tx, keys: readonly RunKey[]): Promise<void> {
  if (keys.length === 0) return;
  await rawQuery(
    tx,
    `UPDATE inbox SET not_before = NULL WHERE id IN (
       SELECT i.id FROM unnest($1::text[], $2::text[]) AS k(tenant, run_id)
       JOIN inbox i ON i.tenant = k.tenant AND i.source = 'report' AND i.meta ->> 'run' = k.run_id
       FOR UPDATE OF i SKIP LOCKED)`,
    [keys.map((key) => key.tenant), keys.map((key) => key.run_id)],
  );
}
