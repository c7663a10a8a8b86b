import type { BridgeApi } from './bridgeApi';
import { cartError, paymentError } from './errors';
import { deploymentDeliveries, runDeliveries } from './github';
import { deployedRun, failedRun, projects, repository, runningRun } from './scenario';

interface Total {
  items: unknown[];
}

const PATIENCE_S = 120;

/** Waits until the digest has worked off what was sent. */
const until = async (what: string, met: () => Promise<boolean>): Promise<void> => {
  for (let left = PATIENCE_S * 4; left > 0; left--) {
    if (await met()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${what} did not come to be within ${PATIENCE_S} s`);
};

/** Fills the bridge with what every spec may rely on: see scenario.ts. A second call changes nothing that they rely on. */
export const seed = async (bridge: BridgeApi): Promise<void> => {
  await bridge.deliver([
    ...runDeliveries(failedRun()),
    ...runDeliveries(deployedRun()),
    ...deploymentDeliveries(deployedRun(), 700_102, 'production'),
    ...runDeliveries(runningRun()),
  ]);
  for (const user of ['ann', 'ben', 'ann']) {
    await bridge.sendError(projects.shop, cartError(user));
  }
  await bridge.sendError(projects.pay, paymentError());
  const path = `/runs?repository=${encodeURIComponent(repository)}`;
  await until('three runs', async () => (await bridge.get<Total>(path)).items.length >= 3);
  await until('two issues', async () => {
    const { items } = await bridge.get<Total>(`/issues?project=${projects.shop},${projects.pay}`);
    return items.length >= 2;
  });
};
