import type { RollbackConditions, RollbackDecision, RollbackPolicy } from '@summit/contracts';

/** When a policy takes a deployment back, a phrase for each condition. */
export function conditionWords(conditions: RollbackConditions): string[] {
  const { newFatalIssue, worseRatio, newIssueEvents, slower, burn } = conditions;
  return [
    ...(newFatalIssue ? ['a new fatal issue'] : []),
    ...(worseRatio === null ? [] : [`errors worse, at least ${worseRatio} times as many`]),
    ...(newIssueEvents === null
      ? []
      : [`${newIssueEvents.events} events of new issues within ${newIssueEvents.minutes} minutes`]),
    ...(slower === null ? [] : [`${slower.service} slower, p95 at least ${slower.ratio} times as long`]),
    ...(burn === null
      ? []
      : [
          `error budget of ${burn.service} (${burn.objective} %) burns ${burn.rate} times as fast, ${burn.minutes} minutes`,
        ]),
  ];
}

const done: Readonly<Record<RollbackDecision['state'], string>> = {
  dry_run: 'would have rolled back',
  pending: 'is rolling back',
  delivered: 'asked to roll back',
  failed: 'could not ask to roll back',
  unclear: 'may have asked to roll back',
  overtaken: 'did not ask to roll back',
};

/** What a policy did with a deployment, without its name and reasons. */
export const decisionWords = (decision: RollbackDecision): string => done[decision.state];

/** Whom a policy asks. */
export function actionWords({ action, target }: Pick<RollbackPolicy, 'action' | 'target'>): string {
  switch (action.kind) {
    case 'webhook':
      return `calls ${target}`;
    case 'github':
      return `starts ${action.workflow} of ${action.repository} at ${action.ref}, ${target}`;
    case 'gitlab':
      return `runs a pipeline of ${action.project} at ${action.ref}, ${target}`;
  }
}

/** How it goes on, where somebody was called. */
export function answerWords({ state, lastAnswer, attempts }: RollbackDecision): string {
  if (state === 'dry_run') return 'dry run: nobody was called';
  const tries = attempts > 1 ? `, ${attempts} tries` : '';
  const look = state === 'unclear' ? '; look at the provider: it is not asked again' : '';
  return `${lastAnswer ?? 'no answer yet'}${tries}${look}`;
}

/** Whether it acts. */
export const modeOf = ({ enabled, dryRun }: Pick<RollbackPolicy, 'enabled' | 'dryRun'>): 'off' | 'dry run' | 'acts' =>
  !enabled ? 'off' : dryRun ? 'dry run' : 'acts';
