import type { DeploymentKind } from '@summit/contracts';
import { failureOf } from './failure';
import { kindOf } from './kind';
import type { Assessed, Blame, Deployed, Failure, Landed, Past } from './model';
import { reworkOf } from './rework';
import { shippedBy } from './shipped';

export interface Assessment {
  past: Past;
  /** Successful deployments to one environment, in any order. */
  deployments: readonly Deployed[];
  /** All that may have been shipped by them, in any order. */
  landed: readonly Landed[];
  /** Incidents by the deployment that is taken to have caused them. */
  blames: ReadonlyMap<string, readonly Blame[]>;
}

/**
 * What each deployment to one environment was, was the first to bring, and came to. The last one may still be rolled back by one that is not
 * given. Sources: dora.dev, "DORA's software delivery performance metrics" (January 2026), for what is counted; how it is
 * recognised in what CI systems send is this module's.
 *
 * @returns in the order of time
 */
export function assess({ past, deployments, landed, blames }: Assessment): Assessed[] {
  const inOrder = [...deployments].sort(byTime);
  const byLanding = [...landed].sort((a, b) => a.landedAt - b.landedAt || (a.key < b.key ? -1 : 1));
  const firstDeployedAt = new Map(past.firstDeployedAt);
  const failures: Pick<Failure, 'failedAt' | 'recoveredAt'>[] = [...past.failures];
  const brought = new Set(past.shipped);
  const reached = new Map(past.reachedAt);
  let { previous } = past;

  const kinds = inOrder.map((deployment) => {
    const kind = kindOf(deployment, previous, firstDeployedAt);
    if (!firstDeployedAt.has(deployment.sha)) firstDeployedAt.set(deployment.sha, deployment.finishedAt);
    previous = deployment;
    return kind;
  });
  const blamed = blamesOfOriginals(inOrder, kinds, blames);
  const rolledBackAt = rollbacksOf(inOrder, kinds);

  return inOrder.map((deployment, n) => {
    const kind = kinds[n] ?? 'deploy';
    const reachedAt = reached.get(deployment.branch) ?? null;
    const candidates = kind === 'deploy' ? between(byLanding, deployment, reachedAt) : [];
    const shipped = shippedBy(
      deployment,
      reachedAt,
      candidates.filter(({ key }) => !brought.has(key)),
    );
    for (const { landed: one } of shipped) brought.add(one.key);
    const failure = failureOf(deployment, blamed.get(deployment.id) ?? [], rolledBackAt[n] ?? null);
    const rework = reworkOf(kind, deployment.finishedAt, shipped, failures);
    if (failure) failures.push(failure);
    if (deployment.landedAt !== null)
      reached.set(deployment.branch, Math.max(reachedAt ?? -Infinity, deployment.landedAt));
    return {
      deployment,
      previousId: (inOrder[n - 1] ?? past.previous)?.id ?? null,
      kind,
      shipped,
      failure,
      rework,
    };
  });
}

/**
 * When each deployment was taken back: by the next one that is no repetition; null where it was not. Of a commit that was repeated, the first
 * deployment was.
 */
function rollbacksOf(inOrder: readonly Deployed[], kinds: readonly DeploymentKind[]): (number | null)[] {
  let next: number | null = null;
  const ends = inOrder.map((): number | null => null);
  for (let n = inOrder.length - 1; n >= 0; n--) {
    if (kinds[n] === 'redeploy' && n > 0) continue;
    ends[n] = next;
    next = kinds[n] === 'rollback' ? (inOrder[n]?.finishedAt ?? null) : null;
  }
  return ends;
}

/** What a redeploy is blamed for was brought by the deployment that it repeats. */
function blamesOfOriginals(
  inOrder: readonly Deployed[],
  kinds: readonly DeploymentKind[],
  blames: ReadonlyMap<string, readonly Blame[]>,
): Map<string, Blame[]> {
  const blamed = new Map<string, Blame[]>();
  let original = inOrder[0]?.id ?? '';
  inOrder.forEach(({ id }, n) => {
    if (kinds[n] !== 'redeploy') original = id;
    const known = blamed.get(original) ?? [];
    const fresh = (blames.get(id) ?? []).filter((one) =>
      known.every(({ incidentId }) => incidentId !== one.incidentId),
    );
    if (fresh.length > 0) blamed.set(original, [...known, ...fresh]);
  });
  return blamed;
}

const byTime = (a: Deployed, b: Deployed): number => a.finishedAt - b.finishedAt || (a.id < b.id ? -1 : 1);

/** Those that can matter, found by halving: the whole list for each deployment would be their product. */
function between(byLanding: readonly Landed[], { landedAt }: Deployed, reachedAt: number | null): readonly Landed[] {
  if (landedAt === null) return [];
  return byLanding.slice(
    firstFrom(byLanding, Math.min(landedAt, reachedAt ?? landedAt)),
    firstFrom(byLanding, landedAt + 1),
  );
}

function firstFrom(byLanding: readonly Landed[], at: number): number {
  let [low, high] = [0, byLanding.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((byLanding[middle]?.landedAt ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
