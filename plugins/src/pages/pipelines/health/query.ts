import type { PipelineSort } from '@summit/contracts';
import type { Params } from '../../../shared/api/client';
import { moment } from '../../../shared/time/moment';
import type { UrlValues } from '../../../shared/url/useUrlState';

/** The list of failed jobs beside the page: of which cause, and of which pipeline where it is of one. */
export const drawerNames = ['why', 'whyRepository', 'whyName'] as const;

/** The filters of the page, by their names in the URL. */
export const filterNames = ['q', 'repository', 'branch', 'sort', 'from'] as const;

export const defaultFrom = 'now-7d';
export const ranges = [
  { value: 'now-24h', label: 'Last 24 hours' },
  { value: defaultFrom, label: 'Last 7 days' },
  { value: 'now-30d', label: 'Last 30 days' },
  { value: 'now-90d', label: 'Last 90 days' },
] as const;

export const defaultSort: PipelineSort = 'lost';
export const sorts: ReadonlyArray<{ value: PipelineSort; label: string }> = [
  { value: 'lost', label: 'Most time lost' },
  { value: 'failing', label: 'Fails most' },
  { value: 'slower', label: 'Became slower' },
  { value: 'slowest', label: 'Slowest' },
  { value: 'queue', label: 'Waits longest' },
  { value: 'last', label: 'Last run first' },
  { value: 'name', label: 'By name' },
];

/** What is none of the sorts or times is as if it were not there. */
export function healthParams(values: UrlValues, now: number): Params {
  const sort = values['sort']?.[0];
  return {
    q: values['q']?.[0],
    repository: values['repository'],
    branch: values['branch'],
    sort: sorts.some(({ value }) => value === sort) ? sort : defaultSort,
    from: moment(values['from']?.[0], now) ?? moment(defaultFrom, now),
  };
}
