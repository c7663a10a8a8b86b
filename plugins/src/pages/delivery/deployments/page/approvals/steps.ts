import type { Approval, DeploymentDetail } from '@summit/contracts';

export interface ApprovalStep {
  kind: 'asked' | 'rule' | 'approved' | 'rejected' | 'deployed' | 'failed' | 'waiting';
  text: string;
  comment: string | null;
  /** Null of what is going on. */
  at: string | null;
  /** Since what came before it that it followed from, milliseconds. */
  afterMs: number | null;
}

/** A list of people, as it is spoken. */
export function oneOf(names: readonly string[]): string {
  const [last = '', ...before] = [...names].reverse();
  return before.length === 0 ? last : `${before.reverse().join(', ')} or ${last}`;
}

const by = ({ actor }: Approval): string => (actor === null ? '' : ` by ${actor.name}`);

function stepOf(said: Approval, askedAt: number): ApprovalStep {
  const { decision, comment, at } = said;
  if (decision !== 'requested') {
    const kind = decision;
    const text = `${kind === 'approved' ? 'Approved' : 'Rejected'}${by(said)}`;
    const afterMs = Date.parse(at) - askedAt;
    return { kind, text, comment, at, afterMs: afterMs > 0 ? afterMs : null };
  }
  if (said.gate === 'rule') return { kind: 'rule', text: 'A protection rule was asked', comment, at, afterMs: null };
  const whom = said.asked.length === 0 ? 'Approval was asked for' : `${oneOf(said.asked)} was asked`;
  return { kind: 'asked', text: `${whom}${by(said)}`, comment, at, afterMs: null };
}

const ends: ReadonlyMap<string, Pick<ApprovalStep, 'kind' | 'text'>> = new Map([
  ['success', { kind: 'deployed', text: 'Deployed' }],
  ['failure', { kind: 'failed', text: 'Failed' }],
  ['error', { kind: 'failed', text: 'Failed' }],
]);

/**
 * The chain from the first request to the end of the deployment. A decision tells how long it took since the first request; the end, since the last
 * approval. Empty where nobody was asked.
 */
export function approvalSteps(
  { approvals, state, finishedAt }: Pick<DeploymentDetail, 'approvals' | 'state' | 'finishedAt'>,
  now: number,
): ApprovalStep[] {
  const reviews = approvals.filter(({ gate }) => gate === 'review');
  const first = reviews.find(({ decision }) => decision === 'requested');
  const askedAt = first ? Date.parse(first.at) : Number.NaN;
  const steps = approvals.map((said) => stepOf(said, askedAt));
  const last = reviews.findLast(({ decision }) => decision !== 'requested');
  if (finishedAt === null && first && !last)
    steps.push({
      kind: 'waiting',
      text: first.asked.length === 0 ? 'Waiting for approval' : `Waiting for ${oneOf(first.asked)}`,
      comment: null,
      at: null,
      afterMs: Math.max(0, now - askedAt),
    });
  const end = ends.get(state) ?? (finishedAt === null ? undefined : { kind: 'deployed' as const, text: 'Ended' });
  if (steps.length > 0 && end && finishedAt !== null) {
    const afterMs = last?.decision === 'approved' ? Date.parse(finishedAt) - Date.parse(last.at) : 0;
    steps.push({ ...end, comment: null, at: finishedAt, afterMs: afterMs > 0 ? afterMs : null });
  }
  return steps;
}
