import type { DataFrame } from '@grafana/data';
import type { EventSummary } from '@summit/contracts';
import { getAll } from '../client';
import { frameOf, text, time, type Column } from '../../shared/frames/columns';
import type { Links } from '../frames/links';
import type { SummitQuery } from '../types';
import { cutNotice, limitOf, rangeParams, type QueryContext, type QueryKind } from './context';

const columns = (links: Links): Column<EventSummary>[] => [
  time('timestamp', (event) => event.timestamp, { title: 'Time' }),
  text('level', (event) => event.level, { title: 'Level' }),
  text('title', (event) => event.title, { title: 'Title' }),
  text('user', (event) => event.user, { title: 'User' }),
  text('release', (event) => event.release, { title: 'Release' }),
  text('environment', (event) => event.environment, { title: 'Environment' }),
  text('platform', (event) => event.platform, { title: 'Platform' }),
  text('traceId', (event) => event.traceId, { title: 'Trace', links: [...links.trace, ...links.traceLogs] }),
  text('spanId', (event) => event.spanId, { title: 'Span' }),
  text('eventId', (event) => event.eventId, { title: 'Event' }),
  text('issueId', (event) => event.issueId, { title: 'Issue' }),
  time('receivedAt', (event) => event.receivedAt, { title: 'Received' }),
];

const run = async (query: SummitQuery, { client, links, range }: QueryContext): Promise<DataFrame[]> => {
  const { issueId = '', release, environment } = query;
  const limit = limitOf(query);
  const params = { release, environment, ...rangeParams(query, range) };
  const { items, more } = await getAll<EventSummary>(
    client,
    `/issues/${encodeURIComponent(issueId)}/events`,
    params,
    limit,
  );
  const meta = { preferredVisualisationType: 'table' as const, notices: cutNotice(more, limit) };
  return [frameOf(query.refId, 'Events', columns(links), items, meta)];
};

/** Events of one issue, received in the time range, newest first. */
export const issueEvents: QueryKind = {
  ready: (query) => Boolean(query.issueId?.trim()),
  run,
  // The stream knows issues by id only, and the query may hold a short id: all issues are followed.
  follow: () => ({ kinds: 'issue' }),
};
