import type { Incident } from '@summit/contracts';
import { useList, type LiveList } from '../../../shared/api/useList';

export const incidentTabs = ['active', 'resolved', 'all'] as const;
export type IncidentTab = (typeof incidentTabs)[number];

export const tabOf = (text: string): IncidentTab => incidentTabs.find((tab) => tab === text) ?? 'active';

export const belongs = (incident: Incident, tab: IncidentTab): boolean =>
  tab === 'all' || (tab === 'resolved') === (incident.status === 'resolved');

/** Incidents, newest first, live. */
export const useIncidents = (tab: IncidentTab): LiveList<Incident> =>
  useList({
    path: '/incidents',
    kind: 'incident',
    key: tab,
    params: () => ({ status: tab }),
    entityOf: (event) => (event.type === 'incident' ? event.incident : undefined),
    belongs: (incident) => belongs(incident, tab),
  });
