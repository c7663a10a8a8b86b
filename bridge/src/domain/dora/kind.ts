import type { DeploymentKind } from '@summit/contracts';
import type { Deployed } from './model';

const callsItselfRollback = (task: string | null): boolean => task !== null && /^roll[-_ ]?back/i.test(task);

/**
 * What a deployment is beside the one before it in the same environment. A commit that was there before is a rollback where it was first there
 * before the one that it replaces, else a redeploy; one that was never there is a rollback where it landed earlier on the same branch.
 *
 * @param firstDeployedAt when each of the commits was first deployed to the environment, milliseconds since the epoch
 */
export function kindOf(
  deployment: Deployed,
  previous: Deployed | null,
  firstDeployedAt: ReadonlyMap<string, number>,
): DeploymentKind {
  if (previous === null) return 'deploy';
  if (deployment.sha === previous.sha) return 'redeploy';
  if (callsItselfRollback(deployment.task)) return 'rollback';
  const first = firstDeployedAt.get(deployment.sha);
  if (first === undefined) return landedEarlier(deployment, previous) ? 'rollback' : 'deploy';
  return first < (firstDeployedAt.get(previous.sha) ?? previous.finishedAt) ? 'rollback' : 'redeploy';
}

const landedEarlier = (a: Deployed, b: Deployed): boolean =>
  a.branch !== null && a.branch === b.branch && a.landedAt !== null && b.landedAt !== null && a.landedAt < b.landedAt;
