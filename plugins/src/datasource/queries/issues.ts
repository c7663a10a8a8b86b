import type { DataFrame } from '@grafana/data';
import type { Issue } from '@summit/contracts';
import { getAll } from '../client';
import { frameOf, number, text, time, type Column } from '../../shared/frames/columns';
import type { Links } from '../frames/links';
import type { SummitQuery } from '../types';
import { cutNotice, limitOf, rangeParams, type QueryContext, type QueryKind } from './context';

const columns = (links: Links): Column<Issue>[] => [
  time('lastSeen', (issue) => issue.lastSeen, { title: 'Last seen' }),
  text('level', (issue) => issue.level, { title: 'Level' }),
  text('shortId', (issue) => issue.shortId, { title: 'Issue', links: links.issue }),
  text('title', (issue) => issue.title, { title: 'Title', links: links.issue }),
  text('culprit', (issue) => issue.culprit, { title: 'Culprit' }),
  number('count', (issue) => issue.count, { title: 'Events', unit: 'short' }),
  number('userCount', (issue) => issue.userCount, { title: 'Users', unit: 'short' }),
  time('firstSeen', (issue) => issue.firstSeen, { title: 'First seen' }),
  text('status', (issue) => issue.status, { title: 'Status' }),
  text('project', (issue) => issue.project.slug, { title: 'Project' }),
  text('platform', (issue) => issue.platform, { title: 'Platform' }),
  text('environment', (issue) => issue.environment, { title: 'Environment' }),
  text('firstRelease', (issue) => issue.firstRelease, { title: 'First release' }),
  text('lastRelease', (issue) => issue.lastRelease, { title: 'Last release' }),
  text('id', (issue) => issue.id, { title: 'Id', links: [...links.issue, ...links.issueLogs] }),
];

const run = async (query: SummitQuery, { client, links, range }: QueryContext): Promise<DataFrame[]> => {
  const { search, project, issueStatus, release, environment, sort } = query;
  const limit = limitOf(query);
  const params = { q: search, project, status: issueStatus, release, environment, sort, ...rangeParams(query, range) };
  const { items, more } = await getAll<Issue>(client, '/issues', params, limit);
  const meta = { preferredVisualisationType: 'table' as const, notices: cutNotice(more, limit) };
  return [frameOf(query.refId, 'Issues', columns(links), items, meta)];
};

/** Issues that had events in the time range. */
export const issues: QueryKind = {
  ready: () => true,
  run,
  follow: ({ project }) => ({ kinds: 'issue', project }),
};
