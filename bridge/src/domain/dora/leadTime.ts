import type { LeadTimeStart } from '@summit/contracts';
import type { Landed } from './model';

/**
 * From each start to the deployment, milliseconds. A start that no source told is the one that follows it: of a commit that was pushed without
 * a change, all are the commit's own time. Clocks of several machines are compared, so what would be negative is 0.
 */
export function leadTimesOf(landed: Landed, deployedAt: number): Record<LeadTimeStart, number> {
  const since = (at: number): number => Math.max(0, deployedAt - at);
  const opened = landed.openedAt ?? landed.landedAt;
  // A branch that was begun after its change was opened is no earlier than that.
  const first = Math.min(landed.firstCommitAt ?? opened, opened);
  return { first_commit: since(first), opened: since(opened), merged: since(landed.landedAt) };
}
