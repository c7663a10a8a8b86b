import { type Database, rawQuery, type Tx } from '../../store/database';

/** A repository, or one environment of it, whose evidence has to be worked out again from a time on. */
export interface Due {
  tenant: string;
  repository: string;
  /** Null: all that were deployed to since then. */
  environment: string | null;
  since: Date;
}

/** What failed is left alone for so long, so that it keeps nobody else waiting. */
const LATER = "interval '5 minutes'";

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
       SELECT id FROM dora_due WHERE incident_id IS NOT NULL AND not_before <= now() ORDER BY id LIMIT ${INCIDENTS_AT_ONCE} FOR UPDATE SKIP LOCKED)
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

type Place = Pick<Due, 'tenant' | 'repository' | 'environment'>;

/** What is due next, the longest waiting first. */
export async function nextDue(db: Database): Promise<Place | null> {
  const [next] = await rawQuery<Place>(
    db,
    `SELECT tenant, repository, environment FROM dora_due WHERE repository IS NOT NULL AND not_before <= now() ORDER BY id LIMIT 1`,
    [],
  );
  return next ?? null;
}

/** Takes what is due of a place, and holds its repository: another bridge waits, and then finds nothing of it left. */
export async function takeDue(tx: Tx, place: Place): Promise<Due | null> {
  // A lock of its own: those of runs and deployments are for short transactions.
  await rawQuery(tx, 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `dora ${place.tenant} ${place.repository}`,
  ]);
  const [due] = await rawQuery<{ since: Date | null }>(
    tx,
    `WITH taken AS (DELETE FROM dora_due WHERE tenant = $1 AND repository = $2 AND environment IS NOT DISTINCT FROM $3 RETURNING since)
     SELECT min(since) AS since FROM taken`,
    [place.tenant, place.repository, place.environment],
  );
  return due?.since ? { ...place, since: due.since } : null;
}

/** A place that failed, or the incidents at the head of the queue. */
export async function tryLater(db: Database, place: Place | 'incidents'): Promise<void> {
  if (place === 'incidents')
    await rawQuery(
      db,
      `UPDATE dora_due SET not_before = now() + ${LATER} WHERE id IN (
         SELECT id FROM dora_due WHERE incident_id IS NOT NULL AND not_before <= now() ORDER BY id LIMIT ${INCIDENTS_AT_ONCE} FOR UPDATE SKIP LOCKED)`,
      [],
    );
  else
    await rawQuery(
      db,
      `UPDATE dora_due SET not_before = now() + ${LATER}
       WHERE tenant = $1 AND repository = $2 AND environment IS NOT DISTINCT FROM $3`,
      [place.tenant, place.repository, place.environment],
    );
}

/** What was not reached this time. */
export async function putBack(tx: Tx, { tenant, repository, environment, since }: Due): Promise<void> {
  await rawQuery(tx, 'INSERT INTO dora_due (tenant, repository, environment, since) VALUES ($1, $2, $3, $4)', [
    tenant,
    repository,
    environment,
    since,
  ]);
}

/** An incident that is known to belong to a deployment here is nobody else's by its time alone. */
export async function takeFromOthers(
  tx: Tx,
  { tenant, repository, environment }: Due & { environment: string },
  incidentIds: readonly string[],
): Promise<void> {
  if (incidentIds.length === 0) return;
  await rawQuery(
    tx,
    `INSERT INTO dora_due (tenant, repository, environment, since)
     SELECT tenant, repository, environment, min(finished_at) FROM dora_deployment
     WHERE tenant = $1 AND (repository, environment) <> ($2, $3) AND failure = 'window' AND incident_ids && $4::uuid[] AND incident_ids <> '{}'
     GROUP BY 1, 2, 3`,
    [tenant, repository, environment, incidentIds],
  );
}
