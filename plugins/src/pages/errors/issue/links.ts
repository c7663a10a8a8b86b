import { locationUtil } from '@grafana/data';
import type { EventDetail, Issue } from '@summit/contracts';
import { exploreUrl, issueLogsQuery, traceLogsQuery, traceQuery } from '../../../shared/api/explore';
import { appRoutes } from '../../../shared/appRoutes';
import { searchTerm } from '../list/query';

/** All issues that have this value, whatever their status; null where the search syntax cannot say it. */
export function searchUrl(key: string, value: string): string | null {
  const term = searchTerm(key, value);
  return term === null ? null : `${appRoutes.errors()}?${new URLSearchParams({ status: 'all', q: term }).toString()}`;
}

const at = (event: EventDetail) => ({ fromMs: Date.parse(event.timestamp), toMs: Date.parse(event.timestamp) });

/** The event's trace, where it is known to be kept: an app may name one that it sent nowhere, but the spans of a run are sent by the bridge. */
export const traceUrl = (event: EventDetail, tempo: string): string | null =>
  event.traceId === null || event.run === null
    ? null
    : exploreUrl({ datasource: tempo, query: traceQuery(event.traceId), ...at(event) });

/** The log lines of the event's trace; without a trace those of the issue. */
export const logsUrl = (event: EventDetail, issue: Issue, loki: string): string => {
  const query = event.traceId === null ? issueLogsQuery(issue.id) : traceLogsQuery(event.traceId);
  return exploreUrl({ datasource: loki, query, ...at(event) });
};

/** A link for other people: to this very event, on this tab, at this frame. */
export function permalink(issueId: string, eventId: string, { tab = '', frame = '' } = {}): string {
  const params = new URLSearchParams({ event: eventId, ...(tab && { tab }), ...(frame && { frame }) });
  return `${window.location.origin}${locationUtil.assureBaseUrl(`${appRoutes.issue(issueId)}?${params.toString()}`)}`;
}
