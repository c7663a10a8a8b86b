import { sql } from 'kysely';
import type { Database } from './database';

/** A run as far as predictions go, as SQL has it. Times are milliseconds since the epoch. */
export interface PastRunRow {
  id: string;
  repository: string;
  name: string;
  branch: string | null;
  is_default: boolean | null;
  author: string | null;
  event: string | null;
  attempt: number;
  queued: number;
  ended: number | null;
  display_status: string;
  files: number | null;
}

const columns = sql`r.id, r.repository, r.name, r.branch, r.actor ->> 'name' AS author, r.event, r.attempt, r.display_status,
  (extract(epoch FROM r.queued_at) * 1000)::float8 AS queued, (extract(epoch FROM r.finished_at) * 1000)::float8 AS ended`;

/** What is looked up for each run by itself. */
const lookedUp = sql`
  (SELECT cardinality(c.files) FROM commit c WHERE c.tenant = r.tenant AND c.repository = r.repository AND c.sha = r.sha) AS files,
  (SELECT bool_or(k.default_branch = r.branch) FROM repository k WHERE k.tenant = r.tenant AND k.full_name = r.repository) AS is_default`;

/** Of runs before another only how they ended counts. */
const leftOut = sql`NULL::int AS files, NULL::boolean AS is_default`;

/** The newest runs of a tenant, in no order. */
export async function newestRuns(db: Database, tenant: string, since: Date, limit: number): Promise<PastRunRow[]> {
  const { rows } = await sql<PastRunRow>`
    SELECT ${columns}, ${lookedUp} FROM (
      SELECT * FROM run WHERE tenant = ${tenant} AND queued_at >= ${since} ORDER BY queued_at DESC, id DESC LIMIT ${limit}
    ) AS r`.execute(db);
  return rows;
}

/** The runs of these ids that are under way, each with those of its pipeline that were queued before it, oldest first. */
export async function liveRuns(
  db: Database,
  tenant: string,
  which: { ids: readonly string[] } | { newest: number },
  lookBack: number,
): Promise<{ run: PastRunRow; before: PastRunRow[] }[]> {
  const wanted = 'ids' in which ? sql`AND id = ANY(${which.ids}::text[])` : sql``;
  const limit = 'ids' in which ? which.ids.length : which.newest;
  const { rows: live } = await sql<PastRunRow & { queued_at: Date }>`
    SELECT ${columns}, ${lookedUp}, r.queued_at FROM (
      SELECT * FROM run WHERE tenant = ${tenant} AND display_status IN ('queued', 'running') ${wanted} ORDER BY queued_at DESC, id DESC LIMIT ${limit}
    ) AS r`.execute(db);
  const found = [];
  for (const run of live) {
    const { rows: before } = await sql<PastRunRow>`
      SELECT ${columns}, ${leftOut} FROM (
        SELECT * FROM run WHERE tenant = ${tenant} AND repository = ${run.repository} AND name = ${run.name} AND (queued_at, id) < (${run.queued_at}, ${run.id})
        ORDER BY queued_at DESC, id DESC LIMIT ${lookBack}
      ) AS r ORDER BY r.queued_at, r.id`.execute(db);
    found.push({ run, before });
  }
  return found;
}
