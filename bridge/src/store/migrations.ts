import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Client } from 'pg';

export const migrationsDirectory = resolve(__dirname, '../../migrations');

/** The database and this program do not fit together; the message is one line for the person who started it. */
export class MigrationRefused extends Error {}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** Two bridges that start together must not both migrate: a session lock, held by the connection and gone with it. */
const lockKey = 7_236_491_201;

/** Reads `NNNN_name.sql` files in their order. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings the database to the newest schema and returns the names applied now. Each migration and its record are one transaction, so
 * a kill at any moment leaves either none of it or all. Throws MigrationRefused when the database does not descend from these files.
 */
export async function migrate(url: string, directory: string = migrationsDirectory): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const client = new Client({
    connectionString: url,
    application_name: 'summit-migrate',
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migration (
      name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    const applied = await client.query<{ name: string; checksum: string }>(
      'SELECT name, checksum FROM schema_migration',
    );
    const pending = pendingMigrations(migrations, new Map(applied.rows.map((row) => [row.name, row.checksum])));
    for (const migration of pending) await applyMigration(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

function pendingMigrations(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): Migration[] {
  const known = new Set(migrations.map(({ name }) => name));
  const foreign = [...applied.keys()].filter((name) => !known.has(name)).sort();
  if (foreign[0] !== undefined) {
    throw new MigrationRefused(
      `the database has the migration ${foreign[0]}, which this version does not know; start the version that made it, or a newer one`,
    );
  }
  for (const { name, checksum } of migrations) {
    const recorded = applied.get(name);
    if (recorded !== undefined && recorded !== checksum) {
      throw new MigrationRefused(
        `migration ${name} was applied with checksum ${recorded.slice(0, 12)} and is now ${checksum.slice(0, 12)}; an applied migration must not change: restore the file and add a new one`,
      );
    }
  }
  const pending = migrations.filter(({ name }) => !applied.has(name));
  const last = [...applied.keys()].sort().at(-1);
  const early = pending.find(({ name }) => last !== undefined && name < last);
  if (early) {
    throw new MigrationRefused(
      `migration ${early.name} is older than ${last}, which is applied already; give it the next number`,
    );
  }
  return pending;
}

async function applyMigration(client: Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw new MigrationRefused(
      `migration ${migration.name} failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
