import { useTheme2 } from '@grafana/ui';
import type { Cost, CostSums } from '@summit/contracts';
import { describeUses, uses, weightOf } from './looks';

interface Props {
  cost: Pick<Cost, 'currency'>;
  sums: CostSums;
  width: number | string;
  height: number;
}

/** What a sum was spent on, as one bar of shares. */
export const UseBar = ({ cost, sums, width, height }: Props) => {
  const theme = useTheme2();
  const all = uses.reduce((sum, { use }) => sum + weightOf(cost, sums.uses[use]), 0);
  const label = describeUses(cost, sums);
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      style={{ display: 'inline-flex', width, height, gap: 1, overflow: 'hidden', verticalAlign: 'middle' }}
    >
      {uses.map(({ use, colour }) => {
        const share = all === 0 ? 0 : weightOf(cost, sums.uses[use]) / all;
        return share > 0 && <span key={use} style={{ flex: `${share} 0 0`, minWidth: 1, background: colour(theme) }} />;
      })}
    </span>
  );
};
