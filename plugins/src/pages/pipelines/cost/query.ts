import type { CostBy } from '@summit/contracts';
import type { Params } from '../../../shared/api/client';
import { moment } from '../../../shared/time/moment';
import type { UrlValues } from '../../../shared/url/useUrlState';

/** The filters of the page, by their names in the URL. */
export const filterNames = ['q', 'team', 'repository', 'branch', 'name', 'by', 'from'] as const;

export const defaultFrom = 'now-30d';
export const ranges = [
  { value: 'now-24h', label: 'Last 24 hours' },
  { value: 'now-7d', label: 'Last 7 days' },
  { value: defaultFrom, label: 'Last 30 days' },
  { value: 'now-90d', label: 'Last 90 days' },
  { value: 'now-1y', label: 'Last year' },
] as const;

export const defaultBy: CostBy = 'pipeline';
export const kinds: ReadonlyArray<{ value: CostBy; label: string }> = [
  { value: 'team', label: 'By team' },
  { value: 'repository', label: 'By repository' },
  { value: defaultBy, label: 'By pipeline' },
  { value: 'job', label: 'By job' },
  { value: 'run', label: 'By run' },
  { value: 'runner', label: 'By runner' },
];

export const byOf = (values: UrlValues): CostBy =>
  kinds.find(({ value }) => value === values['by']?.[0])?.value ?? defaultBy;

/** What is none of the kinds or times is as if it were not there. */
export function costParams(values: UrlValues, now: number, timeZone: string): Params {
  return {
    q: values['q']?.[0],
    team: values['team'],
    repository: values['repository'],
    branch: values['branch'],
    name: values['name'],
    by: byOf(values),
    from: moment(values['from']?.[0], now) ?? moment(defaultFrom, now),
    timeZone,
  };
}
