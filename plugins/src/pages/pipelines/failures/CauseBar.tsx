import { useTheme2 } from '@grafana/ui';
import type { FailureSums } from '@summit/contracts';
import { count } from '../../../shared/time/format';
import { causeLooks, causes } from './looks';

export const jobsIn = (sums: FailureSums): number => causes.reduce((sum, cause) => sum + sums[cause].jobs, 0);

/** `3 infrastructure, 2 code`. */
export const describeCauses = (sums: FailureSums): string =>
  causes
    .filter((cause) => sums[cause].jobs > 0)
    .map((cause) => `${count(sums[cause].jobs)} ${causeLooks[cause].word.toLowerCase()}`)
    .join(', ') || 'none';

/** Failed jobs by cause, as one bar of shares. */
export const CauseBar = ({ sums, width, height }: { sums: FailureSums; width: number | string; height: number }) => {
  const theme = useTheme2();
  const label = `Failed jobs: ${describeCauses(sums)}`;
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      style={{ display: 'inline-flex', width, height, gap: 1, overflow: 'hidden', verticalAlign: 'middle' }}
    >
      {causes.map(
        (cause) =>
          sums[cause].jobs > 0 && (
            <span
              key={cause}
              style={{ flex: `${sums[cause].jobs} 0 0`, minWidth: 2, background: causeLooks[cause].fill(theme) }}
            />
          ),
      )}
    </span>
  );
};
