import type { DeploymentErrors } from '@summit/contracts';
import { count, duration } from '../../../../../shared/time/format';

/** Two figures that count: 0.043, 1.3, 24. */
export const times = (value: number): string =>
  value === 0 ? '0' : value < 10 ? String(Number(value.toPrecision(2))) : count(Math.round(value));

/** What the counts come to, and how sure that is. */
export function sentence(errors: DeploymentErrors): string {
  const { windows, ratio, low, high } = errors;
  if (!windows) return '';
  const { before, after } = windows;
  const counts = `${count(after.events)} after it, ${count(before.events)} in as long before`;
  // Issues of a project that nobody counted before are listed all the same: that is not "no errors".
  if (errors.projects.length > 0 && !errors.projects.some(({ compared }) => compared)) return '';
  if (before.events + after.events === 0) return 'No errors before or after it.';
  const interval =
    low === null
      ? ''
      : high === null
        ? ` (at least ${times(low)} times, at 95 %)`
        : ` (95 % between ${times(low)} and ${times(high)})`;
  return ratio === null ? `${counts}${interval}.` : `${counts}: ${times(ratio)} times as many${interval}.`;
}

/** Why there is no comparison. */
export const reasons: Readonly<Record<NonNullable<DeploymentErrors['reason']>, string>> = {
  not_ended: 'It has not ended yet.',
  no_project:
    'No project is known to belong to it: none has a release of its commits, or is called after the repository.',
  no_time: 'There were not five minutes between its end and the next deployment, or now.',
  expired: 'The events of that time are no longer kept.',
};

/** How far the comparison reaches, and why no further. */
export function reach({ windows, cutBy }: DeploymentErrors): string {
  if (!windows || cutBy === null) return '';
  const length = duration(Date.parse(windows.after.to) - Date.parse(windows.after.from));
  const until = { length: '', next_deployment: ', until the next deployment', now: ', until now' }[cutBy];
  return `${length} each${until}`;
}
