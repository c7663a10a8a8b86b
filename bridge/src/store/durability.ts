import { sql } from 'kysely';
import type { Database } from './database';

/** Settings without which an acknowledgement could be lost; returns those that are off. */
export async function missingDurability(db: Database): Promise<string[]> {
  const rows = await sql<{ name: string; setting: string }>`
    SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')`.execute(
    db,
  );
  return rows.rows.filter(({ setting }) => setting === 'off').map(({ name }) => name);
}
