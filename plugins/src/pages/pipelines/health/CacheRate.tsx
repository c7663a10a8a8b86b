import { useStyles2, useTheme2 } from '@grafana/ui';
import type { Pipeline } from '@summit/contracts';
import { count } from '../../../shared/time/format';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { percent } from './looks';

/** A difference of less is noise. */
const LEAST_CHANGE = 0.05;

/** What builds found in their caches, and how that compares with the period before: less is worse. */
export const CacheRate = ({ rate }: { rate: NonNullable<Pipeline['cacheHitRate']> }) => {
  const styles = useStyles2(tableStyles);
  const theme = useTheme2();
  const points = rate.before === null ? null : Math.round((rate.now - rate.before) * 100);
  const colour =
    points === null || Math.abs(points) < LEAST_CHANGE * 100
      ? theme.colors.text.secondary
      : points < 0
        ? theme.colors.error.text
        : theme.colors.success.text;
  return (
    <span
      className={styles.weak}
      title={`Of ${count(rate.lookups)} look-ups in caches that profiles of builds tell of${rate.before === null ? '' : `; ${percent(rate.before)} in the period before`}`}
      data-testid="pipeline-cache"
    >
      cache {percent(rate.now)}
      {points !== null && points !== 0 && (
        <span style={{ color: colour }}>
          {' '}
          {points > 0 ? '+' : '−'}
          {Math.abs(points)} points
        </span>
      )}
    </span>
  );
};
