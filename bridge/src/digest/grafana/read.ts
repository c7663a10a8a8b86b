import { IncidentSeverity, IncidentStatus, Severity } from '@summit/contracts';
import { z } from 'zod';
import type { AlertState, GroupState, IncidentState } from '../../domain/incident';
import type { Tx } from '../../store/database';
import { bulk, keyOf } from '../shared/bulk';
import type { GroupNews } from './index';

const Texts = z.record(z.string(), z.string());

const Incident = z
  .object({
    tenant: z.string(),
    of_group: z.string(),
    group_key: z.string().nullable(),
    id: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    severity: IncidentSeverity,
    status: IncidentStatus,
    created_at: z.date(),
    resolved_at: z.date().nullable(),
    affected_services: z.array(z.string()),
    handled: z.boolean(),
  })
  .transform((row): { tenant: string; groupKey: string; incident: IncidentState } => ({
    tenant: row.tenant,
    groupKey: row.of_group,
    incident: {
      id: row.id,
      title: row.title,
      description: row.description,
      severity: row.severity,
      status: row.status,
      createdAt: row.created_at,
      resolvedAt: row.resolved_at,
      affectedServices: row.affected_services,
      handled: row.handled,
      byHand: row.group_key === null,
    },
  }));

const Alert = z
  .object({
    tenant: z.string(),
    group_key: z.string(),
    id: z.string(),
    key: z.string(),
    alert_key: z.string(),
    fired: z.boolean(),
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
      alertKey: row.alert_key,
      fired: row.fired,
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

/**
 * The groups of a batch as they stand around what it tells: the open incident, every firing that lies in one stretch of time with the firings
 * told of or with that incident, and the incidents of these with all their alerts. Incidents stay locked, so that what people do to them
 * meanwhile waits.
 */
export async function readGroups(tx: Tx, groups: readonly GroupNews[]): Promise<Map<string, GroupState>> {
  const alerts = Alert.array().parse(
    await bulk<unknown>(
      tx,
      groups.map((group) => ({ tenant: group.tenant, group_key: group.groupKey, ...spanOf(group) })),
      'tenant text, group_key text, lo timestamptz, hi timestamptz',
      alertsAround,
    ),
  );
  const open = groups.map(({ tenant, groupKey }) => ({ tenant, group_key: groupKey, id: null }));
  const named = new Map(
    alerts.flatMap(({ tenant, groupKey, alert: { incidentId: id } }) =>
      id === null ? [] : [[keyOf(tenant, groupKey, id), { tenant, group_key: groupKey, id }] as const],
    ),
  );
  const incidents = Incident.array().parse(
    await bulk<unknown>(tx, [...open, ...named.values()], 'tenant text, group_key text, id uuid', incidentsOf),
  );
  const states = new Map<string, { incidents: IncidentState[]; alerts: AlertState[] }>(
    groups.map(({ tenant, groupKey }) => [keyOf(tenant, groupKey), { incidents: [], alerts: [] }]),
  );
  for (const { tenant, groupKey, incident } of incidents) states.get(keyOf(tenant, groupKey))?.incidents.push(incident);
  for (const { tenant, groupKey, alert } of alerts) states.get(keyOf(tenant, groupKey))?.alerts.push(alert);
  return states;
}

/** From the first start to the last end that the notifications tell of; nothing, where they name no alert. */
function spanOf({ notifications }: GroupNews): { lo: string | null; hi: string | null } {
  const span: { lo: string | null; hi: string | null } = { lo: null, hi: null };
  for (const { alerts, receivedAt } of notifications) {
    for (const { status, startsAt, endsAt } of alerts) {
      const end = status === 'firing' ? 'infinity' : (endsAt ?? receivedAt.toISOString());
      // ISO times of one zone sort as texts, and digits before letters.
      if (span.lo === null || startsAt < span.lo) span.lo = startsAt;
      if (span.hi === null || end > span.hi) span.hi = end;
    }
  }
  return span;
}

/** The stretch grows from one overlapping firing to the next until it grows no more. */
const alertsAround = (x: string): string => `
  WITH RECURSIVE x AS (SELECT * FROM ${x}),
  open AS (
    SELECT i.tenant, i.group_key, i.id, i.created_at FROM x JOIN incident i USING (tenant, group_key) WHERE i.status <> 'resolved'),
  stretch AS (
    SELECT x.tenant, x.group_key, least(x.lo, open.created_at) AS lo,
      CASE WHEN open.id IS NULL THEN x.hi ELSE 'infinity'::timestamptz END AS hi
    FROM x LEFT JOIN open USING (tenant, group_key)
    UNION
    SELECT s.tenant, s.group_key, least(s.lo, more.lo), greatest(s.hi, more.hi)
    FROM stretch s CROSS JOIN LATERAL (
      SELECT min(a.starts_at) AS lo, max(coalesce(a.ends_at, 'infinity')) AS hi FROM alert a
      WHERE a.tenant = s.tenant AND a.group_key = s.group_key AND coalesce(a.ends_at, 'infinity') >= s.lo AND a.starts_at <= s.hi) more),
  near AS (
    SELECT a.tenant, a.group_key, a.id, a.incident_id
    FROM (SELECT tenant, group_key, min(lo) AS lo, max(hi) AS hi FROM stretch GROUP BY 1, 2) s
    JOIN alert a ON a.tenant = s.tenant AND a.group_key = s.group_key AND coalesce(a.ends_at, 'infinity') >= s.lo AND a.starts_at <= s.hi),
  theirs AS (
    SELECT a.tenant, a.id
    FROM (SELECT tenant, group_key, incident_id FROM near WHERE incident_id IS NOT NULL UNION SELECT tenant, group_key, id FROM open) i
    JOIN alert a ON a.tenant = i.tenant AND a.incident_id = i.incident_id AND a.group_key = i.group_key)
  SELECT a.* FROM (SELECT tenant, id FROM near UNION SELECT tenant, id FROM theirs) known JOIN alert a USING (tenant, id)`;

const incidentsOf = (x: string): string => `
  WITH x AS (SELECT * FROM ${x}),
  known AS (
    SELECT tenant, group_key, id FROM x WHERE id IS NOT NULL
    UNION
    SELECT i.tenant, i.group_key, i.id FROM x JOIN incident i USING (tenant, group_key) WHERE x.id IS NULL AND i.status <> 'resolved')
  SELECT i.*, known.group_key AS of_group FROM known JOIN incident i ON i.tenant = known.tenant AND i.id = known.id
  ORDER BY i.tenant, i.id FOR UPDATE OF i`;
