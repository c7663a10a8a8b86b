import type { FailureCauses, FailureSums, Pipeline } from '@summit/contracts';
import { api, type Params } from '../../../../shared/api/client';
import { useLoad, type Loaded } from '../../../../shared/api/useLoad';
import { useLive, useThrottled } from '../../../../shared/live/useLive';
import type { UrlValues } from '../../../../shared/url/useUrlState';
import { filterNames, healthParams } from '../query';

const reloadEveryMs = 30_000;

/** The filters of the page, but for its sort: why jobs failed has an order of its own. */
export function failureParams(values: UrlValues, now: number): Params {
  const { sort: _sort, ...filters } = healthParams(values, now);
  return filters;
}

/** Why jobs failed in the time and the pipelines that the page shows; loaded again a while after runs changed. */
export function useCauses(values: UrlValues): Loaded<FailureCauses> {
  const key = JSON.stringify(filterNames.filter((name) => name !== 'sort').map((name) => values[name] ?? []));
  const loaded = useLoad(key, () => api.get<FailureCauses>('/health/causes', failureParams(values, Date.now())));
  const reloadSoon = useThrottled(loaded.reload, reloadEveryMs);
  useLive(['run'], reloadSoon);
  return loaded;
}

type Key = Pick<Pipeline, 'repository' | 'name' | 'system'>;

/** Looks up a pipeline's failed jobs by cause; nothing while they load, and where none failed. */
export function causesByPipeline(causes: FailureCauses | undefined): (pipeline: Key) => FailureSums | undefined {
  const keyOf = (repository: string, name: string, system: string): string =>
    JSON.stringify([repository, name, system]);
  const found = new Map(
    causes?.items.map((item) => [keyOf(item.repository, item.pipeline, item.system), item.causes] as const),
  );
  return ({ repository, name, system }) => found.get(keyOf(repository, name, system));
}
