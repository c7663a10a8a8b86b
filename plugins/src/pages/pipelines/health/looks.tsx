import { useTheme2 } from '@grafana/ui';
import { delta, duration } from '../../../shared/time/format';

export const percent = (ratio: number): string => `${(ratio * 100).toFixed(ratio > 0 && ratio < 0.995 ? 1 : 0)}%`;

/** A difference of less is noise. */
const LEAST_CHANGE = 0.05;

/** How a duration compares with the period before: longer is worse. */
export const Slower = ({ now, before }: { now: number | null; before: number | null }) => {
  const theme = useTheme2();
  const text = delta(now, before);
  if (now === null || before === null || text === '') return null;
  const change = now / before - 1;
  const colour =
    Math.abs(change) < LEAST_CHANGE
      ? theme.colors.text.secondary
      : change > 0
        ? theme.colors.error.text
        : theme.colors.success.text;
  return (
    <span style={{ color: colour }} title={`${duration(before)} in the period before`}>
      {text}
    </span>
  );
};
