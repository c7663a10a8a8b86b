import { IncidentSeverity, IncidentStatus, Severity } from '@summit/contracts';
import { z } from 'zod';
import { type AlertState, firingKey, type GroupState, type IncidentState } from '../../domain/incident';
import type { Tx } from '../../store/database';
import { bulk, keyOf } from '../shared/bulk';
import type { Received } from './index';

const Texts = z.record(z.string(), z.string());

const Incident = z
  .object({
    tenant: z.string(),
    group_key: z.string(),
    id: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    severity: IncidentSeverity,
    status: IncidentStatus,
    created_at: z.date(),
    resolved_at: z.date().nullable(),
    affected_services: z.array(z.string()),
  })
  .transform((row): IncidentState & { tenant: string; groupKey: string } => ({
    tenant: row.tenant,
    groupKey: row.group_key,
    id: row.id,
    title: row.title,
    description: row.description,
    severity: row.severity,
    status: row.status,
    createdAt: row.created_at,
    resolvedAt: row.resolved_at,
    affectedServices: row.affected_services,
  }));

const Alert = z
  .object({
    tenant: z.string(),
    group_key: z.string(),
    id: z.string(),
    key: z.string(),
    name: z.string(),
    severity: Severity,
    status: z.enum(['firing', 'resolved']),
    starts_at: z.date(),
    ends_at: z.date().nullable(),
    labels: Texts,
    annotations: Texts,
    generator_url: z.string().nullable(),
    value: z.string().nullable(),
    incident_id: z.string().nullable(),
  })
  .transform((row): { tenant: string; groupKey: string; alert: AlertState } => ({
    tenant: row.tenant,
    groupKey: row.group_key,
    alert: {
      id: row.id,
      key: row.key,
      name: row.name,
      severity: row.severity,
      status: row.status,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      labels: row.labels,
      annotations: row.annotations,
      generatorUrl: row.generator_url,
      value: row.value,
      incidentId: row.incident_id,
    },
  }));

/** The groups of a batch as they stand: their open incident, its alerts, and the alerts that the batch names. */
export async function readGroups(tx: Tx, received: readonly Received[]): Promise<Map<string, GroupState>> {
  const keys = received.map(({ tenant, notification }) => ({ tenant, group_key: notification.groupKey }));
  const open = await bulk<unknown>(
    tx,
    keys,
    'tenant text, group_key text',
    (x) => `
      SELECT i.* FROM incident i
      WHERE (i.tenant, i.group_key) IN (SELECT tenant, group_key FROM ${x}) AND i.status <> 'resolved'
      ORDER BY i.tenant, i.id FOR UPDATE`,
  );
  const incidents = Incident.array().parse(open);
  const named = received.flatMap(({ tenant, notification }) =>
    notification.alerts.map((fact) => ({
      tenant,
      group_key: notification.groupKey,
      key: firingKey(fact),
      incident_id: null,
    })),
  );
  const attached = incidents.map(({ tenant, groupKey, id }) => ({
    tenant,
    group_key: groupKey,
    key: null,
    incident_id: id,
  }));
  const rows = await bulk<unknown>(
    tx,
    [...named, ...attached],
    'tenant text, group_key text, key text, incident_id uuid',
    (x) => `
      WITH x AS (SELECT * FROM ${x})
      SELECT a.*, x.group_key FROM x JOIN alert a ON a.tenant = x.tenant AND a.key = x.key WHERE x.key IS NOT NULL
      UNION
      SELECT a.*, x.group_key FROM x JOIN alert a ON a.tenant = x.tenant AND a.incident_id = x.incident_id WHERE x.key IS NULL`,
  );
  const groups = new Map<string, { open: IncidentState | null; alerts: AlertState[] }>();
  const groupFor = (tenant: string, groupKey: string): { open: IncidentState | null; alerts: AlertState[] } => {
    const key = keyOf(tenant, groupKey);
    const known = groups.get(key) ?? { open: null, alerts: [] };
    groups.set(key, known);
    return known;
  };
  for (const { tenant, groupKey, ...incident } of incidents) groupFor(tenant, groupKey).open = incident;
  for (const { tenant, groupKey, alert } of Alert.array().parse(rows)) groupFor(tenant, groupKey).alerts.push(alert);
  return groups;
}
