import type { RunArtifact, RunArtifacts } from '@summit/contracts';
import { sql } from 'kysely';
import type { Database } from '../../store/database';
import { findRun } from '../runs/detail';

const MOST = 500;
/** Earlier runs whose sizes are told. */
const EARLIER = 20;

interface Row {
  key: string;
  job: string;
  name: string;
  bytes: number | null;
  sha256: string | null;
  media_type: string | null;
  url: string | null;
  total: number;
  total_bytes: number | null;
  earlier_ids: string[] | null;
  earlier_at: Date[] | null;
  earlier_bytes: number[] | null;
}

/** The artifacts of a run, each with its sizes in the runs of the same pipeline and branch before it. */
export async function artifactsOfRun(db: Database, tenant: string, id: string): Promise<RunArtifacts> {
  const run = await findRun(db, tenant, id);
  const { rows } = await sql<Row>`
    WITH mine AS (
      SELECT *, count(*) OVER ()::int AS total, (sum(bytes) OVER ())::float8 AS total_bytes FROM artifact
      WHERE tenant = ${tenant} AND run_id = ${run.id} ORDER BY bytes DESC NULLS LAST, name, job LIMIT ${MOST}
    ), earlier AS MATERIALIZED (
      SELECT id, queued_at FROM run
      WHERE tenant = ${tenant} AND repository = ${run.repository} AND name = ${run.name} AND branch = ${run.branch}
        AND (queued_at, id) < (${run.queued_at}, ${run.id})
      ORDER BY queued_at DESC LIMIT ${EARLIER}
    )
    SELECT encode(m.key, 'hex') AS key, m.job, m.name, m.bytes::float8 AS bytes, encode(m.sha256, 'hex') AS sha256, m.media_type, m.url,
      m.total, m.total_bytes, t.ids AS earlier_ids, t.at AS earlier_at, t.sizes AS earlier_bytes
    FROM mine m LEFT JOIN LATERAL (
      SELECT array_agg(e.id ORDER BY e.queued_at, e.id) AS ids, array_agg(e.queued_at ORDER BY e.queued_at, e.id) AS at,
        array_agg(a.bytes::float8 ORDER BY e.queued_at, e.id) AS sizes
      FROM earlier e JOIN artifact a ON a.tenant = ${tenant} AND a.run_id = e.id AND a.key = m.key WHERE a.bytes IS NOT NULL
    ) t ON true
    ORDER BY m.bytes DESC NULLS LAST, m.name, m.job`.execute(db);
  return { items: rows.map(toArtifact), total: rows[0]?.total ?? 0, bytes: rows[0]?.total_bytes ?? 0 };
}

const toArtifact = (row: Row): RunArtifact => ({
  id: row.key,
  job: row.job,
  name: row.name,
  bytes: row.bytes,
  sha256: row.sha256,
  mediaType: row.media_type,
  url: row.url,
  earlier: (row.earlier_ids ?? []).flatMap((runId, n) => {
    const [at, bytes] = [row.earlier_at?.[n], row.earlier_bytes?.[n]];
    return at === undefined || bytes === undefined ? [] : [{ runId, at: at.toISOString(), bytes }];
  }),
});
