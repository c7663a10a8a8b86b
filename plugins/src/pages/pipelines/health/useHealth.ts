import type { Pipelines } from '@summit/contracts';
import { api } from '../../../shared/api/client';
import { useLoad, type Loaded } from '../../../shared/api/useLoad';
import { useLive, useThrottled } from '../../../shared/live/useLive';
import type { UrlValues } from '../../../shared/url/useUrlState';
import { filterNames, healthParams } from './query';

const reloadEveryMs = 10_000;

/** Pipelines with their figures; loaded again a while after runs changed. */
export function useHealth(values: UrlValues): Loaded<Pipelines> {
  const key = JSON.stringify(filterNames.map((name) => values[name] ?? []));
  const loaded = useLoad(key, () => api.get<Pipelines>('/pipelines', healthParams(values, Date.now())));
  const reloadSoon = useThrottled(loaded.reload, reloadEveryMs);
  useLive(['run'], reloadSoon);
  return loaded;
}
