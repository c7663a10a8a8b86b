import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../store/database';

/** What the builds of a pipeline found in their caches, of all that they looked up. */
export interface CacheRow {
  repository: string;
  name: string;
  system: string;
  hits: number;
  lookups: number;
}

/** Look-ups in caches, as profiles of builds tell of them, of the runs of a time that were queued in it. `where` is a condition on runs. */
export async function cacheRows(
  db: Database,
  tenant: string,
  where: RawBuilder<boolean>,
  from: Date,
  to: Date,
): Promise<CacheRow[]> {
  const { rows } = await sql<CacheRow>`
    SELECT r.repository, r.name, r.system, sum(p.cache_hits)::float8 AS hits, sum(p.cache_hits + p.cache_misses)::float8 AS lookups
    FROM build_profile p JOIN (SELECT * FROM run WHERE ${where}) r ON r.tenant = p.tenant AND r.id = p.run_id
    WHERE p.tenant = ${tenant} AND p.at >= ${from} AND p.at < ${to} AND p.cache_hits IS NOT NULL AND p.cache_misses IS NOT NULL
    GROUP BY r.repository, r.name, r.system`.execute(db);
  return rows;
}

export const hitRateOf = (row: CacheRow | undefined): number | null =>
  row === undefined || row.lookups === 0 ? null : row.hits / row.lookups;
