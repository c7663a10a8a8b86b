import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { points } from './series';

/** What is lost below this is rounding, not a loss. */
const SAME = 0.0005;

/** A difference of coverage with sign, arrow and colour; a dash where there is nothing to compare with. */
export const Delta = ({ ratio }: { ratio: number | null }) => {
  const styles = useStyles2(getStyles);
  if (ratio === null) return <span className={styles.weak}>–</span>;
  if (Math.abs(ratio) < SAME) return <span className={styles.weak}>{points(0)}</span>;
  return (
    <span className={ratio > 0 ? styles.good : styles.bad}>
      <Icon name={ratio > 0 ? 'arrow-up' : 'arrow-down'} size="sm" /> {points(ratio)}
    </span>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  weak: css({ color: theme.colors.text.secondary }),
  good: css({ color: theme.colors.success.text, whiteSpace: 'nowrap' }),
  bad: css({ color: theme.colors.error.text, whiteSpace: 'nowrap' }),
});
