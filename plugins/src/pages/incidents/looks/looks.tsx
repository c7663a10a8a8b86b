import { Badge, type BadgeColor } from '@grafana/ui';
import type { IconName } from '@grafana/data';
import type { Incident, IncidentStatus } from '@summit/contracts';

interface Look {
  color: BadgeColor;
  icon: IconName;
  text: string;
}

export const severityLooks: Readonly<Record<Incident['severity'], Look>> = {
  critical: { color: 'red', icon: 'fire', text: 'Critical' },
  high: { color: 'orange', icon: 'exclamation-triangle', text: 'High' },
  medium: { color: 'blue', icon: 'exclamation-circle', text: 'Medium' },
  low: { color: 'darkgrey', icon: 'info-circle', text: 'Low' },
};

export const stateLooks: Readonly<Record<IncidentStatus, Look>> = {
  open: { color: 'red', icon: 'bell', text: 'Open' },
  investigating: { color: 'orange', icon: 'search', text: 'Investigating' },
  mitigated: { color: 'blue', icon: 'shield', text: 'Mitigated' },
  resolved: { color: 'green', icon: 'check-circle', text: 'Resolved' },
};

export const severities: ReadonlyArray<Incident['severity']> = ['critical', 'high', 'medium', 'low'];
export const states: readonly IncidentStatus[] = ['open', 'investigating', 'mitigated', 'resolved'];

export const SeverityBadge = ({ severity }: { severity: Incident['severity'] }) => (
  <Badge {...severityLooks[severity]} />
);
export const StateBadge = ({ status }: { status: IncidentStatus }) => (
  <Badge {...stateLooks[status]} data-testid="incident-state" />
);
