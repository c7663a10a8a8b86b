import { css } from '@emotion/css';
import { useEffect, useState } from 'react';
import { AppEvents, type EventBus, type GrafanaTheme2 } from '@grafana/data';
import { Alert, useStyles2, type AlertVariant } from '@grafana/ui';

interface Toast {
  id: number;
  severity: AlertVariant;
  title: string;
  text: string;
}

const kinds: [{ name: string }, AlertVariant][] = [
  [AppEvents.alertSuccess, 'success'],
  [AppEvents.alertError, 'error'],
  [AppEvents.alertWarning, 'warning'],
  [AppEvents.alertInfo, 'info'],
];

const textsOf = (payload: unknown): string[] => (Array.isArray(payload) ? payload.map(String) : []);

/** What plugins say through the app events, for five seconds. */
export const Toasts = ({ events }: { events: EventBus }) => {
  const styles = useStyles2(getStyles);
  const [toasts, setToasts] = useState<Toast[]>([]);
  useEffect(() => {
    let id = 0;
    const subscriptions = kinds.map(([{ name: type }, severity]) =>
      events.getStream<{ type: string; payload: unknown }>({ type } as never).subscribe(({ payload }) => {
        const [title = '', text = ''] = textsOf(payload);
        const toast = { id: (id += 1), severity, title, text };
        setToasts((all) => [...all, toast]);
        setTimeout(() => setToasts((all) => all.filter((other) => other.id !== toast.id)), 5000);
      }),
    );
    return () => subscriptions.forEach((subscription) => subscription.unsubscribe());
  }, [events]);
  return (
    <div className={styles.toasts} aria-live="polite">
      {toasts.map(({ id, severity, title, text }) => (
        <Alert key={id} severity={severity} title={title} elevated>
          {text}
        </Alert>
      ))}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  toasts: css({
    position: 'fixed',
    top: theme.spacing(6),
    right: theme.spacing(2),
    width: 400,
    zIndex: theme.zIndex.portal,
  }),
});
