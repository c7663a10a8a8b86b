import { tableBlobs } from '../../../store/blobs';
import { rawQuery, type Database } from '../../../store/database';
import { applyRows } from '../../batch';
import { digestGraphs } from '../../jobGraph';
import { digestCi } from '../index';

const unused = () => Promise.reject(new Error('only deliveries of CI systems are expected here'));
const BATCH_ROWS = 300;

/** Applies all that waits in the inbox, in batches, as the digest does. */
export async function applyInbox(db: Database, now: () => Date): Promise<void> {
  const rows = await rawQuery<{ id: string }>(db, 'SELECT id FROM inbox ORDER BY id', []);
  const ids = rows.map(({ id }) => id);
  const handlers = {
    ci: digestCi,
    grafana: unused,
    graphs: digestGraphs,
    logs: unused,
    reports: unused,
    sentry: unused,
  };
  for (let at = 0; at < ids.length; at += BATCH_ROWS)
    await applyRows(ids.slice(at, at + BATCH_ROWS), null, { db, blobs: tableBlobs(), now, handlers, exporting: false });
}
