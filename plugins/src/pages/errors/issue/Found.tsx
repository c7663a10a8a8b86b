import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Tab, TabsBar, useStyles2 } from '@grafana/ui';
import type { EventDetail, IssueDetail } from '@summit/contracts';
import { exploreUid } from '../../../shared/api/exploreUid';
import { useKeys } from '../../../shared/keys/useKeys';
import { LiveNote } from '../../../shared/live/LiveNote';
import { Bars } from '../../../shared/ui/Bars';
import { GraphStrip } from '../../../shared/ui/Chips';
import { PageLink } from '../../../shared/ui/PageLink';
import { FailureNotice, Skeleton } from '../../../shared/ui/states';
import { useUrlState } from '../../../shared/url/useUrlState';
import { EventNavigator } from './EventNavigator';
import { Evidence } from './Evidence';
import { Distributions } from './evidence/Distributions';
import { EventFacts } from './evidence/EventFacts';
import { IssueHeader } from './IssueHeader';
import { logsUrl, permalink, traceUrl } from './links';
import { issueTabs, tabOf } from './tabs';
import { useEvent, useNewerEvents } from './useIssue';

const urlNames = ['event', 'tab', 'frame'] as const;

/** The page of an issue that exists. */
export const Found = ({ issue }: { issue: IssueDetail }) => {
  const styles = useStyles2(getStyles);
  const url = useUrlState(urlNames);
  const loaded = useEvent(issue.id, url.first('event'));
  const event = loaded.data;
  const newer = useNewerEvents(issue.count, event?.eventId);
  const tab = tabOf(url.first('tab'));
  const go = (which: string) => {
    if (which === '' && url.first('event') === '') loaded.reload();
    else url.set({ event: which || null, frame: null });
  };
  const choose = (id: string) => url.set({ tab: id || null });
  const help = useKeys([
    { key: '[', does: 'Event before', run: () => event?.previous && go(event.previous) },
    { key: ']', does: 'Event after', run: () => event?.next && go(event.next) },
    { key: 'o', does: 'Oldest event', run: () => go('oldest') },
    { key: 'l', does: 'Latest event', run: () => go('') },
    { key: 'r', does: 'Raw JSON, and back', run: () => choose(tab === 'raw' ? '' : 'raw') },
  ]);
  return (
    <>
      <IssueHeader issue={issue} />
      <GraphStrip ledHere={issue.ledHere} followed={issue.followed} />
      <LiveNote />
      <div className={styles.columns}>
        <div className={styles.main}>
          {loaded.failure && <FailureNotice failure={loaded.failure} retry={loaded.reload} />}
          {event && (
            <EventNavigator
              event={event}
              newer={newer}
              go={go}
              link={() => permalink(issue.id, event.eventId, { tab })}
            />
          )}
          <TabsBar>
            {issueTabs.map(({ id, label }) => (
              <Tab key={id} label={label} active={tab === id} onChangeTab={() => choose(id)} />
            ))}
          </TabsBar>
          <div className={styles.evidence}>
            {!event && loaded.loading && <Skeleton waitsFor="the event" />}
            <Evidence tab={tab} issue={issue} event={event} frame={url.first('frame')} />
          </div>
        </div>
        <aside className={styles.side} aria-label="Facts">
          <Bars values={issue.sparkline} width={288} height={56} label="Events in the last 24 hours, by hour" />
          <p className={styles.caption}>events an hour, last 24 hours</p>
          {event && <Elsewhere issue={issue} event={event} />}
          <Distributions distributions={issue.distributions} />
          {event && <EventFacts event={event.event} />}
        </aside>
      </div>
      {help}
    </>
  );
};

/** The same moment in the other signals. */
const Elsewhere = ({ issue, event }: { issue: IssueDetail; event: EventDetail }) => {
  const styles = useStyles2(getStyles);
  const tempo = exploreUid('tempo');
  const loki = exploreUid('loki');
  const trace = tempo ? traceUrl(event, tempo) : null;
  if (!trace && !loki) return null;
  return (
    <div className={styles.elsewhere}>
      {trace && (
        <PageLink size="sm" variant="secondary" icon="align-left" href={trace}>
          Trace
        </PageLink>
      )}
      {loki && (
        <PageLink size="sm" variant="secondary" icon="gf-logs" href={logsUrl(event, issue, loki)}>
          Logs around
        </PageLink>
      )}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 288px',
    gap: theme.spacing(3),
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  main: css({ minWidth: 0 }),
  side: css({ minWidth: 0 }),
  evidence: css({ paddingTop: theme.spacing(1) }),
  elsewhere: css({ display: 'flex', gap: theme.spacing(1), marginBottom: theme.spacing(2) }),
  caption: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
