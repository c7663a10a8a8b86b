import type { IncidentDetail, TimelineEvent } from '@summit/contracts';
import { api } from '../../../shared/api/client';
import { useLoad } from '../../../shared/api/useLoad';
import { usePages } from '../../../shared/api/usePages';
import { useLive, useThrottled } from '../../../shared/live/useLive';

const reloadEveryMs = 500;

/** An incident and its timeline; what other people do to it is seen within a second. */
export function useIncident(incidentId: string) {
  const path = `/incidents/${encodeURIComponent(incidentId)}`;
  const loaded = useLoad(path, () => api.get<IncidentDetail>(path), { keepOld: false });
  const timeline = usePages<TimelineEvent>(`${path}/timeline`, { limit: 100 });
  const reloadSoon = useThrottled(() => {
    loaded.reload();
    timeline.reload();
  }, reloadEveryMs);
  useLive(['incident'], (event) => {
    if (event.type === 'reset') return reloadSoon();
    if (event.type !== 'incident' || event.incident.id !== incidentId) return;
    loaded.patch((old) => ({ ...old, ...event.incident }));
    reloadSoon();
  });
  return { path, loaded, timeline, reload: reloadSoon };
}
