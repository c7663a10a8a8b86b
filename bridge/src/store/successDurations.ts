import { sql } from 'kysely';
import type { Database, Tx } from './database';

export interface PipelineOfRuns {
  tenant: string;
  repository: string;
  name: string;
  system: string;
}

/** How long a pipeline's last runs took that succeeded, oldest first; `ids` are theirs. */
export interface SuccessDurations {
  ids: string[];
  durationsMs: number[];
}

interface Row {
  ids: string[] | null;
  durations: number[] | null;
}

/** The last `most` successful runs of each pipeline that were queued before `to`, of some branches or of all; in the order of `pipelines`. */
export async function successDurations(
  db: Database | Tx,
  pipelines: readonly PipelineOfRuns[],
  { branches, to, most }: { branches?: readonly string[] | undefined; to: Date; most: number },
): Promise<SuccessDurations[]> {
  const keys = JSON.stringify(
    pipelines.map(({ tenant, repository, name, system }, place) => ({ place, tenant, repository, name, system })),
  );
  const ofBranches = branches ? sql`AND r.branch = ANY(${branches}::text[])` : sql``;
  const { rows } = await sql<Row>`
    SELECT l.ids, l.durations
    FROM jsonb_to_recordset(${keys}::jsonb) AS p(place int, tenant text, repository text, name text, system text)
    CROSS JOIN LATERAL (
      SELECT array_agg(id ORDER BY queued_at, id) AS ids, array_agg(duration_ms::float8 ORDER BY queued_at, id) AS durations FROM (
        SELECT r.id, r.queued_at, r.duration_ms FROM run r
        WHERE r.tenant = p.tenant AND r.repository = p.repository AND r.name = p.name AND r.system = p.system
          AND r.display_status = 'success' AND r.duration_ms IS NOT NULL AND r.queued_at < ${to} ${ofBranches}
        ORDER BY r.queued_at DESC LIMIT ${most}) r) l
    ORDER BY p.place`.execute(db);
  return rows.map(({ ids, durations }) => ({ ids: ids ?? [], durationsMs: durations ?? [] }));
}
