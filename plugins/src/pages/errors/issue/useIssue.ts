import type { EventDetail, IssueDetail } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../shared/api/client';
import { useLoad } from '../../../shared/api/useLoad';
import { useLive, useThrottled } from '../../../shared/live/useLive';

const reloadEveryMs = 3000;

/** An issue; its counts follow the bridge at once, its distributions every few seconds. */
export function useIssue(issueId: string) {
  const path = `/issues/${encodeURIComponent(issueId)}`;
  const loaded = useLoad(path, () => api.get<IssueDetail>(path), { keepOld: false });
  const reloadSoon = useThrottled(loaded.reload, reloadEveryMs);
  const id = loaded.data?.id;
  useLive(['issue'], (event) => {
    if (event.type === 'reset') reloadSoon();
    if (event.type !== 'issue' || event.issue.id !== id) return;
    loaded.patch((old) => ({ ...old, ...event.issue }));
    reloadSoon();
  });
  return loaded;
}

/** One event of an issue: by its id, `oldest`, or the `latest` where the URL names none. */
export function useEvent(issueId: string, which: string) {
  const path = `/issues/${encodeURIComponent(issueId)}/events/${encodeURIComponent(which || 'latest')}`;
  return useLoad(path, () => api.get<EventDetail>(path));
}

/** How many events came since the page showed its latest one: the page does not move on by itself. */
export function useNewerEvents(count: number, eventId: string | undefined): number {
  const [seen, setSeen] = useState({ eventId, count });
  if (seen.eventId !== eventId) setSeen({ eventId, count });
  return seen.eventId === eventId ? Math.max(0, count - seen.count) : 0;
}
