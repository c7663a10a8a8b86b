import { sql } from 'kysely';
import type { Database } from '../../store/database';
import { pairIn } from './match';
import { PER_KIND, type IncidentNode, type Met } from './nodes';

/** Incidents that are about anything met. */
export async function incidentsAfter(db: Database, tenant: string, met: Met): Promise<IncidentNode[]> {
  const about = [...met.commit, ...met.run, ...met.deployment, ...met.release, ...met.issue];
  if (about.length === 0) return [];
  const pairs = about.map((node) => [node.kind, node.id] as const);
  const rows = await db
    .selectFrom('incident')
    .select(['id', 'title', 'status', 'created_at'])
    .where('tenant', '=', tenant)
    .where('id', 'in', (build) =>
      build
        .selectFrom('incident_link')
        .select('incident_id')
        .where('tenant', '=', tenant)
        .where(pairIn(sql.ref('kind'), sql.ref('entity_id'), pairs)),
    )
    .orderBy('created_at', 'desc')
    .limit(PER_KIND)
    .execute();
  return rows.map((row) => ({
    kind: 'incident',
    id: row.id,
    link: {
      kind: 'incident',
      id: row.id,
      title: row.title,
      state: row.status,
      at: row.created_at.toISOString(),
      url: null,
    },
  }));
}
