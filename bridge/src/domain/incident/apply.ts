import type { AlertFact } from '@summit/contracts';
import { type AlertState, firingKey, type IncidentState, incidentSeverity, isWorse, type TimelineEntry } from './model';
import { servicesOf } from './references';

/** What is known of a group before a notification: its open incident, that incident's alerts, and those that the notification names. */
export interface GroupState {
  open: IncidentState | null;
  alerts: readonly AlertState[];
}

export interface Notification {
  status: 'firing' | 'resolved';
  alerts: readonly AlertFact[];
  truncatedAlerts: number;
}

/** What a notification changes. Alerts that joined an incident just now are in `joined` too: their links are still to be found. */
export interface GroupChange {
  group: GroupState;
  incidents: readonly IncidentState[];
  alerts: readonly AlertState[];
  joined: readonly AlertState[];
  entries: readonly TimelineEntry[];
}

export interface Outside {
  receivedAt: Date;
  newId: () => string;
}

/**
 * One notification applied to its group. A firing alert opens an incident, or joins the open one of its group; the incident is resolved
 * when all its alerts are. A firing that was seen once is never opened again, however often it is repeated, and a resolved one does not
 * fire again when its reports come out of order. A resolved alert that never fired here opens nothing; if its firing comes late after all,
 * the incident is written down as the past it is.
 */
export function applyNotification(known: GroupState, notification: Notification, outside: Outside): GroupChange {
  const work: Work = {
    outside,
    open: known.open,
    alerts: new Map(known.alerts.map((alert) => [alert.key, alert])),
    changedAlerts: new Map(),
    changedIncidents: new Map(),
    joined: [],
    entries: [],
  };
  for (const fact of [...notification.alerts].sort(byStart)) applyAlert(work, fact);
  if (work.open && notification.truncatedAlerts > 0) noteTruncated(work, work.open, notification.truncatedAlerts);
  // Of those that were left out some may fire still.
  const blind = notification.truncatedAlerts > 0 && notification.status === 'firing';
  if (work.open && !blind) resolveIfDone(work, work.open);
  return {
    group: { open: work.open, alerts: [...work.alerts.values()] },
    incidents: [...work.changedIncidents.values()],
    alerts: [...work.changedAlerts.values()],
    joined: work.joined,
    entries: work.entries,
  };
}

/** The group while a notification is applied to it. */
interface Work {
  readonly outside: Outside;
  open: IncidentState | null;
  readonly alerts: Map<string, AlertState>;
  readonly changedAlerts: Map<string, AlertState>;
  readonly changedIncidents: Map<string, IncidentState>;
  readonly joined: AlertState[];
  readonly entries: TimelineEntry[];
}

function applyAlert(work: Work, fact: AlertFact): void {
  const key = firingKey(fact);
  const known = work.alerts.get(key);
  if (known === undefined) {
    const alert = alertOf(fact, key, work.outside);
    setAlert(work, alert);
    if (fact.status === 'firing') join(work, alert);
    return;
  }
  if (fact.status === 'resolved') {
    if (known.status === 'firing') resolveAlert(work, known, fact);
    return;
  }
  if (known.status === 'firing') refresh(work, known, fact);
  // The firing of an alert that was first heard of when it was over.
  else if (known.incidentId === null) join(work, known);
}

function alertOf(fact: AlertFact, key: string, { newId, receivedAt }: Outside): AlertState {
  return {
    id: newId(),
    key,
    name: fact.name,
    severity: fact.severity,
    status: fact.status,
    startsAt: new Date(fact.startsAt),
    endsAt: fact.status === 'resolved' ? endOf(fact, receivedAt) : null,
    labels: fact.labels,
    annotations: fact.annotations,
    generatorUrl: fact.generatorUrl ?? null,
    value: fact.value ?? null,
    incidentId: null,
  };
}

/** Never before the start; now, where Grafana does not say. */
function endOf(fact: AlertFact, receivedAt: Date): Date {
  const end = fact.endsAt === undefined ? receivedAt.getTime() : Date.parse(fact.endsAt);
  return new Date(Math.max(end, Date.parse(fact.startsAt)));
}

function setAlert(work: Work, alert: AlertState): void {
  work.alerts.set(alert.key, alert);
  work.changedAlerts.set(alert.key, alert);
}

function setIncident(work: Work, incident: IncidentState): void {
  work.changedIncidents.set(incident.id, incident);
  work.open = incident.status === 'resolved' ? null : incident;
}

