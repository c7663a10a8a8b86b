import { sql } from 'kysely';
import type { Database } from '../../store/database';
import { isoOf } from '../rows';
import { isPerson, MOST, type Person } from './person';

export interface ChangeRow {
  repository: string;
  number: number;
  title: string | null;
  url: string | null;
  createdAt: string | null;
  runId: string | null;
}

interface Row {
  repository: string;
  number: string;
  title: string | null;
  url: string | null;
  created_at: Date | null;
  run_id: string | null;
}

/** Open changes of the person, the latest first, each with the last run that was started for it. */
export async function openChanges(db: Database, person: Person): Promise<ChangeRow[]> {
  const { rows } = await sql<Row>`
    SELECT c.repository, c.number, c.title, c.url, c.created_at, r.id AS run_id
    FROM (
      SELECT provider, repository, number, title, url, created_at, head_branch, head_sha FROM change
      WHERE tenant = ${person.tenant} AND state = 'open'
        AND ${isPerson(sql.ref('author'), person)}
      ORDER BY updated_at DESC NULLS LAST LIMIT ${MOST}) c
    LEFT JOIN LATERAL (
      SELECT r.id FROM run r
      WHERE r.tenant = ${person.tenant} AND r.repository = c.repository
        AND (r.sha = c.head_sha OR (r.branch = c.head_branch AND r.change_number = c.number))
      ORDER BY r.queued_at DESC, r.attempt DESC LIMIT 1) r ON true
    ORDER BY c.created_at DESC NULLS LAST`.execute(db);
  return rows.map((row) => ({
    repository: row.repository,
    number: Number(row.number),
    title: row.title,
    url: row.url,
    createdAt: isoOf(row.created_at),
    runId: row.run_id,
  }));
}
