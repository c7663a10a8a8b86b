import { type AlertState, byStart, type IncidentState, incidentSeverity, isWorse, type TimelineEntry } from './model';

/** What the timeline says of the alerts: each firing, and each end. */
export function alertLines(incidentId: string, members: readonly AlertState[]): TimelineEntry[] {
  return members.flatMap((alert) => [firingLine(incidentId, alert), ...endLines(incidentId, alert)]);
}

/** All that the timeline says of an incident nobody acted on, which follows from its alerts. */
export function incidentLines(incident: IncidentState, members: readonly AlertState[]): TimelineEntry[] {
  const sorted = [...members].sort(byStart);
  const [first] = sorted;
  if (first === undefined) return [];
  let severity = incidentSeverity(first.severity);
  const told = sorted.flatMap((alert) => {
    const raised = raiseLines(incident.id, severity, alert);
    if (raised.length > 0) severity = incidentSeverity(alert.severity);
    return [firingLine(incident.id, alert), ...endLines(incident.id, alert), ...raised];
  });
  return [openedLine(incident, first), ...told, ...resolvedLines(incident, incident.status, sorted.length)];
}

function openedLine(incident: IncidentState, first: AlertState): TimelineEntry {
  return {
    incidentId: incident.id,
    at: incident.createdAt,
    type: 'status_change',
    content: `Opened by the alert ${first.name}.`,
    metadata: { oldStatus: null, newStatus: 'open' },
  };
}

const firingLine = (incidentId: string, alert: AlertState): TimelineEntry => ({
  incidentId,
  at: alert.startsAt,
  type: 'alert',
  content: `${alert.name} is firing.`,
  metadata: { alertId: alert.id, status: 'firing', severity: alert.severity },
});

const endLines = (incidentId: string, alert: AlertState): TimelineEntry[] =>
  alert.status === 'resolved' && alert.endsAt
    ? [
        {
          incidentId,
          at: alert.endsAt,
          type: 'alert',
          content: `${alert.name} is resolved.`,
          metadata: { alertId: alert.id, status: 'resolved' },
        },
      ]
    : [];

/** None, where the alert is no worse. */
export function raiseLines(incidentId: string, from: IncidentState['severity'], alert: AlertState): TimelineEntry[] {
  const to = incidentSeverity(alert.severity);
  if (!isWorse(to, from)) return [];
  const content = `Severity raised from ${from} to ${to} by ${alert.name}.`;
  return [
    {
      incidentId,
      at: alert.startsAt,
      type: 'system',
      content,
      metadata: { oldSeverity: from, newSeverity: to },
    },
  ];
}

/** None, where the incident is not resolved. */
export function resolvedLines(
  incident: IncidentState,
  oldStatus: IncidentState['status'],
  alerts: number,
): TimelineEntry[] {
  if (incident.resolvedAt === null) return [];
  return [
    {
      incidentId: incident.id,
      at: incident.resolvedAt,
      type: 'status_change',
      content: alerts === 1 ? 'Resolved: its alert is.' : `Resolved: all ${alerts} alerts are.`,
      metadata: { oldStatus: oldStatus === 'resolved' ? 'open' : oldStatus, newStatus: 'resolved' },
    },
  ];
}

/** Alerts of a group that a notification did not hold, or held in a form that cannot be read: each number of them is noted once. */
export function leftOutLines(
  incidentId: string,
  at: Date,
  truncated: number,
  unreadable: { count: number; problems: readonly string[] },
): TimelineEntry[] {
  const note = (content: string, metadata: Record<string, unknown>): TimelineEntry[] => [
    { incidentId, at, type: 'system', content, metadata },
  ];
  const alerts = (count: number): string => (count === 1 ? '1 alert' : `${count} alerts`);
  return [
    ...(truncated > 0
      ? note(
          `${truncated} more ${truncated === 1 ? 'alert' : 'alerts'} of this group were left out of a notification.`,
          { truncatedAlerts: truncated },
        )
      : []),
    ...(unreadable.count > 0
      ? note(`${alerts(unreadable.count)} of this group could not be read (${unreadable.problems.join('; ')}).`, {
          unreadableAlerts: unreadable.count,
        })
      : []),
  ];
}
