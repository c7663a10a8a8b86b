import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../store/database';
import { linkedTo, oneOf, pairIn } from './match';
import { PER_KIND, type IssueNode, type Met } from './nodes';

/** Issues that first appeared in the releases met, or whose events belong to the traces of the runs met. */
export async function issuesAfter(db: Database, tenant: string, met: Met): Promise<IssueNode[]> {
  const pairs = met.release.map((release) => [release.projectId, release.version] as const);
  const traces = met.run.map((run) => run.traceId);
  if (pairs.length + traces.length === 0) return [];
  const introduced = pairIn(sql.ref('project_id'), sql.ref('first_release'), pairs, ['bigint', 'text']);
  const inTrace = oneOf(sql.ref('id'), await issuesOfTraces(db, tenant, traces), 'bigint');
  return select(db, tenant, sql<boolean>`(${introduced} OR ${inTrace})`);
}

/** Issues an incident is about. */
export async function issuesBefore(db: Database, tenant: string, met: Met): Promise<IssueNode[]> {
  const incidents = met.incident.map((incident) => incident.id);
  return incidents.length === 0 ? [] : select(db, tenant, linkedTo('issue', sql`id::text`, tenant, incidents));
}

async function issuesOfTraces(db: Database, tenant: string, traces: readonly string[]): Promise<string[]> {
  if (traces.length === 0) return [];
  const rows = await db
    .selectFrom('event')
    .select('issue_id')
    .distinct()
    .where('tenant', '=', tenant)
    .where('trace_id', 'in', traces)
    .limit(PER_KIND)
    .execute();
  return rows.map((row) => row.issue_id);
}

async function select(db: Database, tenant: string, where: RawBuilder<boolean>): Promise<IssueNode[]> {
  const rows = await db
    .selectFrom('issue')
    .select(['id', 'project_id', 'short_id', 'title', 'status', 'first_release', 'last_seen'])
    .where('tenant', '=', tenant)
    .where(where)
    .orderBy('last_seen', 'desc')
    .limit(PER_KIND)
    .execute();
  return rows.map((row) => ({
    kind: 'issue',
    id: row.id,
    projectId: row.project_id,
    firstRelease: row.first_release,
    link: {
      kind: 'issue',
      id: row.id,
      title: `${row.short_id} ${row.title}`,
      state: row.status,
      at: row.last_seen.toISOString(),
      url: null,
    },
  }));
}
