import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Spinner, useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import { Ago } from '../../../shared/time/Ago';

interface Props {
  title: string;
  delivered: string | null;
  waitsFor: string;
  children: ReactNode;
}

/** The steps of a set-up, with a last one that ticks itself. */
export const Guide = ({ title, delivered, waitsFor, children }: Props) => {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.guide} aria-label={title} data-testid="guide">
      <h3>{title}</h3>
      <Alert severity="info" title="The secret is shown now and never again">
        Copy it before you leave this page; a new one can be made later.
      </Alert>
      <ol className={styles.steps}>{children}</ol>
      <div aria-live="polite">
        {delivered === null ? (
          <p data-testid="waiting">
            <Spinner inline /> Waiting for {waitsFor}…
          </p>
        ) : (
          <Alert severity="success" title="Connected" data-testid="delivered">
            The first delivery came <Ago time={delivered} />.
          </Alert>
        )}
      </div>
    </section>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  guide: css({
    maxWidth: 900,
    marginBottom: theme.spacing(3),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
  steps: css({ paddingLeft: theme.spacing(3), li: { marginBottom: theme.spacing(1) } }),
});
