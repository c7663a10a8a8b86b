import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';

export interface EmptyChartProps {
  readonly title: string;
  readonly hint: string;
}

/** Why there is nothing to see and what to do about it. */
export const EmptyChart = ({ title, hint }: EmptyChartProps) => {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.empty} data-testid="gantt-empty">
      <Icon name="align-left" size="xxl" />
      <div className={styles.title}>{title}</div>
      <div>{hint}</div>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  empty: css({
    height: '100%',
    minHeight: 120,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(2),
    textAlign: 'center',
    color: theme.colors.text.secondary,
  }),
  title: css({ ...theme.typography.h5, color: theme.colors.text.primary, margin: 0 }),
});
