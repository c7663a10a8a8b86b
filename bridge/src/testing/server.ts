import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openDatabase } from '../store/database';
import { startEmbedded } from '../store/embedded/server';
import { migrate } from '../store/migrations';
import { daysAhead, ensurePartitions } from '../store/partitions';

const variable = 'SUMMIT_TEST_POSTGRES';
const Shared = z.object({ url: z.string(), pid: z.number(), directory: z.string() });

/** The server that this run of the tests started, if it did; Jest hands environment variables down to its workers. */
export function sharedTestServer(): z.infer<typeof Shared> | null {
  const text = process.env[variable];
  return text === undefined ? null : Shared.parse(JSON.parse(text));
}

/** Starts one throw-away PostgreSQL whose database `summit` is migrated: the template of every test's own database. */
export async function startTestServer(): Promise<{
  url: string;
  pid: number;
  directory: string;
  stop(): Promise<void>;
}> {
  const directory = await mkdtemp(join(tmpdir(), 'summit-test-'));
  const server = await startEmbedded({ dataDirectory: directory, durable: false, supervised: false });
  await migrate(server.url);
  const db = openDatabase({ url: server.url, poolSize: 1, applicationName: 'summit-test-template' });
  await ensurePartitions(db, daysAhead(new Date(Date.now() - 2 * 86_400_000), 4));
  await db.destroy();
  return {
    url: server.url,
    pid: server.pid(),
    directory,
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export function shareTestServer(server: { url: string; pid: number; directory: string }): void {
  process.env[variable] = JSON.stringify({ url: server.url, pid: server.pid, directory: server.directory });
}
