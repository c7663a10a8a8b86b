import type { RollbackAction, RollbackConditions, RollbackPolicy } from '@summit/contracts';
import { actionDraftOf, actionOf, isActionReady, type ActionDraft } from './actionDraft';
import { modeOf } from './words';

/** A policy as it is typed. */
export interface Draft {
  repository: string;
  environment: string;
  action: ActionDraft;
  mode: ReturnType<typeof modeOf>;
  minutes: string;
  fatal: boolean;
  ratio: string;
  events: string;
  within: string;
  /** Whose requests are measured, for the two below. */
  service: string;
  slower: string;
  burn: string;
  objective: string;
  burnMinutes: string;
}

const empty: Draft = {
  repository: '',
  environment: 'production',
  action: actionDraftOf(undefined),
  mode: 'dry run',
  minutes: '60',
  fatal: true,
  ratio: '2',
  events: '',
  within: '10',
  service: '',
  slower: '',
  burn: '',
  objective: '99.9',
  burnMinutes: '60',
};

/** What a form begins with. */
export const draftOf = (policy: RollbackPolicy | undefined): Draft =>
  policy === undefined
    ? empty
    : {
        ...empty,
        repository: policy.repository,
        environment: policy.environment,
        action: actionDraftOf(policy.action),
        mode: modeOf(policy),
        minutes: String(policy.windowMinutes),
        fatal: policy.conditions.newFatalIssue,
        ratio: policy.conditions.worseRatio?.toString() ?? '',
        events: policy.conditions.newIssueEvents?.events.toString() ?? '',
        within: policy.conditions.newIssueEvents?.minutes.toString() ?? empty.within,
        ...measuredOf(policy.conditions),
      };

const measuredOf = ({ slower, burn }: RollbackConditions) => ({
  service: slower?.service ?? burn?.service ?? '',
  slower: slower?.ratio.toString() ?? '',
  burn: burn?.rate.toString() ?? '',
  objective: burn?.objective.toString() ?? empty.objective,
  burnMinutes: burn?.minutes.toString() ?? empty.burnMinutes,
});

const numberOf = (text: string): number | null => (/^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null);
const told = (text: string): boolean => text.trim() !== '';

const conditionsOf = ({ fatal, ratio, events, within, ...draft }: Draft): RollbackConditions => {
  const service = draft.service.trim();
  const amount = (text: string): number => numberOf(text) ?? 0;
  return {
    newFatalIssue: fatal,
    worseRatio: numberOf(ratio),
    newIssueEvents: told(events) ? { events: amount(events), minutes: amount(within) } : null,
    slower: told(draft.slower) ? { service, ratio: amount(draft.slower) } : null,
    burn: told(draft.burn)
      ? { service, objective: amount(draft.objective), rate: amount(draft.burn), minutes: amount(draft.burnMinutes) }
      : null,
  };
};

/** Whether it can be sent: it asks for something, says whom to call and, where it is new, where it holds. */
export function isReady(draft: Draft, before: RollbackAction | undefined): boolean {
  const { newFatalIssue, ...others } = conditionsOf(draft);
  const asks = newFatalIssue || Object.values(others).some((condition) => condition !== null);
  const measures = others.slower !== null || others.burn !== null;
  if (measures && !told(draft.service)) return false;
  const placed = before !== undefined || (told(draft.repository) && told(draft.environment));
  return asks && placed && isActionReady(draft.action, before);
}

/** What is sent of a policy that is there, and beside where it holds of a new one. */
export const bodyOf = (draft: Draft) => ({
  enabled: draft.mode !== 'off',
  dryRun: draft.mode !== 'acts',
  windowMinutes: numberOf(draft.minutes) ?? 0,
  conditions: conditionsOf(draft),
  action: actionOf(draft.action),
});
