import type { IssueCounts } from '@summit/contracts';
import { useEffect } from 'react';
import { api } from '../../../shared/api/client';
import { useLoad } from '../../../shared/api/useLoad';
import type { UrlValues } from '../../../shared/url/useUrlState';
import { countParams } from './query';

const AGAIN_MS = 30_000;

/** How many issues each tab has under the filters that are set, read again now and then; undefined until it is known. */
export function useCounts(values: UrlValues): IssueCounts | undefined {
  const key = JSON.stringify(countParams(values, 0));
  // Counts of other filters would be wrong numbers, so they are not kept.
  const { data, reload } = useLoad(key, () => api.get<IssueCounts>('/issue-counts', countParams(values, Date.now())), {
    keepOld: false,
  });
  useEffect(() => {
    const timer = setInterval(reload, AGAIN_MS);
    return () => clearInterval(timer);
  }, [reload]);
  return data;
}
