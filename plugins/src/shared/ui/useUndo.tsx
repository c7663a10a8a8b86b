import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Portal, useStyles2 } from '@grafana/ui';
import { useCallback, useEffect, useRef, useState, type ReactElement } from 'react';

interface Offer {
  id: number;
  title: string;
  undo: () => void;
  /** What is done when the time is over, for what cannot be undone once done. */
  end?: () => void;
}

const stayMs = 10_000;

/** Offers to undo for ten seconds. `after` says what was done and how to revert it; `before` waits with doing it, and gives up waiting when the page is left. */
export function useUndo(): {
  after: (title: string, undo: () => void) => void;
  before: (title: string, commit: () => void, undo?: () => void) => void;
  toast: ReactElement | null;
} {
  const styles = useStyles2(getStyles);
  const [offer, setOffer] = useState<Offer | null>(null);
  const open = useRef<Offer | null>(null);
  const counter = useRef(0);

  const finish = useCallback(() => {
    const last = open.current;
    open.current = null;
    setOffer(null);
    last?.end?.();
  }, []);
  const show = useCallback(
    (next: Omit<Offer, 'id'>) => {
      finish();
      open.current = { ...next, id: (counter.current += 1) };
      setOffer(open.current);
    },
    [finish],
  );
  const take = useCallback(() => {
    const last = open.current;
    open.current = null;
    setOffer(null);
    last?.undo();
  }, []);

  useEffect(() => {
    if (!offer) return;
    const timer = setTimeout(finish, stayMs);
    return () => clearTimeout(timer);
  }, [offer, finish]);
  useEffect(
    () => () => {
      open.current?.end?.();
      open.current = null;
    },
    [],
  );

  const after = useCallback((title: string, undo: () => void) => show({ title, undo }), [show]);
  const before = useCallback(
    (title: string, commit: () => void, undo: () => void = () => undefined) => show({ title, undo, end: commit }),
    [show],
  );
  const toast = offer && (
    <Portal>
      <div className={styles.toast} aria-live="polite" data-testid="undo">
        {/* Not the alert's own button: that one is always called "Close alert". */}
        <Alert severity="success" elevated title={offer.title}>
          <Button size="sm" variant="secondary" onClick={take}>
            Undo
          </Button>
        </Alert>
      </div>
    </Portal>
  );
  return { after, before, toast };
}

const getStyles = (theme: GrafanaTheme2) => ({
  toast: css({
    position: 'fixed',
    right: theme.spacing(2),
    bottom: theme.spacing(2),
    minWidth: 320,
    zIndex: theme.zIndex.portal,
  }),
});
