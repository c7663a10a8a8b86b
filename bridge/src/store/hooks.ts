import { rawQuery, type Database } from './database';

/** Notes that something came to the hook just now; to the nearest ten seconds is enough, and spares most updates. */
export async function touchHook(db: Database, id: string): Promise<void> {
  await rawQuery(
    db,
    `UPDATE hook SET last_delivery_at = now()
     WHERE id = $1 AND (last_delivery_at IS NULL OR last_delivery_at < now() - interval '10 seconds')`,
    [id],
  );
}
