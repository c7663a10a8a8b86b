import { css, keyframes } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import type { DisplayStatus } from '@summit/contracts';
import { statusLooks } from './status';

/** A state as icon and word in its colour; `compact` keeps the word for screen readers and as a tooltip only. */
export const Status = ({ status, compact = false }: { status: DisplayStatus; compact?: boolean }) => {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { word, icon, colour } = statusLooks[status];
  return (
    <span
      className={styles.status}
      style={{ color: colour(theme) }}
      title={compact ? word : undefined}
      data-status={status}
    >
      <Icon name={icon} className={status === 'running' ? styles.turning : undefined} aria-hidden />
      <span className={compact ? styles.hidden : undefined}>{word}</span>
    </span>
  );
};

const turn = keyframes({ from: { transform: 'rotate(0deg)' }, to: { transform: 'rotate(360deg)' } });

const getStyles = (theme: GrafanaTheme2) => ({
  status: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), whiteSpace: 'nowrap' }),
  turning: css({ '@media (prefers-reduced-motion: no-preference)': { animation: `${turn} 2s linear infinite` } }),
  hidden: css({ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }),
});
