import { getTimeZone, type DataFrame } from '@grafana/data';
import type { Dora, DoraDeployment } from '@summit/contracts';
import { timeZoneName } from '../../shared/dora/timeZone';
import { doraUrl } from '../../shared/dora/evidenceUrl';
import { marksOf } from '../../shared/dora/marks';
import { doraFrames } from '../../shared/frames/dora';
import type { Page } from '../client';
import type { SummitQuery } from '../types';
import type { QueryContext, QueryKind } from './context';

const MARKS = 200;

const run = async (query: SummitQuery, { client, range }: QueryContext): Promise<DataFrame[]> => {
  const { repository, team, environment, leadTimeStart, benchmark, step, doraPart, refId } = query;
  const period = { from: range.from.toISOString(), to: range.to.toISOString() };
  const scope = { repository, team, environment, ...period };
  const marked = !doraPart || doraPart === 'marks';
  const deployments = (params: Record<string, string>) =>
    marked
      ? client.get<Page<DoraDeployment>>('/dora/deployments', { ...scope, ...params, limit: MARKS })
      : { items: [], next: null };
  const [dora, newest, failed] = await Promise.all([
    client.get<Dora>('/dora', { ...scope, leadTimeStart, benchmark, step, timeZone: timeZoneName(getTimeZone()) }),
    deployments({}),
    deployments({ failed: 'true' }),
  ]);
  const filters = { repository, team, environment, ...period, start: leadTimeStart, benchmark };
  const link = (url: string) => [{ title: 'Show what it is made of', url }];
  const notices = [
    ...(newest.next ? [{ severity: 'info' as const, text: `Only the newest ${MARKS} deployments are marked.` }] : []),
    ...(dora.settling ? [{ severity: 'info' as const, text: 'What arrived just now is still being worked in.' }] : []),
  ];
  return doraFrames(
    { ...dora, marks: marksOf(newest.items, failed.items) },
    {
      refId,
      part: doraPart,
      links: {
        figure: link(doraUrl(filters, { metric: '${__data.fields.metric}' })),
        group: link(
          doraUrl(filters, {
            metric: 'deploymentFrequency',
            repository: '${__data.fields.repository:percentencode}',
            environment: '${__data.fields.environment:percentencode}',
          }),
        ),
      },
      meta: { notices },
    },
  );
};

/** DORA's five metrics of the time range, with the period before it, the series, the groups and what is marked in the charts. */
export const dora: QueryKind = { ready: () => true, run };
