import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import type { Pages } from '../api/usePages';
import { FailureNotice, Skeleton } from './states';

interface Props<T> {
  pages: Pages<T>;
  waitsFor: string;
  /** On the button that brings the next page. */
  more: string;
  empty: ReactNode;
  children: (rows: readonly T[]) => ReactNode;
}

/** The states of a list that is loaded a page at a time: its shape, the failing hop, emptiness, rows and the way to more. */
export const PagesFrame = <T,>({ pages, waitsFor, more, empty, children }: Props<T>) => {
  const styles = useStyles2(getStyles);
  const { rows, failure, loading, next, reload } = pages;
  return (
    <>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!rows && loading && <Skeleton waitsFor={waitsFor} />}
      {rows?.length === 0 && !loading && !failure && empty}
      {rows && rows.length > 0 && children(rows)}
      {rows && next !== null && (
        <div className={styles.more}>
          <Button variant="secondary" onClick={pages.more} disabled={loading}>
            {loading ? 'Loading…' : more}
          </Button>
        </div>
      )}
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  more: css({ display: 'flex', justifyContent: 'center', padding: theme.spacing(2) }),
});
