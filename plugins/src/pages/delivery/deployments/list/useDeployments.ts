import type { Deployment } from '@summit/contracts';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { api } from '../../../../shared/api/client';
import { noIds } from '../../../../shared/api/listState';
import type { LiveList } from '../../../../shared/api/useList';
import { usePages } from '../../../../shared/api/usePages';
import { useLive, useThrottled } from '../../../../shared/live/useLive';
import type { UrlValues } from '../../../../shared/url/useUrlState';
import { apiParams, refreshed } from './filters';

const lookEveryMs = 3000;
const lookAnywayEveryMs = 30_000;

/**
 * The filtered list of deployments. The stream tells of runs, and a run of its deployments: when one changes, the newest page is looked at
 * again. Deployments without a run are found every half minute.
 */
export function useDeployments(values: UrlValues): LiveList<Deployment> {
  const params = useMemo(() => apiParams(values, Date.now()), [values]);
  const { rows, next, loading, failure, reload, more, patch } = usePages<Deployment>('/deployments', params);
  const [fresh, setFresh] = useState(noIds);
  useEffect(() => setFresh(noIds), [params]);

  const look = useThrottled(() => {
    if (!rows || loading || document.hidden) return;
    api
      .get<{ items: Deployment[] }>('/deployments', { limit: 50, ...apiParams(values, Date.now()) })
      .then(({ items }) => {
        if (rows.length === 0) return patch((old) => (old.length === 0 ? items : old));
        setFresh(new Set(refreshed(rows, items).fresh));
        patch((old) => refreshed(old, items).rows);
      })
      // What is listed stays; the next look may succeed, and the stream says itself when it is broken.
      .catch(() => undefined);
  }, lookEveryMs);
  useLive(['run'], look);
  useEffect(() => {
    const timer = setInterval(look, lookAnywayEveryMs);
    return () => clearInterval(timer);
  }, [look]);

  return {
    rows,
    next,
    loading,
    failure,
    fresh: fresh.size,
    reload: useCallback(() => {
      setFresh(noIds);
      reload();
    }, [reload]),
    more,
  };
}
