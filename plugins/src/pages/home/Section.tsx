import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import { count } from '../../shared/time/format';

interface Props {
  title: string;
  /** How many there are; the first twenty are shown. */
  of: number;
  /** What stands here when there are none. */
  empty: string;
  children: ReactNode;
}

const MOST = 20;

/** One kind of things that are the person's. */
export const Section = ({ title, of, empty, children }: Props) => {
  const styles = useStyles2(getStyles);
  return (
    <section aria-label={title} className={styles.section}>
      <h2 className={styles.title}>
        {title}
        {of > 0 && <span className={styles.weak}> {of === MOST ? `${count(of)} latest` : count(of)}</span>}
      </h2>
      {of === 0 ? <p className={styles.weak}>{empty}</p> : children}
    </section>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginBottom: theme.spacing(3), minWidth: 0 }),
  title: css({ fontSize: theme.typography.h5.fontSize, marginBottom: theme.spacing(1) }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
