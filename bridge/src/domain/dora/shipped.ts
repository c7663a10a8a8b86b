import type { Deployed, Landed, Shipment } from './model';

/**
 * What a deployment is the first to bring to an environment: what landed on its branch after all that ran there before, up to its own commit.
 * There is no commit graph in what CI systems send, so the order of landing stands for it; on a branch that only moves forward they agree. The
 * first deployment to an environment brings, as far as can be told, what landed with its very commit.
 *
 * @param landed in the order of landing
 * @param reachedAt when the newest commit of its branch that ever ran there had landed, milliseconds since the epoch; null before the first
 */
export function shippedBy(deployment: Deployed, reachedAt: number | null, landed: readonly Landed[]): Shipment[] {
  const shipped: Shipment[] = [];
  for (const one of landed) {
    // A commit can be deployed first and merged later.
    if (one.landedAt > deployment.finishedAt) continue;
    const exact = one.sha === deployment.sha;
    if (exact || isBetween(one, deployment, reachedAt))
      shipped.push({ landed: one, confidence: exact ? 'exact' : 'order' });
  }
  return shipped;
}

function isBetween(landed: Landed, { branch, landedAt }: Deployed, reachedAt: number | null): boolean {
  if (reachedAt === null || landedAt === null) return false;
  if (branch !== null && landed.branch !== null && landed.branch !== branch) return false;
  return landed.landedAt > reachedAt && landed.landedAt <= landedAt;
}
