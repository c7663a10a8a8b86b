import type { DeploymentDetail, DoraChange } from '@summit/contracts';
import { api } from '../../../../shared/api/client';
import { useLoad } from '../../../../shared/api/useLoad';
import { usePages } from '../../../../shared/api/usePages';
import { useLive, useThrottled } from '../../../../shared/live/useLive';

const reloadEveryMs = 2000;

/** A deployment and the changes it was the first to bring; fetched again when a run changes that may be its own. */
export function useDeployment(deploymentId: string) {
  const path = `/deployments/${encodeURIComponent(deploymentId)}`;
  const loaded = useLoad(path, () => api.get<DeploymentDetail>(path), { keepOld: false });
  const shipped = usePages<DoraChange>('/dora/changes', { deployment: deploymentId });
  const { data } = loaded;
  const reloadSoon = useThrottled(() => {
    loaded.reload();
    shipped.reload();
  }, reloadEveryMs);
  useLive(['run'], (event) => {
    // Until it names its run, any may turn out to be the one.
    const own = event.type === 'run' && (event.run.id === data?.runId || (data?.runId === null && !data.finishedAt));
    if (event.type === 'reset' || own) reloadSoon();
  });
  return { loaded, shipped };
}
