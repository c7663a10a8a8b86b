import type { ApprovalDecision, ApprovalGate } from '@summit/contracts';

export interface Said {
  gate: ApprovalGate;
  decision: ApprovalDecision;
  at: Date;
}

/**
 * How long a deployment waited for people, milliseconds: from the first request, or from its own beginning where nobody tells of one, to the last
 * approval. What was approved after the end let nothing go on, and counts for nothing.
 *
 * @returns null where nobody approved, or it is not known since when it waited
 */
export function approvalWaitMs(said: readonly Said[], createdAt: Date, finishedAt: Date | null): number | null {
  const reviews = said.filter(({ gate }) => gate === 'review');
  const times = (decision: ApprovalDecision): number[] =>
    reviews.filter((one) => one.decision === decision).map(({ at }) => at.getTime());
  const approved = times('approved').filter((at) => finishedAt === null || at <= finishedAt.getTime());
  if (approved.length === 0) return null;
  const until = Math.max(...approved);
  const asked = times('requested');
  const since = asked.length > 0 ? Math.min(...asked) : createdAt.getTime();
  // An approval before the deployment is known of was no wait of it.
  return since > until ? null : until - since;
}
