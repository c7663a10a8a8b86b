import type { DataFrame } from '@grafana/data';
import type { Deployment } from '@summit/contracts';
import { getAll } from '../client';
import { frameOf, text, time, type Column } from '../../shared/frames/columns';
import type { Links } from '../frames/links';
import type { SummitQuery } from '../types';
import { cutNotice, limitOf, rangeParams, type QueryContext, type QueryKind } from './context';

/** `time`, `timeEnd`, `title`, `text` and `tags` are what Grafana reads from a frame of annotations. */
const columns = (links: Links): Column<Deployment>[] => [
  time('time', (deployment) => deployment.createdAt, { title: 'Created' }),
  time('timeEnd', (deployment) => deployment.finishedAt, { title: 'Finished' }),
  text('title', (deployment) => `${deployment.repository} to ${deployment.environment}`, {
    title: 'Deployment',
    links: links.deployment,
  }),
  text(
    'text',
    (deployment) =>
      `${deployment.state}, ${deployment.commit.slice(0, 7)}${deployment.actor ? ` by ${deployment.actor.name}` : ''}`,
    {
      title: 'Text',
    },
  ),
  text('tags', (deployment) => ['deployment', deployment.environment, deployment.state].join(','), { title: 'Tags' }),
  text('state', (deployment) => deployment.state, { title: 'State' }),
  text('environment', (deployment) => deployment.environment, { title: 'Environment' }),
  text('repository', (deployment) => deployment.repository, { title: 'Repository' }),
  text('commit', (deployment) => deployment.commit, { title: 'Commit' }),
  text('runId', (deployment) => deployment.runId, { title: 'Run' }),
  text('id', (deployment) => deployment.id, { title: 'Id', links: links.deployment }),
  text('url', (deployment) => deployment.url, { title: 'Provider', links: links.provider }),
];

const run = async (query: SummitQuery, { client, links, range }: QueryContext): Promise<DataFrame[]> => {
  const { repository, team, environment } = query;
  const limit = limitOf(query);
  const { items, more } = await getAll<Deployment>(
    client,
    '/deployments',
    { repository, team, environment, ...rangeParams(query, range) },
    limit,
  );
  const meta = { preferredVisualisationType: 'table' as const, notices: cutNotice(more, limit) };
  return [frameOf(query.refId, 'Deployments', columns(links), items, meta)];
};

/** Deployments created in the time range; also the annotations of a dashboard. */
export const deployments: QueryKind = { ready: () => true, run };
