import type { Recommendations } from '@summit/contracts';
import type { Params } from '../../../shared/api/client';
import { api } from '../../../shared/api/client';
import { useLoad, type Loaded } from '../../../shared/api/useLoad';
import { moment } from '../../../shared/time/moment';
import type { UrlValues } from '../../../shared/url/useUrlState';

export const filterNames = ['repository', 'from'] as const;
export const defaultFrom = 'now-30d';
export const ranges = [
  { value: 'now-7d', label: 'Last 7 days' },
  { value: defaultFrom, label: 'Last 30 days' },
  { value: 'now-90d', label: 'Last 90 days' },
] as const;

const params = (values: UrlValues, now: number): Params => ({
  repository: values['repository'],
  from: moment(values['from']?.[0], now) ?? moment(defaultFrom, now),
});

export function useRecommendations(values: UrlValues): Loaded<Recommendations> {
  const key = JSON.stringify(filterNames.map((name) => values[name] ?? []));
  return useLoad(key, () => api.get<Recommendations>('/recommendations', params(values, Date.now())));
}
