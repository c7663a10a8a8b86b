import type { RollbackConditions, RollbackPolicy } from '@summit/contracts';
import { modeOf } from './words';

/** A policy as it is typed. */
export interface Draft {
  repository: string;
  environment: string;
  address: string;
  mode: ReturnType<typeof modeOf>;
  minutes: string;
  fatal: boolean;
  ratio: string;
  events: string;
  within: string;
}

const empty: Draft = {
  repository: '',
  environment: 'production',
  address: '',
  mode: 'dry run',
  minutes: '60',
  fatal: true,
  ratio: '2',
  events: '',
  within: '10',
};

/** What a form begins with: an address is never shown again, so none is filled in. */
export const draftOf = (policy: RollbackPolicy | undefined): Draft =>
  policy === undefined
    ? empty
    : {
        ...empty,
        repository: policy.repository,
        environment: policy.environment,
        mode: modeOf(policy),
        minutes: String(policy.windowMinutes),
        fatal: policy.conditions.newFatalIssue,
        ratio: policy.conditions.worseRatio?.toString() ?? '',
        events: policy.conditions.newIssueEvents?.events.toString() ?? '',
        within: policy.conditions.newIssueEvents?.minutes.toString() ?? empty.within,
      };

const numberOf = (text: string): number | null => (/^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null);
const told = (text: string): boolean => text.trim() !== '';

const conditionsOf = ({ fatal, ratio, events, within }: Draft): RollbackConditions => ({
  newFatalIssue: fatal,
  worseRatio: numberOf(ratio),
  newIssueEvents: told(events) ? { events: numberOf(events) ?? 0, minutes: numberOf(within) ?? 0 } : null,
});

/** Whether it can be sent: it asks for something and, where it is new, says where it holds and whom to call. */
export function isReady(draft: Draft, isNew: boolean): boolean {
  const { newFatalIssue, worseRatio, newIssueEvents } = conditionsOf(draft);
  const asks = newFatalIssue || worseRatio !== null || newIssueEvents !== null;
  return asks && (!isNew || (told(draft.repository) && told(draft.environment) && told(draft.address)));
}

/** What is sent of a policy that is there, and beside where it holds of a new one. */
export const bodyOf = (draft: Draft) => ({
  enabled: draft.mode !== 'off',
  dryRun: draft.mode !== 'acts',
  windowMinutes: numberOf(draft.minutes) ?? 0,
  conditions: conditionsOf(draft),
  ...(told(draft.address) && { url: draft.address.trim() }),
});
