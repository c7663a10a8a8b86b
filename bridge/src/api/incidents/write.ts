import type { IncidentStatus, IncidentUpdate, NewIncident, NewTimelineEvent } from '@summit/contracts';
import type { z } from 'zod';
import type { Tx } from '../../store/database';
import { audit, changed } from '../audit';
import type { Caller } from '../auth/caller';
import { ApiError, badRequest, notFound } from '../errors';
import { uuidOf } from '../validId';

interface Entry {
  type: 'status_change' | 'comment' | 'action' | 'alert' | 'system';
  content: string;
  metadata?: Readonly<Record<string, unknown>>;
}

/** Adds a line to the timeline; returns its id. */
export async function addToTimeline(
  tx: Tx,
  caller: Caller,
  incidentId: string,
  at: Date,
  entry: Entry,
): Promise<string> {
  const row = await tx
    .insertInto('incident_timeline')
    .values({
      tenant: caller.tenant,
      incident_id: incidentId,
      at,
      type: entry.type,
      content: entry.content,
      created_by: caller.displayName,
      metadata: JSON.stringify(entry.metadata ?? {}),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Opens an incident by hand. Alerts named must be the tenant's own; one that belongs to another open incident moves here. */
export async function openIncident(
  tx: Tx,
  caller: Caller,
  wanted: z.output<typeof NewIncident>,
  now: Date,
): Promise<string> {
  const alerts = [...new Set(wanted.relatedAlerts ?? [])];
  const unknown = await unknownAlerts(tx, caller.tenant, alerts);
  if (unknown.length > 0)
    throw badRequest(
      'The body is not what this call takes.',
      unknown.map((id) => `relatedAlerts: there is no alert ${id}`),
    );
  const { id } = await tx
    .insertInto('incident')
    .values({
      tenant: caller.tenant,
      title: wanted.title,
      description: wanted.description ?? null,
      severity: wanted.severity,
      status: 'open',
      created_at: now,
      updated_at: now,
      created_by: caller.displayName,
      affected_services: wanted.affectedServices ?? [],
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (alerts.length > 0) {
    await tx
      .updateTable('incident')
      .set({ handled: true })
      .where('tenant', '=', caller.tenant)
      .where('id', 'in', (old) =>
        old
          .selectFrom('alert')
          .select('incident_id')
          .where('tenant', '=', caller.tenant)
          .where('id', 'in', alerts)
          .where('incident_id', 'is not', null)
          .$castTo<{ incident_id: string }>(),
      )
      .execute();
    await tx
      .updateTable('alert')
      .set({ incident_id: id })
      .where('tenant', '=', caller.tenant)
      .where('id', 'in', alerts)
      .execute();
  }
  await addToTimeline(tx, caller, id, now, {
    type: 'status_change',
    content: `Opened by ${caller.displayName}.`,
    metadata: { oldStatus: null, newStatus: 'open' },
  });
  await audit(tx, caller, 'incident.open', id, { title: wanted.title, severity: wanted.severity });
  await changed(tx, caller.tenant, 'incident', id);
  return id;
}

async function unknownAlerts(tx: Tx, tenant: string, ids: readonly string[]): Promise<string[]> {
  const possible = ids.filter((id) => uuidOf(id) !== null);
  if (possible.length === 0) return [...ids];
  const rows = await tx
    .selectFrom('alert')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', 'in', possible)
    .execute();
  const known = new Set(rows.map((row) => row.id));
  return ids.filter((id) => !known.has(id));
}

/** Locks the incident for the rest of the transaction; throws 404 when the tenant has no such one. */
async function locked(
  tx: Tx,
  tenant: string,
  id: string,
): Promise<{ status: string; assigned_to: string | null; group_key: string | null }> {
  const row =
    uuidOf(id) === null
      ? undefined
      : await tx
          .selectFrom('incident')
          .select(['status', 'assigned_to', 'group_key'])
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
  if (!row) throw notFound('incident');
  return row;
}

/** Moves an incident on, hands it to somebody, comments; each of these is a line of the timeline. */
export async function updateIncident(
  tx: Tx,
  caller: Caller,
  id: string,
  update: z.output<typeof IncidentUpdate>,
  now: Date,
): Promise<void> {
  const current = await locked(tx, caller.tenant, id);
  const moved = current.status !== update.status;
  const assigned = update.assignedTo !== undefined && (update.assignedTo || null) !== current.assigned_to;
  if (current.status === 'resolved' && moved) await refuseSecondOpen(tx, caller.tenant, current.group_key);
  await tx
    .updateTable('incident')
    .set({
      status: update.status,
      updated_at: now,
      handled: true,
      ...(moved ? { resolved_at: update.status === 'resolved' ? now : null } : {}),
      ...(assigned ? { assigned_to: update.assignedTo || null } : {}),
    })
    .where('tenant', '=', caller.tenant)
    .where('id', '=', id)
    .execute()
    .catch(openElsewhereIfSo);
  if (moved)
    await addToTimeline(tx, caller, id, now, {
      type: 'status_change',
      content: statusLine(update.status),
      metadata: { oldStatus: current.status, newStatus: update.status },
    });
  if (assigned)
    await addToTimeline(tx, caller, id, now, {
      type: 'action',
      content: update.assignedTo ? `Assigned to ${update.assignedTo}.` : 'No longer assigned.',
    });
  if (update.comment) await addToTimeline(tx, caller, id, now, { type: 'comment', content: update.comment });
  await audit(tx, caller, 'incident.update', id, {
    from: current.status,
    to: update.status,
    assignedTo: update.assignedTo,
  });
  await changed(tx, caller.tenant, 'incident', id);
}

/** Alerts of one group belong to one open incident: one that was resolved stays so while a later one is open. */
async function refuseSecondOpen(tx: Tx, tenant: string, groupKey: string | null): Promise<void> {
  if (groupKey === null) return;
  const other = await tx
    .selectFrom('incident')
    .select(['id', 'title'])
    .where('tenant', '=', tenant)
    .where('group_key', '=', groupKey)
    .where('status', '<>', 'resolved')
    .executeTakeFirst();
  if (other) throw openElsewhere([`Go on in "${other.title}" (${other.id}), or resolve it first.`]);
}

/** An alert that came between the look and the update opened the later incident: the unique index says the same. */
function openElsewhereIfSo(error: unknown): never {
  throw error instanceof Error && 'constraint' in error && error.constraint === 'incident_open_group'
    ? openElsewhere(['Load the incidents again to see it.'])
    : error;
}

const openElsewhere = (causes: readonly string[]): ApiError =>
  new ApiError(409, 'This incident cannot be opened again: a later one is open for the same alerts.', causes);

const statusLine = (status: IncidentStatus): string =>
  ({ open: 'Opened again.', investigating: 'Being investigated.', mitigated: 'Mitigated.', resolved: 'Resolved.' })[
    status
  ];

/** Adds what a person wrote to the timeline; returns its id. */
export async function comment(
  tx: Tx,
  caller: Caller,
  id: string,
  entry: z.output<typeof NewTimelineEvent>,
  now: Date,
): Promise<string> {
  await locked(tx, caller.tenant, id);
  const lineId = await addToTimeline(tx, caller, id, now, entry);
  await tx
    .updateTable('incident')
    .set({ updated_at: now, handled: true })
    .where('tenant', '=', caller.tenant)
    .where('id', '=', id)
    .execute();
  await audit(tx, caller, 'incident.timeline', id, { type: entry.type, line: lineId });
  await changed(tx, caller.tenant, 'incident', id);
  return lineId;
}
