import type { DeploymentKind, ReworkReason } from '@summit/contracts';
import type { Failure, Landed, Shipment } from './model';

/** How long after the beginning of a failure the deployments made meanwhile are taken to be about it, also where nobody closes it. */
export const REWORK_WINDOW_MS = 86_400_000;

/**
 * Why a deployment counts as rework, dora.dev's "unplanned and performed to address a user-facing bug": nobody says so in a webhook, so it is read from
 * what it is, when it was made, and what its changes call themselves.
 *
 * @param failures of earlier deployments of the environment
 */
export function reworkOf(
  kind: DeploymentKind,
  finishedAt: number,
  shipped: readonly Shipment[],
  failures: readonly Pick<Failure, 'failedAt' | 'recoveredAt'>[],
): ReworkReason | null {
  if (kind === 'rollback') return 'rollback';
  if (kind === 'redeploy') return null;
  if (shipped.some(({ landed }) => isRevert(landed))) return 'revert';
  if (shipped.some(({ landed }) => isHotfix(landed))) return 'hotfix';
  return failures.some((failure) => isOpenAt(failure, finishedAt)) ? 'during_failure' : null;
}

const isOpenAt = ({ failedAt, recoveredAt }: Pick<Failure, 'failedAt' | 'recoveredAt'>, at: number): boolean =>
  failedAt <= at && at <= (recoveredAt ?? Infinity) && at - failedAt <= REWORK_WINDOW_MS;

/** As git and the forges word it, and as conventional commits do. */
const isRevert = ({ title, headBranch }: Landed): boolean =>
  /^revert(:|\(| ["“'])/i.test(title) || /^revert-/i.test(headBranch ?? '');

const isHotfix = ({ title, headBranch, labels }: Landed): boolean =>
  /^hot-?fix\b/i.test(title) ||
  /^hot-?fix[-/_]/i.test(headBranch ?? '') ||
  labels.some((label) => /^(type[:/ ]+)?hot-?fix$/i.test(label));
