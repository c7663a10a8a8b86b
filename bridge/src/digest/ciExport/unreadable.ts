import { countRejections } from '../../emit/spool';
import type { Tx } from '../../store/database';

/** A stored row that does not keep its contract. It is marked as exported all the same, so that the export goes on past it. */
export interface UnreadableRow {
  kind: 'run' | 'job' | 'deployment';
  tenant: string;
  id: string;
  error: unknown;
}

/** What `read` makes of each row; a row that it throws at is given to `unreadable` instead. */
export function readEach<Row extends { tenant: string; id: string }, Read>(
  rows: readonly Row[],
  kind: UnreadableRow['kind'],
  read: (row: Row) => Read,
  unreadable: (row: UnreadableRow) => void,
): Read[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (error) {
      unreadable({ kind, tenant: row.tenant, id: row.id, error });
      return [];
    }
  });
}

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
