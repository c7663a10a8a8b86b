import { css, keyframes } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import type { DisplayStatus } from '@summit/contracts';
import { statusLooks, type StatusLook } from './status';

interface LookProps {
  look: StatusLook;
  /** The state's own word, for tests and styles. */
  state: string;
  moving?: boolean;
  compact?: boolean;
}

/** A look as icon and word in its colour; `compact` keeps the word for screen readers and as a tooltip only. */
export const LookMark = ({ look: { word, icon, colour }, state, moving = false, compact = false }: LookProps) => {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  return (
    <span
      className={styles.status}
      style={{ color: colour(theme) }}
      title={compact ? word : undefined}
      data-status={state}
    >
      <Icon name={icon} className={moving ? styles.turning : undefined} aria-hidden />
      <span className={compact ? styles.hidden : undefined}>{word}</span>
    </span>
  );
};

/** The state of a run, job or step. */
export const Status = ({ status, compact }: { status: DisplayStatus; compact?: boolean }) => (
  <LookMark look={statusLooks[status]} state={status} moving={status === 'running'} compact={compact} />
);

const turn = keyframes({ from: { transform: 'rotate(0deg)' }, to: { transform: 'rotate(360deg)' } });

const getStyles = (theme: GrafanaTheme2) => ({
  status: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), whiteSpace: 'nowrap' }),
  turning: css({ '@media (prefers-reduced-motion: no-preference)': { animation: `${turn} 2s linear infinite` } }),
  hidden: css({ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }),
});
