import type { Run } from '@summit/contracts';
import { useList, type LiveList } from '../../../shared/api/useList';
import type { UrlValues } from '../../../shared/url/useUrlState';
import { apiParams, belongs } from './filters';

/** The filtered list of runs, live. */
export const useRuns = (values: UrlValues): LiveList<Run> =>
  useList({
    path: '/runs',
    kind: 'run',
    key: JSON.stringify(values),
    params: () => apiParams(values, Date.now()),
    entityOf: (event) => (event.type === 'run' ? event.run : undefined),
    belongs: (run) => belongs(run, values),
  });
