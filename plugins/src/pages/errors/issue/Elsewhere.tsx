import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { EventDetail, IssueDetail } from '@summit/contracts';
import { exploreUid } from '../../../shared/api/exploreUid';
import { appRoutes } from '../../../shared/appRoutes';
import { PageLink } from '../../../shared/ui/PageLink';
import { logsUrl, traceUrl } from './links';

/** The same moment in the other signals: the run that it happened in, the trace where one is known to be kept, the logs. */
export const Elsewhere = ({ issue, event }: { issue: IssueDetail; event: EventDetail }) => {
  const styles = useStyles2(getStyles);
  const tempo = exploreUid('tempo');
  const loki = exploreUid('loki');
  const trace = tempo ? traceUrl(event, tempo) : null;
  const named = event.traceId !== null && event.run === null;
  if (!event.run && !loki && !named) return null;
  return (
    <div className={styles.block} data-testid="elsewhere">
      <div className={styles.links}>
        {event.run && (
          <PageLink size="sm" variant="secondary" icon="sitemap" href={appRoutes.run(event.run.id)}>
            {event.run.title}
          </PageLink>
        )}
        {trace && (
          <PageLink size="sm" variant="secondary" icon="align-left" href={trace}>
            Trace
          </PageLink>
        )}
        {loki && (
          <PageLink size="sm" variant="secondary" icon="gf-logs" href={logsUrl(event, issue, loki)}>
            {event.traceId === null ? 'Logs of this issue' : 'Logs of this trace'}
          </PageLink>
        )}
      </div>
      {named && (
        <p className={styles.note}>
          The app named trace <span className={styles.id}>{event.traceId}</span>; nothing tells that it was sent to
          Tempo.
        </p>
      )}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  block: css({ marginBottom: theme.spacing(2) }),
  links: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  note: css({
    margin: theme.spacing(1, 0, 0),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  id: css({ fontFamily: theme.typography.fontFamilyMonospace, overflowWrap: 'anywhere' }),
});
