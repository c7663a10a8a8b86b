import type { DeploymentKind } from '@summit/contracts';
import type { Deployed } from './model';

const callsItselfRollback = (task: string | null): boolean => task !== null && /^roll[-_ ]?back/i.test(task);

/**
 * What a deployment is beside the one before it in the same environment. The same commit again is a redeploy; one that was there before the one that it
 * replaces was ever there is a rollback; any other is a deploy. An older commit that was never there was overtaken by a newer one: nobody goes
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
  const first = firstDeployedAt.get(deployment.sha) ?? Infinity;
  return first < (firstDeployedAt.get(previous.sha) ?? previous.finishedAt) ? 'rollback' : 'deploy';
}
