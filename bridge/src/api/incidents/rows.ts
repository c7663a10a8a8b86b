import { Incident, IncidentSeverity, IncidentStatus, type Alert } from '@summit/contracts';
import type { Expression, ExpressionBuilder, Selectable, SqlBool } from 'kysely';
import type { Database } from '../../store/database';
import type { IncidentTable, Tables } from '../../store/tables';
import { toAlerts } from '../alerts/rows';
import { exactTime } from '../paging/keyset';
import { isoOf, orLeftOut } from '../rows';
import { readableRows, type Unreadable } from '../unreadable';

export type IncidentRow = Selectable<IncidentTable> & { cursor_key: string };
export type IncidentBuilder = ExpressionBuilder<Tables, 'incident'>;

export const selectIncidents = (
  db: Database,
  tenant: string,
  where: (build: IncidentBuilder) => Expression<SqlBool>,
  limit: number,
): Promise<IncidentRow[]> =>
  db
    .selectFrom('incident')
    .selectAll()
    .select(exactTime('incident.created_at').as('cursor_key'))
    .where('tenant', '=', tenant)
    .where(where)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** Alerts of one incident that are shown with it. */
const ALERTS_PER_INCIDENT = 100;

/** The incidents of rows with their alerts, without those of both that break their contract. */
export async function toIncidents(
  db: Database,
  tenant: string,
  rows: readonly IncidentRow[],
  unreadable: Unreadable,
): Promise<Incident[]> {
  if (rows.length === 0) return [];
  const alerts = await db
    .selectFrom('alert')
    .selectAll()
    .where('tenant', '=', tenant)
    .where(
      'incident_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('starts_at', 'desc')
    .orderBy('id')
    .limit(ALERTS_PER_INCIDENT * rows.length)
    .execute();
  const byIncident = new Map(rows.map((row) => [row.id, new Array<(typeof alerts)[number]>()]));
  for (const alert of alerts) byIncident.get(alert.incident_id ?? '')?.push(alert);
  const read = (row: IncidentRow) =>
    toIncident(row, toAlerts((byIncident.get(row.id) ?? []).slice(0, ALERTS_PER_INCIDENT), unreadable));
  return readableRows(rows, { kind: 'incident', schema: Incident, read }, unreadable);
}

const toIncident = (row: IncidentRow, relatedAlerts: Alert[]): Incident => ({
  id: row.id,
  title: row.title,
  description: orLeftOut(row.description),
  severity: IncidentSeverity.parse(row.severity),
  status: IncidentStatus.parse(row.status),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  resolvedAt: orLeftOut(isoOf(row.resolved_at)),
  createdBy: row.created_by,
  assignedTo: orLeftOut(row.assigned_to),
  affectedServices: row.affected_services,
  relatedAlerts,
});

/** Current state of the incidents with these ids, in no particular order. */
export async function incidentsById(
  db: Database,
  tenant: string,
  ids: readonly string[],
  unreadable: Unreadable,
): Promise<Incident[]> {
  if (ids.length === 0) return [];
  const rows = await selectIncidents(db, tenant, (build) => build('incident.id', 'in', ids), ids.length);
  return toIncidents(db, tenant, rows, unreadable);
}
