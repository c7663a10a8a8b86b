import { z } from 'zod';
import { pageOf, Time } from './primitives';
import { EntityLink } from './runs';

export const Severity = z.enum(['critical', 'high', 'medium', 'low', 'info']);
export const IncidentSeverity = z.enum(['critical', 'high', 'medium', 'low']);
export const IncidentStatus = z.enum(['open', 'investigating', 'mitigated', 'resolved']);
export type IncidentStatus = z.infer<typeof IncidentStatus>;

export const Alert = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  severity: Severity,
  status: z.enum(['firing', 'resolved']),
  startsAt: Time,
  endsAt: Time.optional(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  generatorURL: z.string().optional(),
  value: z.string().optional(),
});
export type Alert = z.infer<typeof Alert>;

export const Incident = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string().optional(),
  severity: IncidentSeverity,
  status: IncidentStatus,
  createdAt: Time,
  updatedAt: Time,
  resolvedAt: Time.optional(),
  createdBy: z.string(),
  assignedTo: z.string().optional(),
  affectedServices: z.array(z.string()),
  relatedAlerts: z.array(Alert),
});
export type Incident = z.infer<typeof Incident>;
export const IncidentPage = pageOf(Incident);

export const IncidentDetail = Incident.extend({ ledHere: z.array(EntityLink), followed: z.array(EntityLink) });
export type IncidentDetail = z.infer<typeof IncidentDetail>;

export const TimelineEvent = z.object({
  id: z.string(),
  incidentId: z.string(),
  timestamp: Time,
  type: z.enum(['status_change', 'comment', 'action', 'alert', 'system']),
  content: z.string(),
  createdBy: z.string(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
export type TimelineEvent = z.infer<typeof TimelineEvent>;

export const NewIncident = z.object({
  title: z.string().min(1).max(300),
  description: z.string().max(10_000).optional(),
  severity: IncidentSeverity,
  affectedServices: z.array(z.string()).max(50).optional(),
  relatedAlerts: z.array(z.string()).max(100).optional(),
});
export const IncidentUpdate = z.object({
  status: IncidentStatus,
  comment: z.string().max(10_000).optional(),
  assignedTo: z.string().max(200).optional(),
});
export const NewTimelineEvent = z.object({
  type: z.enum(['comment', 'action']),
  content: z.string().min(1).max(10_000),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
