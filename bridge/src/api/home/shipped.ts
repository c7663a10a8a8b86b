import type { DoraChange } from '@summit/contracts';
import { sql } from 'kysely';
import type { Database } from '../../store/database';
import { approvalWaits } from '../dora/approvals';
import { toDoraChange } from '../dora/evidence';
import { isPerson, MOST, type Person } from './person';

/** Changes and direct commits of the person that reached production, last deployed first. */
export async function shippedBy(db: Database, person: Person): Promise<DoraChange[]> {
  const rows = await db
    .selectFrom('dora_change')
    .selectAll()
    .where('tenant', '=', person.tenant)
    .where('production', '=', true)
    .where('deployed_at', '>=', person.since)
    .where(isPerson(sql.ref('author'), person))
    .orderBy('deployed_at', 'desc')
    .limit(MOST)
    .execute();
  const waits = await approvalWaits(
    db,
    person.tenant,
    rows.map(({ deployment_id }) => deployment_id),
  );
  return rows.map((row) => toDoraChange(row, waits));
}

export interface SuspectRow {
  issueId: string;
  change: { deploymentId: string; number: number | null; title: string };
  among: number;
}

interface Row {
  issue_id: string;
  deployment_id: string;
  number: string | null;
  title: string;
  shipped: number;
}

/**
 * Unresolved issues that began in a release whose commit a deployment brought together with something of the person's. With how many other
 * changes it came says how sure that is.
 */
export async function suspectedIssues(db: Database, person: Person): Promise<SuspectRow[]> {
  const { rows } = await sql<Row>`
    SELECT DISTINCT ON (s.first_seen, s.id) s.id AS issue_id, c.deployment_id, c.number, c.title, d.shipped
    FROM (
      SELECT DISTINCT ON (deployment_id) deployment_id, number, title FROM dora_change
      WHERE tenant = ${person.tenant} AND deployed_at >= ${person.since} AND ${isPerson(sql.ref('author'), person)}
      ORDER BY deployment_id, landed_at DESC) c
    JOIN dora_deployment d ON d.tenant = ${person.tenant} AND d.id = c.deployment_id
    JOIN release r ON r.tenant = ${person.tenant} AND r.sha IN (SELECT left(d.sha, n) FROM generate_series(7, length(d.sha)) AS n)
    JOIN issue s ON s.tenant = ${person.tenant} AND s.project_id = r.project_id AND s.first_release = r.version
      AND s.status = 'unresolved' AND s.first_seen >= ${person.since}
    ORDER BY s.first_seen DESC, s.id, d.finished_at, c.deployment_id LIMIT ${MOST}`.execute(db);
  return rows.map((row) => ({
    issueId: row.issue_id,
    change: {
      deploymentId: row.deployment_id,
      number: row.number === null ? null : Number(row.number),
      title: row.title,
    },
    among: Math.max(0, row.shipped - 1),
  }));
}
