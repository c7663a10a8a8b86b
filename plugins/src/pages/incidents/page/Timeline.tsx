import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import type { TimelineEvent } from '@summit/contracts';
import { useEffect, useRef } from 'react';
import type { Pages } from '../../../shared/api/usePages';
import { absolute } from '../../../shared/time/format';
import { Ago } from '../../../shared/time/Ago';
import { FailureNotice, Skeleton } from '../../../shared/ui/states';

const icons: Readonly<Record<TimelineEvent['type'], IconName>> = {
  status_change: 'exchange-alt',
  comment: 'comment-alt',
  action: 'bolt',
  alert: 'bell',
  system: 'cog',
};

/** What happened, newest at the bottom, where one writes on. */
export const Timeline = ({ timeline }: { timeline: Pages<TimelineEvent> }) => {
  const styles = useStyles2(getStyles);
  const { rows, failure, next, loading, more, reload } = timeline;
  const newest = rows?.[0]?.id;
  const end = useRef<HTMLLIElement>(null);
  const seen = useRef<string | undefined>(undefined);
  useEffect(() => {
    // Follow what is new, not the first load: a page that jumps to its end hides the answer on top.
    if (seen.current !== undefined && newest !== seen.current) end.current?.scrollIntoView({ block: 'nearest' });
    seen.current = newest;
  }, [newest]);
  if (failure) return <FailureNotice failure={failure} retry={reload} />;
  if (!rows) return <Skeleton waitsFor="the timeline" rows={4} />;
  return (
    <>
      {next !== null && (
        <Button size="sm" variant="secondary" onClick={more} disabled={loading}>
          Earlier
        </Button>
      )}
      <ol className={styles.list} aria-live="polite" data-testid="timeline">
        {[...rows].reverse().map((event, index, all) => (
          <li key={event.id} ref={index === all.length - 1 ? end : undefined} className={styles.event}>
            <Icon name={icons[event.type]} className={styles.icon} title={event.type.replace('_', ' ')} />
            <div>
              <div className={styles.head}>
                <strong>{event.createdBy}</strong> <Ago time={event.timestamp} />{' '}
                <span>{absolute(event.timestamp)}</span>
              </div>
              <div className={styles.text}>{event.content}</div>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ margin: 0, padding: theme.spacing(1, 0), listStyle: 'none' }),
  event: css({
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  icon: css({ color: theme.colors.text.secondary, marginTop: 2 }),
  head: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    strong: { color: theme.colors.text.primary },
  }),
  text: css({ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }),
});
