import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely';
import { Pool, type PoolClient } from 'pg';
import type { Tables } from './tables';

export type Database = Kysely<Tables>;
export type Tx = Transaction<Tables>;

export interface DatabaseOptions {
  url: string;
  poolSize?: number;
  /** Shown in pg_stat_activity; names of the bridge's own connections start with `summit`. */
  applicationName?: string;
  /** PostgreSQL cancels a statement that runs longer (SQLSTATE 57014). Default, and 0: as the server is set. */
  statementTimeoutMs?: number;
  /**
   * A connection that one use of it holds for longer is cut, and what waits on it fails. PostgreSQL's own limits end nothing when it is frozen,
   * or when what lies between has gone away without a word. Default: a use may take as long as it likes.
   */
  holdMs?: number;
  /** Called when a connection breaks by itself; a query under way on it fails as well. */
  onError?: (error: Error) => void;
}

/**
 * Makes a pg pool for `url`. `postgres://user@/name?host=/socket/dir` reaches a unix socket. A connection attempt that takes more than
 * five seconds fails, so that a dead database shows as an error instead of a queue.
 */
export function openPool(options: DatabaseOptions): Pool {
  const pool = new Pool({
    connectionString: options.url,
    max: options.poolSize ?? 8,
    application_name: options.applicationName ?? 'summit',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    // A parameter of the connection's start: left out where it says nothing, for poolers refuse those they do not know.
    ...(options.statementTimeoutMs && { statement_timeout: options.statementTimeoutMs }),
  });
  // The pool listens to its idle connections only: an error of one in use, with nobody listening, would end the process.
  pool.on('connect', (client) => client.on('error', (error) => options.onError?.(error)));
  pool.on('error', () => undefined);
  if (options.holdMs !== undefined) cutWhenHeld(pool, options.holdMs);
  return pool;
}

function cutWhenHeld(pool: Pool, holdMs: number): void {
  const timers = new WeakMap<PoolClient, NodeJS.Timeout>();
  // With a statement under way, `end` breaks the connection at once; the pool then puts no other into its place before one is wanted.
  const cut = (client: PoolClient) => void client.end().catch(() => undefined);
  pool.on('acquire', (client) => timers.set(client, setTimeout(cut, holdMs, client)));
  pool.on('release', (_error, client) => clearTimeout(timers.get(client)));
}

/** Opens the database; `destroy()` closes its pool. */
export function openDatabase(options: DatabaseOptions): Database {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(options) }) });
}

/** One statement with numbered parameters, on the transaction's own connection; for bulk SQL that a builder would only hide. */
export async function rawQuery<R>(db: Database | Tx, text: string, values: readonly unknown[]): Promise<R[]> {
  const result = await db.executeQuery<R>(CompiledQuery.raw(text, [...values]));
  return result.rows;
}
