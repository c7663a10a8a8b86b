import type { DeploymentKind } from '@summit/contracts';
import type { Deployed } from './model';

const callsItselfRollback = (task: string | null): boolean => task !== null && /^roll[-_ ]?back/i.test(task);

/**
 * What a deployment is beside the one before it in the same environment. A commit that was there before is a rollback where it was first there
 * before the one that it replaces, else a redeploy. An older commit that was never there is a deploy that was overtaken by another: nobody goes
 * back to what never ran, unless they say so.
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
  if (first === undefined) return 'deploy';
  return first < (firstDeployedAt.get(previous.sha) ?? previous.finishedAt) ? 'rollback' : 'redeploy';
}
