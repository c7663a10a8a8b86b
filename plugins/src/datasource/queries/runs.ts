import type { DataFrame } from '@grafana/data';
import type { Run } from '@summit/contracts';
import { getAll } from '../client';
import { duration, frameOf, number, text, time, type Column } from '../../shared/frames/columns';
import type { Links } from '../frames/links';
import type { SummitQuery } from '../types';
import { cutNotice, limitOf, rangeParams, type QueryContext, type QueryKind } from './context';

const columns = (links: Links): Column<Run>[] => [
  time('queuedAt', (run) => run.queuedAt, { title: 'Queued' }),
  text('status', (run) => run.displayStatus, { title: 'Status' }),
  text('repository', (run) => run.repository, { title: 'Repository' }),
  text('name', (run) => run.name, { title: 'Pipeline', links: links.run }),
  number('number', (run) => run.number, { title: 'Number', unit: 'none', links: links.run }),
  number('attempt', (run) => run.attempt, { title: 'Attempt', unit: 'none' }),
  text('title', (run) => run.title, { title: 'Title' }),
  text('branch', (run) => run.branch, { title: 'Branch' }),
  text('commit', (run) => run.commit, { title: 'Commit' }),
  number('change', (run) => run.change?.number ?? null, { title: 'Change', unit: 'none' }),
  text('actor', (run) => run.actor?.name ?? null, { title: 'Actor' }),
  text('event', (run) => run.event, { title: 'Event' }),
  duration('queueMs', (run) => run.queueMs, { title: 'Queue' }),
  duration('durationMs', (run) => run.durationMs, { title: 'Duration' }),
  number('failedJobs', (run) => run.jobCounts.failed, { title: 'Failed jobs', unit: 'short' }),
  time('startedAt', (run) => run.startedAt, { title: 'Started' }),
  time('finishedAt', (run) => run.finishedAt, { title: 'Finished' }),
  text('id', (run) => run.id, { title: 'Id', links: links.run }),
  text('traceId', (run) => run.traceId, { title: 'Trace', links: [...links.trace, ...links.traceLogs] }),
  text('url', (run) => run.url, { title: 'Provider', links: links.provider }),
];

const run = async (query: SummitQuery, { client, links, range }: QueryContext): Promise<DataFrame[]> => {
  const { repository, pipeline, branch, status, search } = query;
  const limit = limitOf(query);
  const params = { repository, name: pipeline, branch, status, q: search, ...rangeParams(query, range) };
  const { items, more } = await getAll<Run>(client, '/runs', params, limit);
  const meta = { preferredVisualisationType: 'table' as const, notices: cutNotice(more, limit) };
  return [frameOf(query.refId, 'Runs', columns(links), items, meta)];
};

/** Runs queued in the time range, newest first. */
export const runs: QueryKind = {
  ready: () => true,
  run,
  follow: ({ repository }) => ({ kinds: 'run', repository }),
};
