import type { DeploymentDetail } from '@summit/contracts';
import { useEffect } from 'react';
import { api } from '../../../../shared/api/client';
import { useLoad } from '../../../../shared/api/useLoad';
import { useLive, useThrottled } from '../../../../shared/live/useLive';

const reloadEveryMs = 2000;

/** A deployment; fetched again when a run changes that may be its own, and until it is worked out what it shipped. */
export function useDeployment(deploymentId: string) {
  const path = `/deployments/${encodeURIComponent(deploymentId)}`;
  const loaded = useLoad(path, () => api.get<DeploymentDetail>(path), { keepOld: false });
  const { data } = loaded;
  const reloadSoon = useThrottled(loaded.reload, reloadEveryMs);
  useLive(['run'], (event) => {
    // Until it names its run, any may turn out to be the one.
    const own = event.type === 'run' && (event.run.id === data?.runId || (data?.runId === null && !data.finishedAt));
    if (event.type === 'reset' || own) reloadSoon();
  });
  const unsettled = data !== undefined && data.delivery === null && data.state === 'success';
  useEffect(() => {
    if (unsettled) reloadSoon();
  }, [unsettled, data, reloadSoon]);
  return loaded;
}
