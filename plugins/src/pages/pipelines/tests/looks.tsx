import { Badge } from '@grafana/ui';
import type { Flakiness, TestOutcome } from '@summit/contracts';
import { LookMark } from '../../../shared/status/Status';
import type { StatusLook } from '../../../shared/status/status';

/** Colour, icon and word of how a test ended; `retried` passed, but not at once. */
export type Ending = TestOutcome | 'retried';

export const endingLooks: Readonly<Record<Ending, StatusLook>> = {
  failed: { word: 'Failed', icon: 'times-circle', colour: (theme) => theme.colors.error.text },
  error: { word: 'Error', icon: 'exclamation-triangle', colour: (theme) => theme.colors.error.text },
  retried: { word: 'Passed late', icon: 'sync', colour: (theme) => theme.colors.warning.text },
  passed: { word: 'Passed', icon: 'check-circle', colour: (theme) => theme.colors.success.text },
  skipped: { word: 'Skipped', icon: 'step-backward', colour: (theme) => theme.colors.text.disabled },
};

/** In the order people look at them. */
export const endings: readonly Ending[] = ['failed', 'error', 'retried', 'passed', 'skipped'];

const isFailing = (outcome: TestOutcome): boolean => outcome === 'failed' || outcome === 'error';

export const endingOf = (outcome: TestOutcome, earlierTries: readonly TestOutcome[] = []): Ending =>
  outcome === 'passed' && earlierTries.some(isFailing) ? 'retried' : outcome;

export const EndingMark = ({ ending, compact }: { ending: Ending; compact?: boolean }) => (
  <LookMark look={endingLooks[ending]} state={ending} compact={compact} />
);

export const percent = (ratio: number): string => {
  const value = ratio * 100;
  return `${value > 0 && value < 10 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)}%`;
};

export const flakeSentence = ({ flakes, of }: Flakiness): string =>
  `Passed and failed at ${flakes} of the ${of} commits it ran at within 30 days.`;

/** Says what is known or suspected of a test, and of how many commits; nothing of a steady one. */
export const FlakyBadge = ({ flaky }: { flaky: Flakiness }) => {
  if (flaky.state === 'flaky')
    return (
      <Badge
        color="orange"
        icon="exclamation-triangle"
        text={`Flaky ${percent(flaky.score)}`}
        tooltip={flakeSentence(flaky)}
      />
    );
  return flaky.state === 'suspected' ? (
    <Badge color="blue" icon="question-circle" text="Flaky?" tooltip={`${flakeSentence(flaky)} Once may be chance.`} />
  ) : null;
};
