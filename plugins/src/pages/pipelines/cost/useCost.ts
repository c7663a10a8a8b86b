import type { Cost, PriceList } from '@summit/contracts';
import { config } from '@grafana/runtime';
import { api, bridgeUid, search } from '../../../shared/api/client';
import { useLoad, type Loaded } from '../../../shared/api/useLoad';
import { timeZoneName } from '../../../shared/dora/timeZone';
import type { UrlValues } from '../../../shared/url/useUrlState';
import { costParams, filterNames } from './query';

const params = (values: UrlValues) => costParams(values, Date.now(), timeZoneName(config.bootData.user.timezone ?? ''));

export function useCost(values: UrlValues): Loaded<Cost> {
  const key = JSON.stringify(filterNames.map((name) => values[name] ?? []));
  return useLoad(key, () => api.get<Cost>('/cost', params(values)));
}

export const usePrices = (): Loaded<PriceList> => useLoad('prices', () => api.get<PriceList>('/prices'));

/** Where the table is as CSV: all of it that the bridge gives, not only what is shown. */
export const csvPath = (values: UrlValues): string =>
  `/api/datasources/proxy/uid/${encodeURIComponent(bridgeUid())}/api/v1/cost.csv${search({ ...params(values), limit: 1000 })}`;
