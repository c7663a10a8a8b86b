import type { AlertFact, IncidentStatus } from '@summit/contracts';

export type IncidentSeverity = 'critical' | 'high' | 'medium' | 'low';

export interface IncidentState {
  id: string;
  title: string;
  description: string | null;
  severity: IncidentSeverity;
  status: IncidentStatus;
  createdAt: Date;
  resolvedAt: Date | null;
  affectedServices: readonly string[];
  /** Somebody acted on it: it is never made into another one, and once it is resolved it is left alone. */
  handled: boolean;
  /** Opened by a person, with alerts of groups that they moved into it: it is theirs. */
  byHand: boolean;
}

/** One firing of one alert. */
export interface AlertState {
  id: string;
  /** Names this firing; see `firingKey`. */
  key: string;
  /** Names the alert over all its firings. */
  alertKey: string;
  name: string;
  severity: AlertFact['severity'];
  status: 'firing' | 'resolved';
  startsAt: Date;
  endsAt: Date | null;
  /** It was reported while it fired; false for one that was only ever reported as resolved. */
  fired: boolean;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  generatorUrl: string | null;
  value: string | null;
  /** The incident it belongs to; null for one that was only ever reported as resolved, and fired while none of its group did. */
  incidentId: string | null;
}

export interface TimelineEntry {
  incidentId: string;
  at: Date;
  type: 'alert' | 'status_change' | 'system';
  content: string;
  metadata: Readonly<Record<string, unknown>>;
}

/** The identity of one firing: the same alert fires again under another start, whose text always has the same length. */
export const firingKey = (fact: Pick<AlertFact, 'key' | 'startsAt'>): string =>
  `${fact.key} ${new Date(fact.startsAt).toISOString()}`;

const ranks = { critical: 4, high: 3, medium: 2, low: 1, info: 0 } as const;

/** Incidents know no `info`: what somebody is told about is at least low. */
export const incidentSeverity = (severity: AlertFact['severity']): IncidentSeverity =>
  severity === 'info' ? 'low' : severity;

/** What is told about a group at once: some of its alerts, each with its present state. */
export interface Notification {
  /** `firing` while any alert of the group fires, also one that was left out. */
  status: 'firing' | 'resolved';
  alerts: readonly AlertFact[];
  /** Alerts of the group that the notification does not hold. */
  truncatedAlerts: number;
  /** Alerts of the notification that could not be read, and what was wrong with the first of them. */
  unreadable: { count: number; problems: readonly string[] };
  receivedAt: Date;
}

export const isWorse = (a: IncidentSeverity, b: IncidentSeverity): boolean => ranks[a] > ranks[b];

/** The order in which alerts open, join and raise an incident. */
export const byStart = (a: AlertState, b: AlertState): number =>
  a.startsAt.getTime() - b.startsAt.getTime() || (a.key < b.key ? -1 : 1);

/** Alerts of the same incident together; those of none are left out. */
export function byIncident(alerts: readonly AlertState[]): Map<string, AlertState[]> {
  const grouped = new Map<string, AlertState[]>();
  for (const alert of alerts) {
    if (alert.incidentId === null) continue;
    const members = grouped.get(alert.incidentId);
    if (members) members.push(alert);
    else grouped.set(alert.incidentId, [alert]);
  }
  return grouped;
}
