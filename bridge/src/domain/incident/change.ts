import { alertLines, incidentLines, leftOutLines } from './lines';
import {
  type AlertState,
  byIncident,
  byStart,
  type IncidentState,
  type Notification,
  type TimelineEntry,
} from './model';
import type { Outcome, Work } from './outcome';

/**
 * What is known of a group around the alerts that are told of: all its firings that lie there and those of the same incidents, these
 * incidents, and the open one.
 */
export interface GroupState {
  incidents: readonly IncidentState[];
  alerts: readonly AlertState[];
}

/** What notifications change. */
export interface GroupChange {
  group: GroupState;
  incidents: readonly IncidentState[];
  /** Incidents whose alerts turned out to belong to another one. */
  removed: readonly string[];
  alerts: readonly AlertState[];
  /** Alerts, by their start, whose incident is still to be linked to what they name: those that joined it, and all of one that others left. */
  joined: readonly AlertState[];
  /** Incidents that alerts have left: nothing is linked to them any more, until what is in `joined` is. */
  left: readonly string[];
  entries: readonly TimelineEntry[];
  withdrawn: readonly TimelineEntry[];
  /** For each notification, how many of its alerts said something new. */
  news: readonly number[];
}

/** The difference between a group as it was and as it is. */
export function changeOf(all: {
  known: GroupState;
  alerts: ReadonlyMap<string, AlertState>;
  news: readonly number[];
  outcomes: readonly Outcome[];
  work: Work;
  settled: ReadonlySet<string>;
  notifications: readonly Notification[];
}): GroupChange {
  const { known, alerts, news, outcomes, work, settled, notifications } = all;
  const old = new Map(known.alerts.map((alert) => [alert.key, alert]));
  const after = [...alerts.values()];
  const gone = [...work.unclaimed].filter((one) => (work.known.get(one.id)?.length ?? 0) > 0);
  const removed = gone.map(({ id }) => id);
  const told = outcomes.flatMap(({ incident }) => incident ?? []);
  const isGone = new Set(removed);
  const incidents = [
    ...known.incidents.filter(({ id }) => !isGone.has(id) && !told.some((one) => one.id === id)),
    ...told,
  ];
  const left = known.alerts.flatMap(({ key, incidentId }) =>
    incidentId !== null && !isGone.has(incidentId) && alerts.get(key)?.incidentId !== incidentId ? [incidentId] : [],
  );

  const isLeft = new Set(left);
  const joined = after
    .filter(({ key, incidentId: id }) => id !== null && (isLeft.has(id) || id !== (old.get(key)?.incidentId ?? null)))
    .sort(byStart);

  const lines = compare(linesBefore(known, work, outcomes, settled), linesAfter(byIncident(after), outcomes, settled));
  const open = told.find((one) => one.status !== 'resolved');
  const notes = open
    ? notifications.flatMap((one) => leftOutLines(open.id, one.receivedAt, one.truncatedAlerts, one.unreadable))
    : [];
  return {
    group: { incidents, alerts: after },
    incidents: outcomes.flatMap(({ incident, before }) =>
      incident && !sameIncident(incident, before) ? [incident] : [],
    ),
    removed,
    alerts: after.filter((alert) => alert !== old.get(alert.key)),
    joined,
    left: [...isLeft],
    entries: [...lines.added, ...outcomes.flatMap(({ entries }) => entries), ...notes],
    withdrawn: lines.withdrawn,
    news,
  };
}

function linesBefore(
  known: GroupState,
  work: Work,
  outcomes: readonly Outcome[],
  settled: ReadonlySet<string>,
): TimelineEntry[] {
  const handled = new Set(outcomes.flatMap(({ before }) => (before?.handled ? [before.id] : [])));
  return known.incidents.flatMap((incident) => {
    const members = work.known.get(incident.id) ?? [];
    return settled.has(incident.id) || handled.has(incident.id)
      ? alertLines(incident.id, members)
      : incidentLines(incident, members);
  });
}

function linesAfter(
  members: ReadonlyMap<string, readonly AlertState[]>,
  outcomes: readonly Outcome[],
  settled: ReadonlySet<string>,
): TimelineEntry[] {
  const told = outcomes.flatMap(({ incident }) => {
    if (incident === null) return [];
    const own = members.get(incident.id) ?? [];
    return incident.handled ? alertLines(incident.id, own) : incidentLines(incident, own);
  });
  return [...told, ...[...settled].flatMap((id) => alertLines(id, members.get(id) ?? []))];
}

function compare(
  before: readonly TimelineEntry[],
  after: readonly TimelineEntry[],
): { added: TimelineEntry[]; withdrawn: TimelineEntry[] } {
  const had = new Set(before.map(lineKey));
  const has = new Set(after.map(lineKey));
  return {
    added: after.filter((line) => !had.has(lineKey(line))),
    withdrawn: before.filter((line) => !has.has(lineKey(line))),
  };
}

/** The content is last: nothing before it holds a space. */
const lineKey = ({ incidentId, at, type, content, metadata }: TimelineEntry): string =>
  `${incidentId} ${at.getTime()} ${type} ${String(metadata['alertId'])} ${content}`;

function sameIncident(a: IncidentState, b: IncidentState | null): boolean {
  const told = (one: IncidentState): string =>
    JSON.stringify([
      one.title,
      one.description,
      one.severity,
      one.status,
      one.createdAt,
      one.resolvedAt,
      one.affectedServices,
    ]);
  return b !== null && told(a) === told(b);
}
