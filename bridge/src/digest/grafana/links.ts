import { type AlertReference, referencesOf, repositoryOfAlert } from '../../domain/incident';
import type { Tx } from '../../store/database';
import { bulk, byKey, keyOf } from '../shared/bulk';
import type { TenantChange } from './index';

interface Link extends Pick<AlertReference, 'kind' | 'reason'> {
  tenant: string;
  incident_id: string | null;
  entity_id: string;
}

/** What the incidents have to do with: what their alerts name, and what was deployed to production shortly before. */
export async function linkIncidents(tx: Tx, changes: readonly TenantChange[]): Promise<void> {
  const joined = changes.flatMap(({ tenant, joined }) => joined.map((alert) => ({ tenant, alert })));
  // Many alerts name the same; the first to do so is the reason.
  const links = [
    ...byKey(
      joined.flatMap(({ tenant, alert }) =>
        referencesOf(alert).map(({ kind, entityId, reason }): Link => ({
          tenant,
          incident_id: alert.incidentId,
          kind,
          entity_id: entityId,
          reason,
        })),
      ),
      (link) => keyOf(link.tenant, link.incident_id ?? '', link.kind, link.entity_id),
      (first) => first,
    ).values(),
  ];
  await storeLinks(
    tx,
    links.filter((link) => link.kind !== 'issue'),
  );
  await linkIssues(
    tx,
    links.filter((link) => link.kind === 'issue'),
  );
  await linkLastDeployments(
    tx,
    joined.map(({ tenant, alert }) => ({
      tenant,
      incident_id: alert.incidentId,
      starts_at: alert.startsAt,
      repository: repositoryOfAlert(alert),
    })),
  );
}

const LINK = 'tenant text, incident_id uuid, kind text, entity_id text, reason text';

async function storeLinks(tx: Tx, links: readonly Link[]): Promise<void> {
  await bulk(
    tx,
    links,
    LINK,
    (x) => `
      INSERT INTO incident_link (tenant, incident_id, kind, entity_id, reason)
      SELECT tenant, incident_id, kind, entity_id, reason FROM ${x}
      -- Being named says more than having been there.
      ON CONFLICT (tenant, incident_id, kind, entity_id) DO UPDATE SET reason = excluded.reason WHERE incident_link.reason LIKE 'changed before%'`,
  );
}

/** An alert names an issue by its id or, as people do, by its short id. An issue that is not there is not linked. */
async function linkIssues(tx: Tx, links: readonly Link[]): Promise<void> {
  await bulk(
    tx,
    links,
    LINK,
    (x) => `
      INSERT INTO incident_link (tenant, incident_id, kind, entity_id, reason)
      SELECT DISTINCT ON (x.tenant, x.incident_id, i.id) x.tenant, x.incident_id, x.kind, i.id::text, x.reason
      FROM ${x} JOIN issue i ON i.tenant = x.tenant
        AND (i.short_id = upper(x.entity_id) OR i.id = CASE WHEN x.entity_id ~ '^[0-9]{1,18}$' THEN x.entity_id::bigint END)
      ORDER BY x.tenant, x.incident_id, i.id, x.reason
      ON CONFLICT DO NOTHING`,
  );
}

/** How long before an alert a deployment counts as a possible cause. */
const WINDOW = '60 minutes';

/**
 * The last deployment to production that was made, or ended, within an hour before the alert: of the repository that the alert names, or of
 * any. Deployments are looked for by their creation, a day back at most.
 */
async function linkLastDeployments(tx: Tx, alerts: readonly object[]): Promise<void> {
  await bulk(
    tx,
    alerts,
    'tenant text, incident_id uuid, starts_at timestamptz, repository text',
    (x) => `
      INSERT INTO incident_link (tenant, incident_id, kind, entity_id, reason)
      SELECT x.tenant, x.incident_id, 'deployment', d.id,
        'changed before: deployed to ' || d.environment || ' '
          || greatest(0, round(extract(epoch FROM x.starts_at - least(d.at, x.starts_at)) / 60)) || ' min before the alert'
      FROM ${x} CROSS JOIN LATERAL (
        SELECT d.id, d.environment, coalesce(d.finished_at, d.created_at) AS at FROM deployment d
        WHERE d.tenant = x.tenant AND d.production AND d.created_at <= x.starts_at AND d.created_at > x.starts_at - interval '1 day'
          AND coalesce(d.finished_at, d.created_at) > x.starts_at - interval '${WINDOW}'
          AND (x.repository IS NULL OR d.repository = x.repository)
        ORDER BY d.created_at DESC, d.id DESC LIMIT 1) d
      ON CONFLICT DO NOTHING`,
  );
}
