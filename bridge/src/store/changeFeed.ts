import { sql } from 'kysely';
import type { Database } from './database';

/**
 * Begins the change feed anew in a database that was restored into another server, which counts its transactions from elsewhere: what is in the
 * feed would lie ahead of everything to come, and its horizon would answer every resumed cursor with `reset`. No transaction of this
 * server can be ahead of it, so that is how a restored feed is known. Streams that resume from before are told to load anew.
 *
 * @returns true when it was begun anew
 */
export async function restartRestoredFeed(db: Database): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ ahead: boolean }>`
      SELECT greatest((SELECT max(xid) FROM change_feed), (SELECT xid FROM change_feed_horizon))
        > pg_current_xact_id() AS ahead`.execute(tx);
    if (rows[0]?.ahead !== true) return false;
    await sql`TRUNCATE change_feed`.execute(tx);
    await sql`UPDATE change_feed_horizon SET xid = pg_current_xact_id()`.execute(tx);
    return true;
  });
}
