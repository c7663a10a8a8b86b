import type { Incident } from '@summit/contracts';
import type { Column } from '../../../shared/csv/csv';

/** What a file of incidents has. */
export const incidentColumns: readonly Column<Incident>[] = [
  { head: 'id', value: (incident) => incident.id },
  { head: 'title', value: (incident) => incident.title },
  { head: 'severity', value: (incident) => incident.severity },
  { head: 'status', value: (incident) => incident.status },
  { head: 'services', value: (incident) => incident.affectedServices.join(' ') },
  { head: 'created_at', value: (incident) => incident.createdAt },
  { head: 'resolved_at', value: (incident) => incident.resolvedAt },
];
