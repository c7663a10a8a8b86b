import { rawQuery, type Tx } from '../../store/database';
import { keyOf } from '../shared/bulk';
import { lockEntities } from '../shared/lock';

/** A repository whose evidence has to be worked out again from a time on. */
export interface Due {
  tenant: string;
  repository: string;
  since: Date;
}

/** How long before an incident a deployment counts as its possible cause, where nothing says more. */
export const BLAME_WINDOW = "interval '60 minutes'";

const INCIDENTS_AT_ONCE = 100;

/**
 * Takes what is due for incidents and makes it due for the repositories whose deployments they may be about: those that were blamed, those that the incident's
 * links lead to, and those that were deployed shortly before it.
 *
 * @returns how many were taken
 */
export async function spreadIncidents(tx: Tx): Promise<number> {
  const taken = await rawQuery<{ tenant: string; incident_id: string }>(
    tx,
    `DELETE FROM dora_due WHERE id IN (
       SELECT id FROM dora_due WHERE incident_id IS NOT NULL ORDER BY id LIMIT ${INCIDENTS_AT_ONCE} FOR UPDATE SKIP LOCKED)
     RETURNING tenant, incident_id`,
    [],
  );
  if (taken.length === 0) return 0;
  await rawQuery(
    tx,
    `WITH i AS (SELECT DISTINCT tenant, id FROM unnest($1::text[], $2::uuid[]) AS x(tenant, id)),
     found AS (
       SELECT d.tenant, d.repository, d.finished_at FROM i JOIN dora_deployment d ON d.tenant = i.tenant AND d.incident_ids @> ARRAY[i.id]
         AND d.incident_ids <> '{}'
       UNION ALL
       SELECT d.tenant, d.repository, d.finished_at FROM i JOIN incident_link l ON l.tenant = i.tenant AND l.incident_id = i.id
         AND l.kind = 'deployment'
         JOIN deployment d ON d.tenant = l.tenant AND d.id = l.entity_id
       WHERE d.result = 'success'
       UNION ALL
       SELECT d.tenant, d.repository, d.finished_at FROM i JOIN incident_link l ON l.tenant = i.tenant AND l.incident_id = i.id AND l.kind = 'run'
         JOIN deployment d ON d.tenant = l.tenant AND d.run_id = l.entity_id
       WHERE d.result = 'success'
       UNION ALL
       SELECT d.tenant, d.repository, d.finished_at FROM i JOIN incident_link l ON l.tenant = i.tenant AND l.incident_id = i.id AND l.kind = 'commit'
         JOIN deployment d ON d.tenant = l.tenant AND d.sha = l.entity_id
       WHERE d.result = 'success'
       UNION ALL
       SELECT d.tenant, d.repository, d.finished_at FROM i JOIN incident_link l ON l.tenant = i.tenant AND l.incident_id = i.id AND l.kind = 'issue'
         JOIN issue s ON s.tenant = l.tenant AND s.id::text = l.entity_id
         JOIN release r ON r.tenant = s.tenant AND r.project_id = s.project_id AND r.version = s.first_release
         JOIN deployment d ON d.tenant = r.tenant AND d.sha >= r.sha AND d.sha < r.sha || 'g'
       WHERE d.result = 'success'
       UNION ALL
       SELECT d.tenant, d.repository, d.finished_at FROM i JOIN incident c ON c.tenant = i.tenant AND c.id = i.id
         JOIN deployment d ON d.tenant = i.tenant AND d.production AND d.finished_at > c.created_at - ${BLAME_WINDOW} AND d.finished_at <= c.created_at
       WHERE d.result = 'success')
     INSERT INTO dora_due (tenant, repository, since) SELECT tenant, repository, min(finished_at) FROM found GROUP BY 1, 2`,
    [taken.map((row) => row.tenant), taken.map((row) => row.incident_id)],
  );
  return taken.length;
}

/**
 * Takes one repository that is due, the longest waiting first, and holds it: another bridge waits, and then finds nothing of it left.
 */
export async function takeDue(tx: Tx): Promise<Due | 'taken' | null> {
  const [next] = await rawQuery<{ tenant: string; repository: string }>(
    tx,
    `SELECT tenant, repository FROM dora_due WHERE repository IS NOT NULL ORDER BY id LIMIT 1`,
    [],
  );
  if (!next) return null;
  await lockEntities(tx, [keyOf('dora', next.tenant, next.repository)]);
  const [due] = await rawQuery<{ since: Date | null }>(
    tx,
    `WITH taken AS (DELETE FROM dora_due WHERE tenant = $1 AND repository = $2 RETURNING since)
     SELECT min(since) AS since FROM taken`,
    [next.tenant, next.repository],
  );
  return due?.since ? { ...next, since: due.since } : 'taken';
}

/** What was not reached this time. */
export async function putBack(tx: Tx, { tenant, repository, since }: Due): Promise<void> {
  await rawQuery(tx, 'INSERT INTO dora_due (tenant, repository, since) VALUES ($1, $2, $3)', [
    tenant,
    repository,
    since,
  ]);
}

/** An incident that is known to belong to a deployment of this repository is nobody else's by its time alone. */
export async function takeFromOthers(tx: Tx, due: Due, incidentIds: readonly string[]): Promise<void> {
  if (incidentIds.length === 0) return;
  await rawQuery(
    tx,
    `INSERT INTO dora_due (tenant, repository, since)
     SELECT tenant, repository, min(finished_at) FROM dora_deployment
     WHERE tenant = $1 AND repository <> $2 AND failure = 'window' AND incident_ids && $3::uuid[] AND incident_ids <> '{}'
     GROUP BY 1, 2`,
    [due.tenant, due.repository, incidentIds],
  );
}
