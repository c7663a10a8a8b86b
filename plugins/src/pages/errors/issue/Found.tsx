import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Tab, TabsBar, useStyles2 } from '@grafana/ui';
import type { IssueDetail } from '@summit/contracts';
import { useKeys } from '../../../shared/keys/useKeys';
import { LiveNote } from '../../../shared/live/LiveNote';
import { Bars } from '../../../shared/ui/Bars';
import { GraphStrip } from '../../../shared/ui/Chips';
import { FailureNotice, Skeleton } from '../../../shared/ui/states';
import { useUrlState } from '../../../shared/url/useUrlState';
import { Elsewhere } from './Elsewhere';
import { EventNavigator } from './EventNavigator';
import { Evidence } from './Evidence';
import { Distributions } from './evidence/Distributions';
import { EventFacts } from './evidence/EventFacts';
import { IssueHeader } from './IssueHeader';
import { permalink } from './links';
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
      <GraphStrip
        ledHere={issue.ledHere}
        followed={issue.followed}
        nothingLed="no release, deployment or run is known to have brought it"
        nothingFollowed="no incident"
      />
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
  caption: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
