import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, EmptyState, useStyles2 } from '@grafana/ui';
import { useEffect, useState, type ReactNode } from 'react';
import type { Failure } from '../api/failure';
import { appRoutes } from '../appRoutes';
import { PageLink } from './PageLink';

/** The shape of what is coming, at once; after two seconds it says what it waits for. */
export const Skeleton = ({ rows = 8, height = 36, waitsFor }: { rows?: number; height?: number; waitsFor: string }) => {
  const styles = useStyles2(getStyles);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 2000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-busy="true" aria-label={`Loading ${waitsFor}`} data-testid="skeleton">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={styles.bar} style={{ height, opacity: 1 - index / (rows + 2) }} />
      ))}
      {slow && <p className={styles.slow}>Still waiting for {waitsFor}…</p>}
    </div>
  );
};

/** Names the failing hop, what it said and what to do; old data stays visible beside it. */
export const FailureNotice = ({ failure, retry }: { failure: Failure; retry: () => void }) => (
  // Alone in a column, an alert would take all the height that is left.
  <div>
    <Alert severity="error" title={`${failure.hop}: ${failure.detail}`} data-testid="failure">
      <p>{failure.advice}</p>
      <Button size="sm" variant="secondary" icon="sync" onClick={retry}>
        Try again
      </Button>{' '}
      <PageLink size="sm" variant="secondary" fill="text" href={`${appRoutes.settings()}?tab=connection`}>
        Connection doctor
      </PageLink>
    </Alert>
  </div>
);

export const Missing = ({ what, back }: { what: string; back: { href: string; text: string } }) => (
  <EmptyState
    variant="not-found"
    message={`${what} is not here`}
    button={<PageLink href={back.href}>{back.text}</PageLink>}
  >
    It may be older than what is kept, or the link is for another organisation.
  </EmptyState>
);

export const Nothing = ({ message, children }: { message: string; children: ReactNode }) => (
  <EmptyState variant="call-to-action" message={message}>
    {children}
  </EmptyState>
);

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    marginBottom: theme.spacing(0.5),
  }),
  slow: css({ color: theme.colors.text.secondary, marginTop: theme.spacing(1) }),
});
