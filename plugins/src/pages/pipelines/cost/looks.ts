import type { GrafanaTheme2 } from '@grafana/data';
import type { Cost, CostSums, Use } from '@summit/contracts';
import { money } from '../../../shared/money/format';
import { duration } from '../../../shared/time/format';

interface UseLook {
  use: Use;
  word: string;
  says: string;
  colour: (theme: GrafanaTheme2) => string;
}

/** What time was spent on, in the order in which it is drawn. */
export const uses: readonly UseLook[] = [
  {
    use: 'useful',
    word: 'Useful',
    says: 'jobs that succeeded',
    colour: (theme) => theme.visualization.getColorByName('green'),
  },
  {
    use: 'failed',
    word: 'Failed',
    says: 'jobs that failed and did not pass at the same commit later',
    colour: (theme) => theme.visualization.getColorByName('red'),
  },
  {
    use: 'flaky',
    word: 'Flaky',
    says: 'jobs that failed, though the same job of the same commit passed later',
    colour: (theme) => theme.visualization.getColorByName('orange'),
  },
  {
    use: 'cancelled',
    word: 'Cancelled',
    says: 'jobs that were cancelled',
    colour: (theme) => theme.visualization.getColorByName('semi-dark-blue'),
  },
  {
    use: 'unknown',
    word: 'Unknown',
    says: 'jobs whose end nobody reported',
    colour: (theme) => theme.colors.text.disabled,
  },
];

/** What a sum is told as: money where there are prices, else time. */
export const weightOf = ({ currency }: Pick<Cost, 'currency'>, sums: { money: number; workedMs: number }): number =>
  currency === null ? sums.workedMs : sums.money;

export const told = ({ currency }: Pick<Cost, 'currency'>, sums: { money: number; workedMs: number }): string =>
  currency === null ? duration(sums.workedMs) : money(sums.money, currency);

/** A sum by what it was spent on, in words. */
export const describeUses = (cost: Pick<Cost, 'currency'>, sums: CostSums): string =>
  uses
    .filter(({ use }) => sums.uses[use].workedMs > 0)
    .map(({ use, word }) => `${word.toLowerCase()} ${told(cost, sums.uses[use])}`)
    .join(', ') || 'nothing';
