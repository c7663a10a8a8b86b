import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, ButtonGroup, ClipboardButton, useStyles2 } from '@grafana/ui';
import type { EventDetail } from '@summit/contracts';
import { absolute } from '../../../shared/time/format';
import { Ago } from '../../../shared/time/Ago';
import { shortRelease } from '../../../shared/ui/release';

interface Props {
  event: EventDetail;
  /** Events that came while this one was looked at. */
  newer: number;
  go: (eventId: string) => void;
  link: () => string;
}

/** Which event of the issue is shown, and the way to the others. */
export const EventNavigator = ({ event, newer, go, link }: Props) => {
  const styles = useStyles2(getStyles);
  const { previous, next } = event;
  return (
    <nav aria-label="Events of this issue" className={styles.bar} data-testid="event-navigator">
      <ButtonGroup>
        <Button
          size="sm"
          variant="secondary"
          disabled={previous === null}
          tooltip="Oldest event (o)"
          aria-label="Oldest event"
          onClick={() => go('oldest')}
        >
          Oldest
        </Button>
        <Button
          size="sm"
          variant="secondary"
          icon="angle-left"
          disabled={previous === null}
          tooltip="Event before ([)"
          aria-label="Event before"
          onClick={() => previous !== null && go(previous)}
        />
        <Button
          size="sm"
          variant="secondary"
          icon="angle-right"
          disabled={next === null}
          tooltip="Event after (])"
          aria-label="Event after"
          onClick={() => next !== null && go(next)}
        />
        <Button
          size="sm"
          variant="secondary"
          disabled={next === null && newer === 0}
          tooltip="Latest event (l)"
          aria-label="Latest event"
          onClick={() => go('')}
        >
          Latest
        </Button>
      </ButtonGroup>
      <span className={styles.id} title={event.eventId}>
        {event.eventId.slice(0, 8)}
      </span>
      <span>
        <Ago time={event.timestamp} /> <span className={styles.weak}>{absolute(event.timestamp)}</span>
      </span>
      {event.release !== null && (
        <span className={styles.weak} title={event.release}>
          {shortRelease(event.release)}
        </span>
      )}
      {event.environment !== null && <span className={styles.weak}>{event.environment}</span>}
      <ClipboardButton size="sm" variant="secondary" fill="text" icon="link" getText={link}>
        Copy link
      </ClipboardButton>
      <span aria-live="polite">
        {newer > 0 && (
          <Button size="sm" icon="arrow-right" onClick={() => go('')} data-testid="newer-events">
            {newer} newer
          </Button>
        )}
      </span>
    </nav>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    padding: theme.spacing(1, 0),
  }),
  id: css({ fontFamily: theme.typography.fontFamilyMonospace }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