/** Repeated notifications carry the newest value and texts. */
function refresh(work: Work, known: AlertState, fact: AlertFact): void {
  const { labels, annotations } = fact;
  const fresh = { ...known, labels, annotations, value: fact.value ?? known.value };
  if (JSON.stringify(fresh) !== JSON.stringify(known)) setAlert(work, fresh);
}

function resolveAlert(work: Work, known: AlertState, fact: AlertFact): void {
  const endsAt = endOf(fact, work.outside.receivedAt);
  setAlert(work, { ...known, status: 'resolved', endsAt });
  if (known.incidentId === null) return;
  work.entries.push({
    incidentId: known.incidentId,
    at: endsAt,
    type: 'alert',
    content: `${known.name} is resolved.`,
    metadata: { alertId: known.id, status: 'resolved' },
  });
}

/** The alert joins the open incident of its group, or opens one. */
function join(work: Work, alert: AlertState): void {
  const services = servicesOf(alert);
  const severity = incidentSeverity(alert.severity);
  const incident = work.open ?? openIncident(work, alert);
  const joined = { ...alert, incidentId: incident.id };
  setAlert(work, joined);
  work.joined.push(joined);
  const say = (at: Date, type: TimelineEntry['type'], content: string, metadata: Record<string, unknown>): void =>
    void work.entries.push({ incidentId: incident.id, at, type, content, metadata });
  say(alert.startsAt, 'alert', `${alert.name} is firing.`, {
    alertId: alert.id,
    status: 'firing',
    severity: alert.severity,
  });
  if (alert.status === 'resolved' && alert.endsAt)
    say(alert.endsAt, 'alert', `${alert.name} is resolved.`, { alertId: alert.id, status: 'resolved' });
  const worse = isWorse(severity, incident.severity);
  if (worse)
    say(alert.startsAt, 'system', `Severity raised from ${incident.severity} to ${severity} by ${alert.name}.`, {
      oldSeverity: incident.severity,
      newSeverity: severity,
    });
  setIncident(work, {
    ...incident,
    severity: worse ? severity : incident.severity,
    affectedServices: [...new Set([...incident.affectedServices, ...services])].sort(),
  });
}

function openIncident(work: Work, alert: AlertState): IncidentState {
  const incident: IncidentState = {
    id: work.outside.newId(),
    title: title(alert.annotations.summary || alert.name),
    description: alert.annotations.description || alert.annotations.message || null,
    severity: incidentSeverity(alert.severity),
    status: 'open',
    createdAt: alert.startsAt,
    resolvedAt: null,
    affectedServices: [],
  };
  work.entries.push({
    incidentId: incident.id,
    at: alert.startsAt,
    type: 'status_change',
    content: `Opened by the alert ${alert.name}.`,
    metadata: { oldStatus: null, newStatus: 'open' },
  });
  return incident;
}

function noteTruncated(work: Work, incident: IncidentState, count: number): void {
  work.entries.push({
    incidentId: incident.id,
    at: work.outside.receivedAt,
    type: 'system',
    content: `${count} more ${count === 1 ? 'alert' : 'alerts'} of this group were left out of a notification.`,
    metadata: { truncatedAlerts: count },
  });
}

function resolveIfDone(work: Work, incident: IncidentState): void {
  const alerts = [...work.alerts.values()].filter((alert) => alert.incidentId === incident.id);
  if (alerts.length === 0 || alerts.some((alert) => alert.status === 'firing')) return;
  const ends = alerts.map((alert) => (alert.endsAt ?? work.outside.receivedAt).getTime());
  const resolvedAt = new Date(Math.max(...ends));
  setIncident(work, { ...incident, status: 'resolved', resolvedAt });
  work.entries.push({
    incidentId: incident.id,
    at: resolvedAt,
    type: 'status_change',
    content: alerts.length === 1 ? 'Resolved: its alert is.' : `Resolved: all ${alerts.length} alerts are.`,
    metadata: { oldStatus: incident.status, newStatus: 'resolved' },
  });
}

/** As long as a title may be, and not half a character more. */
const title = (text: string): string => text.slice(0, 300).replace(/[\ud800-\udbff]$/, '');

const byStart = (a: AlertFact, b: AlertFact): number =>
  Date.parse(a.startsAt) - Date.parse(b.startsAt) || (a.key < b.key ? -1 : 1);
