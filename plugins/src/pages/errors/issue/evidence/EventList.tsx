import { Button, useStyles2 } from '@grafana/ui';
import type { EventSummary } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { usePages } from '../../../../shared/api/usePages';
import { appRoutes } from '../../../../shared/appRoutes';
import { Ago } from '../../../../shared/time/Ago';
import { FailureNotice, Skeleton } from '../../../../shared/ui/states';
import { shortRelease } from '../../../../shared/ui/release';
import { tableStyles } from '../../../../shared/ui/tableStyles';

/** All events of an issue, newest received first. */
export const EventList = ({ issueId, current }: { issueId: string; current: string | undefined }) => {
  const styles = useStyles2(tableStyles);
  const events = usePages<EventSummary>(`/issues/${encodeURIComponent(issueId)}/events`);
  if (events.failure) return <FailureNotice failure={events.failure} retry={events.reload} />;
  if (!events.rows) return <Skeleton waitsFor="the events" />;
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Events">
        <thead>
          <tr>
            <th>Event</th>
            <th>Time</th>
            <th>Message</th>
            <th>Release</th>
            <th>Environment</th>
            <th>User</th>
          </tr>
        </thead>
        <tbody>
          {events.rows.map((event) => (
            <tr
              key={event.eventId}
              className={event.eventId === current ? styles.current : undefined}
              aria-current={event.eventId === current || undefined}
              data-testid="event-row"
            >
              <td className={styles.mono}>
                <Link to={appRoutes.event(issueId, event.eventId)}>{event.eventId.slice(0, 8)}</Link>
              </td>
              <td>
                <Ago time={event.timestamp} />
              </td>
              <td>{event.title}</td>
              <td title={event.release ?? undefined}>{shortRelease(event.release ?? '–')}</td>
              <td>{event.environment ?? '–'}</td>
              <td>{event.user ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {events.next !== null && (
        <Button variant="secondary" onClick={events.more} disabled={events.loading}>
          Older events
        </Button>
      )}
    </div>
  );
};
