import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import type { LiveList } from '../api/useList';
import { LiveNote } from '../live/LiveNote';
import { FailureNotice, Skeleton } from './states';

interface Props<T> {
  list: LiveList<T>;
  waitsFor: string;
  older: string;
  /** What to say, and offer, when there is nothing. */
  empty: ReactNode;
  children: (rows: readonly T[]) => ReactNode;
}

/** What every list shares: shape while it loads, the failing hop, emptiness, the pill of new rows, the way to older ones. */
export const ListFrame = <T,>({ list, waitsFor, older, empty, children }: Props<T>) => {
  const styles = useStyles2(getStyles);
  const { rows, failure, loading, fresh, next, reload, more } = list;
  return (
    <>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!rows && loading && <Skeleton waitsFor={waitsFor} />}
      {rows?.length === 0 && !loading && !failure && empty}
      {rows && rows.length > 0 && (
        <>
          <div className={styles.pill} aria-live="polite">
            {fresh > 0 && (
              <Button size="sm" icon="arrow-up" onClick={reload} data-testid="fresh">
                {fresh} new
              </Button>
            )}
            <LiveNote />
          </div>
          {children(rows)}
          <div className={styles.more}>
            {next !== null && (
              <Button variant="secondary" onClick={more} disabled={loading}>
                {loading ? 'Loading…' : older}
              </Button>
            )}
          </div>
        </>
      )}
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  pill: css({
    display: 'flex',
    justifyContent: 'center',
    alignItems: 'center',
    gap: theme.spacing(1),
    minHeight: theme.spacing(4),
    padding: theme.spacing(0.5),
  }),
  more: css({ display: 'flex', justifyContent: 'center', padding: theme.spacing(2) }),
});
