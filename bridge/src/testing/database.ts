import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase, type Database } from '../store/database';
import { sharedTestServer, startTestServer } from './server';

export interface TestDatabase {
  url: string;
  db: Database;
  drop(): Promise<void>;
}

/** A fresh, migrated, empty database on the run's own PostgreSQL (started on the first call where Jest's set-up did not run). */
export async function createTestDatabase(): Promise<TestDatabase> {
  const shared = sharedTestServer();
  if (shared) return copyTemplate(shared.url, () => Promise.resolve());
  const own = await startTestServer();
  return copyTemplate(own.url, own.stop);
}

async function copyTemplate(serverUrl: string, stopServer: () => Promise<void>): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = withDatabase(serverUrl, name);
  // Not from a session on the template itself: a template that somebody is connected to cannot be copied.
  await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE summit`);
  const db = openDatabase({ url, poolSize: 10, applicationName: 'summit-test' });
  return {
    url,
    db,
    async drop() {
      await db.destroy();
      await onServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await stopServer();
    },
  };
}

/**
 * Gives a test file a database of its own:
 * `const database = withTestDatabase();` at the top, `database.db()` and `database.url()` within tests.
 */
export function withTestDatabase(): { db(): Database; url(): string } {
  const current: { database: TestDatabase | null } = { database: null };
  beforeAll(async () => {
    current.database = await createTestDatabase();
  }, 60_000);
  afterAll(async () => {
    await current.database?.drop();
  });
  const get = () => {
    if (!current.database) throw new Error('the test database exists only within tests and hooks');
    return current.database;
  };
  return { db: () => get().db, url: () => get().url };
}

function withDatabase(url: string, name: string): string {
  const copy = new URL(url);
  copy.pathname = `/${name}`;
  return copy.toString();
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: withDatabase(url, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
