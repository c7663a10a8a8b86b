import type { AlertState, IncidentState, TimelineEntry } from '../../domain/incident';
import type { Tx } from '../../store/database';
import type { DigestContext } from '../context';
import { bulk, byKey, keyOf } from '../shared/bulk';
import { assignments, definitions, names, type RowOf } from '../shared/columns';
import type { TenantChange } from './index';

const INCIDENT_COLUMNS = {
  tenant: 'text',
  id: 'uuid',
  title: 'text',
  description: 'text',
  severity: 'text',
  status: 'text',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  resolved_at: 'timestamptz',
  created_by: 'text',
  affected_services: 'text[]',
  group_key: 'text',
} as const;

const ALERT_COLUMNS = {
  tenant: 'text',
  id: 'uuid',
  key: 'text',
  name: 'text',
  severity: 'text',
  status: 'text',
  starts_at: 'timestamptz',
  ends_at: 'timestamptz',
  labels: 'jsonb',
  annotations: 'jsonb',
  generator_url: 'text',
  value: 'text',
  incident_id: 'uuid',
  updated_at: 'timestamptz',
} as const;

/** Writes what notifications changed: the last state of each incident and alert, and all lines of the timelines. */
export async function storeChanges(tx: Tx, changes: readonly TenantChange[], context: DigestContext): Promise<void> {
  const now = context.now();
  const incidents = byKey(
    changes.flatMap(({ tenant, groupKey, incidents }) =>
      incidents.map((incident) => incidentRow(tenant, groupKey, incident, now)),
    ),
    (row) => keyOf(String(row.tenant), String(row.id)),
    (_, last) => last,
  );
  const alerts = byKey(
    changes.flatMap(({ tenant, alerts }) => alerts.map((alert) => alertRow(tenant, alert, now))),
    (row) => keyOf(String(row.tenant), String(row.key)),
    (_, last) => last,
  );
  await storeIncidents(tx, resolvedFirst([...incidents.values()]));
  await bulk(
    tx,
    [...alerts.values()],
    definitions(ALERT_COLUMNS),
    (x) => `
      INSERT INTO alert (${names(ALERT_COLUMNS)}) SELECT ${names(ALERT_COLUMNS)} FROM ${x}
      ON CONFLICT (tenant, key) DO UPDATE SET ${assignments(ALERT_COLUMNS, { id: 'alert.id' })}`,
  );
  await storeTimeline(tx, changes);
  for (const { tenant, incidents, alerts, entries } of changes) {
    const touched = [
      ...incidents.map(({ id }) => id),
      ...alerts.map((a) => a.incidentId),
      ...entries.map((e) => e.incidentId),
    ];
    for (const id of touched) if (id !== null) context.changed(tenant, 'incident', id);
  }
}

/** A group has one open incident at a time: the one that ends makes room for the one that begins. */
const resolvedFirst = (rows: readonly RowOf<typeof INCIDENT_COLUMNS>[]): RowOf<typeof INCIDENT_COLUMNS>[] => [
  ...rows.filter((row) => row.status === 'resolved'),
  ...rows.filter((row) => row.status !== 'resolved'),
];

async function storeIncidents(tx: Tx, rows: readonly RowOf<typeof INCIDENT_COLUMNS>[]): Promise<void> {
  await bulk(
    tx,
    rows,
    definitions(INCIDENT_COLUMNS),
    (x) => `
      INSERT INTO incident (${names(INCIDENT_COLUMNS)}) SELECT ${names(INCIDENT_COLUMNS)} FROM ${x}
      ON CONFLICT (tenant, id) DO UPDATE SET severity = excluded.severity, status = excluded.status, updated_at = excluded.updated_at,
        resolved_at = excluded.resolved_at, affected_services = excluded.affected_services`,
  );
}

/** All lines but a second one about the same number of alerts left out. */
async function storeTimeline(tx: Tx, changes: readonly TenantChange[]): Promise<void> {
  const truncated = new Set<string>();
  const rows = changes.flatMap(({ tenant, entries }) =>
    entries.flatMap((entry) => {
      if (entry.metadata.truncatedAlerts !== undefined) {
        const key = keyOf(tenant, entry.incidentId, JSON.stringify(entry.metadata));
        if (truncated.has(key)) return [];
        truncated.add(key);
      }
      return [timelineRow(tenant, entry)];
    }),
  );
  await bulk(
    tx,
    rows,
    'tenant text, incident_id uuid, at timestamptz, type text, content text, created_by text, metadata jsonb',
    (x) => `
      INSERT INTO incident_timeline (tenant, incident_id, at, type, content, created_by, metadata)
      SELECT tenant, incident_id, at, type, content, created_by, metadata FROM ${x}
      WHERE NOT (metadata ? 'truncatedAlerts') OR NOT EXISTS (
        SELECT FROM incident_timeline t WHERE t.tenant = x.tenant AND t.incident_id = x.incident_id AND t.metadata = x.metadata)`,
  );
}

function incidentRow(
  tenant: string,
  groupKey: string,
  incident: IncidentState,
  now: Date,
): RowOf<typeof INCIDENT_COLUMNS> {
  return {
    tenant,
    id: incident.id,
    title: incident.title,
    description: incident.description,
    severity: incident.severity,
    status: incident.status,
    created_at: incident.createdAt,
    updated_at: now,
    resolved_at: incident.resolvedAt,
    created_by: 'Grafana',
    affected_services: incident.affectedServices,
    group_key: groupKey,
  };
}

function alertRow(tenant: string, alert: AlertState, now: Date): RowOf<typeof ALERT_COLUMNS> {
  return {
    tenant,
    id: alert.id,
    key: alert.key,
    name: alert.name,
    severity: alert.severity,
    status: alert.status,
    starts_at: alert.startsAt,
    ends_at: alert.endsAt,
    labels: alert.labels,
    annotations: alert.annotations,
    generator_url: alert.generatorUrl,
    value: alert.value,
    incident_id: alert.incidentId,
    updated_at: now,
  };
}

const timelineRow = (tenant: string, entry: TimelineEntry): object => ({
  tenant,
  incident_id: entry.incidentId,
  at: entry.at,
  type: entry.type,
  content: entry.content,
  created_by: entry.type === 'alert' ? 'Grafana' : 'Summit',
  metadata: entry.metadata,
});
