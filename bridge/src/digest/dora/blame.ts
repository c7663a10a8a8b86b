import type { Blame } from '../../domain/dora';
import { rawQuery, type Tx } from '../../store/database';
import { BLAME_WINDOW } from './due';
import type { DeployedRow, Scope } from './read';

interface BlameRow {
  deployment_id: string;
  incident_id: string;
  confidence: Blame['confidence'];
  started_at: Date;
  resolved_at: Date | null;
}

/** A link that the bridge made itself, because of the time. */
const BY_TIME = "l.reason LIKE 'changed before%'";

/**
 * Incidents by the deployment, of those given, that is taken to have caused them, as sure as can be: whom the incident names; else the first deployment to
 * each production environment of the commit, run or release that it leads to; else the last one to production within an hour before it, of the repository that its
 * alerts name, or whose name is that of an affected service, or, where neither is known, of any.
 */
export async function readBlames(
  tx: Tx,
  scope: Scope,
  deployed: readonly DeployedRow[],
): Promise<Map<string, Blame[]>> {
  if (deployed.length === 0) return new Map();
  const last = deployed.reduce((at, { finishedAt }) => Math.max(at, finishedAt), 0);
  const rows = await rawQuery<BlameRow>(
    tx,
    `WITH mine AS (
       SELECT d.* FROM deployment d WHERE d.tenant = $1 AND d.id = ANY($2)),
     links AS (
       SELECT l.incident_id, m.id AS deployment_id, 'named' AS confidence FROM mine m
       JOIN incident_link l ON l.tenant = $1 AND l.kind = 'deployment' AND l.entity_id = m.id AND NOT ${BY_TIME}
       UNION ALL
       SELECT l.incident_id, m.id, 'linked' FROM mine m JOIN incident_link l ON l.tenant = $1 AND l.kind = 'run' AND l.entity_id = m.run_id
       UNION ALL
       SELECT l.incident_id, m.id, 'linked' FROM mine m JOIN incident_link l ON l.tenant = $1 AND l.kind = 'commit' AND l.entity_id = m.sha
       UNION ALL
       SELECT l.incident_id, m.id, 'linked' FROM mine m
       JOIN release r ON r.tenant = $1 AND r.sha IN (SELECT left(m.sha, n) FROM generate_series(7, length(m.sha)) AS n)
       JOIN issue s ON s.tenant = $1 AND s.project_id = r.project_id AND s.first_release = r.version
       JOIN incident_link l ON l.tenant = $1 AND l.kind = 'issue' AND l.entity_id = s.id::text),
     -- Of several deployments of one commit, what it broke it broke the first time.
     linked AS (
       SELECT l.incident_id, l.deployment_id, l.confidence FROM links l JOIN mine m ON m.id = l.deployment_id
       JOIN incident i ON i.tenant = $1 AND i.id = l.incident_id
       WHERE l.confidence = 'named' OR (m.production AND m.finished_at <= i.created_at AND NOT EXISTS (
         SELECT FROM deployment e WHERE e.tenant = m.tenant AND e.repository = m.repository AND e.environment = m.environment AND e.result = 'success'
           AND e.sha = m.sha AND e.finished_at < m.finished_at))),
     near AS (
       SELECT i.* FROM incident i
       WHERE i.tenant = $1 AND i.created_at >= $3 AND i.created_at < $4::timestamptz + ${BLAME_WINDOW}
         AND NOT EXISTS (
           SELECT FROM incident_link l WHERE l.tenant = i.tenant AND l.incident_id = i.id
             AND ((l.kind = 'deployment' AND NOT ${BY_TIME})
               OR (l.kind = 'run' AND EXISTS (
                 SELECT FROM deployment d WHERE d.tenant = l.tenant AND d.run_id = l.entity_id AND d.production AND d.result = 'success'))
               OR (l.kind = 'commit' AND EXISTS (
                 SELECT FROM deployment d WHERE d.tenant = l.tenant AND d.sha = l.entity_id AND d.production AND d.result = 'success'))
               OR (l.kind = 'issue' AND EXISTS (
                 SELECT FROM issue s JOIN release r ON r.tenant = s.tenant AND r.project_id = s.project_id AND r.version = s.first_release
                 JOIN deployment d ON d.tenant = r.tenant AND d.sha >= r.sha AND d.sha < r.sha || 'g' AND d.result = 'success' AND d.production AND d.finished_at <= i.created_at
                 WHERE s.tenant = l.tenant AND s.id::text = l.entity_id))))),
     timed AS (
       SELECT n.id AS incident_id, d.id AS deployment_id, 'window' AS confidence FROM near n
       CROSS JOIN LATERAL (
         SELECT ARRAY(SELECT l.entity_id FROM incident_link l WHERE l.tenant = n.tenant AND l.incident_id = n.id AND l.kind = 'repository') AS named,
           EXISTS (SELECT FROM repository r WHERE r.tenant = n.tenant AND split_part(r.full_name, '/', -1) = ANY(n.affected_services)) AS by_service) k
       CROSS JOIN LATERAL (
         SELECT d.id FROM deployment d
         WHERE d.tenant = n.tenant AND d.production AND d.result = 'success' AND d.finished_at <= n.created_at AND d.finished_at > n.created_at - ${BLAME_WINDOW}
           AND CASE WHEN k.named <> '{}' THEN d.repository = ANY(k.named)
             WHEN k.by_service THEN split_part(d.repository, '/', -1) = ANY(n.affected_services) ELSE true END
         ORDER BY d.finished_at DESC, d.id DESC LIMIT 1) d)
     SELECT DISTINCT ON (b.deployment_id, b.incident_id) b.deployment_id, b.incident_id, b.confidence, i.created_at AS started_at, i.resolved_at
     FROM (SELECT * FROM linked UNION ALL SELECT * FROM timed WHERE deployment_id = ANY($2)) b
     JOIN incident i ON i.tenant = $1 AND i.id = b.incident_id
     ORDER BY b.deployment_id, b.incident_id, array_position(ARRAY['named', 'linked', 'window'], b.confidence)`,
    [scope.tenant, deployed.map((one) => one.id), scope.since, new Date(last)],
  );
  const blames = new Map<string, Blame[]>();
  for (const row of rows) {
    const known = blames.get(row.deployment_id) ?? [];
    blames.set(row.deployment_id, known);
    known.push({
      incidentId: row.incident_id,
      confidence: row.confidence,
      startedAt: row.started_at.getTime(),
      resolvedAt: row.resolved_at?.getTime() ?? null,
    });
  }
  return blames;
}
