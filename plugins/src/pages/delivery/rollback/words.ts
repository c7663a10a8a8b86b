import type { RollbackConditions, RollbackDecision, RollbackPolicy } from '@summit/contracts';

/** When a policy takes a deployment back, a phrase for each condition. */
export function conditionWords({ newFatalIssue, worseRatio, newIssueEvents }: RollbackConditions): string[] {
  return [
    ...(newFatalIssue ? ['a new fatal issue'] : []),
    ...(worseRatio === null ? [] : [`errors worse, at least ${worseRatio} times as many`]),
    ...(newIssueEvents === null
      ? []
      : [`${newIssueEvents.events} events of new issues within ${newIssueEvents.minutes} minutes`]),
  ];
}

const done: Readonly<Record<RollbackDecision['state'], string>> = {
  dry_run: 'would have rolled back',
  pending: 'is rolling back',
  delivered: 'asked to roll back',
  failed: 'could not ask to roll back',
  overtaken: 'did not ask to roll back',
};

/** What a policy did with a deployment, without its name and reasons. */
export const decisionWords = (decision: RollbackDecision): string => done[decision.state];

/** How it goes on, where somebody was called. */
export function answerWords({ state, lastAnswer, attempts }: RollbackDecision): string {
  if (state === 'dry_run') return 'dry run: nobody was called';
  const tries = attempts > 1 ? `, ${attempts} tries` : '';
  return `${lastAnswer ?? 'no answer yet'}${tries}`;
}

/** Whether it acts. */
export const modeOf = ({ enabled, dryRun }: Pick<RollbackPolicy, 'enabled' | 'dryRun'>): 'off' | 'dry run' | 'acts' =>
  !enabled ? 'off' : dryRun ? 'dry run' : 'acts';
