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
  group_key: 'text',
  alert_key: 'text',
  key: 'text',
  fired: 'boolean',
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

/** Writes what notifications changed: incidents, alerts, and the lines of the timelines. */
export async function storeChanges(tx: Tx, changes: readonly TenantChange[], context: DigestContext): Promise<void> {
  const now = context.now();
  await withdrawLines(tx, changes);
  await removeIncidents(tx, changes);
  const incidents = changes.flatMap(({ tenant, groupKey, incidents }) =>
    incidents.map((incident) => incidentRow(tenant, groupKey, incident, now)),
  );
  await storeIncidents(tx, resolvedFirst(incidents));
  const alerts = changes.flatMap(({ tenant, groupKey, alerts }) =>
    alerts.map((alert) => alertRow(tenant, groupKey, alert, now)),
  );
  await bulk(
    tx,
    alerts,
    definitions(ALERT_COLUMNS),
    (x) => `
      INSERT INTO alert (${names(ALERT_COLUMNS)}) SELECT ${names(ALERT_COLUMNS)} FROM ${x}
      ON CONFLICT (tenant, key) DO UPDATE SET ${assignments(ALERT_COLUMNS, { id: 'alert.id' })}`,
  );
  await storeTimeline(tx, changes);
  for (const { tenant, incidents, removed, alerts, entries } of changes) {
    const touched = new Set([
      ...incidents.map(({ id }) => id),
      ...removed,
      ...alerts.map((a) => a.incidentId),
      ...entries.map((e) => e.incidentId),
    ]);
    for (const id of touched) if (id !== null) context.changed(tenant, 'incident', id);
  }
}

/** Lines that turned out to be of another time or another incident. */
async function withdrawLines(tx: Tx, changes: readonly TenantChange[]): Promise<void> {
  await bulk(
    tx,
    changes.flatMap(({ tenant, withdrawn }) => withdrawn.map((entry) => timelineRow(tenant, entry))),
    LINE,
    (x) => `
      DELETE FROM incident_timeline t USING ${x}
      WHERE t.tenant = x.tenant AND t.incident_id = x.incident_id AND t.at = x.at AND t.type = x.type AND t.content = x.content
        AND t.created_by = x.created_by AND t.metadata -> 'alertId' IS NOT DISTINCT FROM x.metadata -> 'alertId'`,
  );
}

/** Incidents whose alerts are all in another one now, and what was linked because of alerts that are there no more. */
async function removeIncidents(tx: Tx, changes: readonly TenantChange[]): Promise<void> {
  const gone = changes.flatMap(({ tenant, removed }) => removed.map((id) => ({ tenant, id, whole: true })));
  const left = changes.flatMap(({ tenant, left }) => left.map((id) => ({ tenant, id, whole: false })));
  const columns = 'tenant text, id uuid, whole boolean';
  await bulk(
    tx,
    [...gone, ...left],
    columns,
    (x) => `
      WITH x AS (SELECT * FROM ${x}),
      lines AS (
        DELETE FROM incident_timeline t USING x WHERE x.whole AND t.tenant = x.tenant AND t.incident_id = x.id),
      incidents AS (
        DELETE FROM incident i USING x WHERE x.whole AND i.tenant = x.tenant AND i.id = x.id)
      DELETE FROM incident_link l USING x WHERE l.tenant = x.tenant AND l.incident_id = x.id`,
  );
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
      ON CONFLICT (tenant, id) DO UPDATE SET title = excluded.title, description = excluded.description, severity = excluded.severity,
        status = excluded.status, created_at = excluded.created_at, updated_at = excluded.updated_at, resolved_at = excluded.resolved_at,
        affected_services = excluded.affected_services`,
  );
}

const LINE = 'tenant text, incident_id uuid, at timestamptz, type text, content text, created_by text, metadata jsonb';

/** Notes about alerts that were left out: the same number of them is told once. */
const isNote = (entry: TimelineEntry): boolean =>
  entry.type === 'system' && entry.metadata['oldSeverity'] === undefined;

async function storeTimeline(tx: Tx, changes: readonly TenantChange[]): Promise<void> {
  const entries = changes.flatMap(({ tenant, entries }) => entries.map((entry) => ({ tenant, entry })));
  const columns = 'tenant, incident_id, at, type, content, created_by, metadata';
  await bulk(
    tx,
    entries.filter(({ entry }) => !isNote(entry)).map(({ tenant, entry }) => timelineRow(tenant, entry)),
    LINE,
    (x) => `INSERT INTO incident_timeline (${columns}) SELECT ${columns} FROM ${x}`,
  );
  const notes = byKey(
    entries.filter(({ entry }) => isNote(entry)),
    ({ tenant, entry }) => keyOf(tenant, entry.incidentId, JSON.stringify(entry.metadata)),
    (first) => first,
  );
  await bulk(
    tx,
    [...notes.values()].map(({ tenant, entry }) => timelineRow(tenant, entry)),
    LINE,
    (x) => `
      INSERT INTO incident_timeline (${columns}) SELECT ${columns} FROM ${x}
      WHERE NOT EXISTS (
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

function alertRow(tenant: string, groupKey: string, alert: AlertState, now: Date): RowOf<typeof ALERT_COLUMNS> {
  return {
    tenant,
    id: alert.id,
    group_key: groupKey,
    alert_key: alert.alertKey,
    key: alert.key,
    fired: alert.fired,
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
