import { countRejections } from '../../emit/spool';
import type { Tx } from '../../store/database';

/** A stored row that does not keep its contract. It is marked as exported all the same, so that the export goes on past it. */
export interface UnreadableRow {
  kind: 'run' | 'job' | 'deployment';
  tenant: string;
  id: string;
  error: unknown;
}

/** What a row that cannot be read is told as. */
export const leftOut =
  (kind: UnreadableRow['kind'], tell: (row: UnreadableRow) => void) =>
  ({ tenant, id }: { tenant: string; id: string }, error: unknown): void =>
    tell({ kind, tenant, id, error });

/** Counts what was left out among the rejections of the export, which the connection doctor and `summit_export_rejected` show. */
export function countUnreadable(tx: Tx, rows: readonly UnreadableRow[]): Promise<void> {
  return countRejections(
    tx,
    rows.map(({ kind, tenant }) => ({
      tenant,
      signal: kind === 'deployment' ? 'logs' : 'traces',
      reason: `unreadable ${kind}`,
      items: 1,
    })),
  );
}
