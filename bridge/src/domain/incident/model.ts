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
}

/** One firing of one alert. */
export interface AlertState {
  id: string;
  /** `orgId/groupKey/fingerprint/startsAt`. */
  key: string;
  name: string;
  severity: AlertFact['severity'];
  status: 'firing' | 'resolved';
  startsAt: Date;
  endsAt: Date | null;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  generatorUrl: string | null;
  value: string | null;
  /** The incident it opened or joined; null for one that was only ever reported as resolved. */
  incidentId: string | null;
}

export interface TimelineEntry {
  incidentId: string;
  at: Date;
  type: 'alert' | 'status_change' | 'system';
  content: string;
  metadata: Readonly<Record<string, unknown>>;
}

/** The identity of one firing: the same alert fires again under another start. */
export const firingKey = (fact: AlertFact): string => `${fact.key}/${new Date(fact.startsAt).toISOString()}`;

const ranks = { critical: 4, high: 3, medium: 2, low: 1, info: 0 } as const;

/** Incidents know no `info`: what somebody is told about is at least low. */
export const incidentSeverity = (severity: AlertFact['severity']): IncidentSeverity =>
  severity === 'info' ? 'low' : severity;

export const isWorse = (a: IncidentSeverity, b: IncidentSeverity): boolean => ranks[a] > ranks[b];
