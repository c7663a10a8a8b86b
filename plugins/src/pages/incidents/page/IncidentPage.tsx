import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { IncidentDetail } from '@summit/contracts';
import { useParams } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { LiveNote } from '../../../shared/live/LiveNote';
import { GraphStrip } from '../../../shared/ui/Chips';
import { Page } from '../../../shared/ui/Page';
import { FailureNotice, Missing, Skeleton } from '../../../shared/ui/states';
import { AlertList } from './AlertList';
import { Composer } from './Composer';
import { IncidentHeader } from './IncidentHeader';
import { StateButtons } from './StateButtons';
import { Timeline } from './Timeline';
import { useIncident } from './useIncident';

/** What is broken, who acts, and what was done? */
export const IncidentPage = () => {
  const styles = useStyles2(getStyles);
  const { incidentId = '' } = useParams();
  const { path, loaded, timeline, reload } = useIncident(incidentId);
  const { data: incident, failure, loading, patch } = loaded;
  return (
    <Page
      pageNav={{ text: incident?.title ?? 'Incident', parentItem: { text: 'Incidents', url: appRoutes.incidents() } }}
      subTitle="What is broken, who acts, and what was done?"
      actions={
        incident && (
          <StateButtons
            incident={incident}
            path={path}
            changed={(next) => {
              patch(() => next);
              reload();
            }}
          />
        )
      }
    >
      {failure &&
        (failure.missing ? (
          <Missing what="This incident" back={{ href: appRoutes.incidents(), text: 'All incidents' }} />
        ) : (
          <FailureNotice failure={failure} retry={loaded.reload} />
        ))}
      {!incident && loading && <Skeleton waitsFor="the incident" />}
      {incident && (
        <>
          <IncidentHeader incident={incident} />
          <GraphStrip ledHere={incident.ledHere} followed={incident.followed} nothingLed={nothingLed(incident)} />
          <LiveNote />
          <div className={styles.columns}>
            <section aria-label="Timeline">
              <h2 className={styles.title}>Timeline</h2>
              <Timeline timeline={timeline} />
              <Composer path={path} sent={reload} />
            </section>
            <aside aria-label="Alerts">
              <h2 className={styles.title}>Alerts</h2>
              <AlertList alerts={incident.relatedAlerts} />
            </aside>
          </div>
        </>
      )}
    </Page>
  );
};

/** What was looked for when nothing led to the incident: only what its alerts name, and what was deployed shortly before them. */
const nothingLed = ({ relatedAlerts }: IncidentDetail): string =>
  relatedAlerts.length > 0
    ? 'its alerts name no issue, run or deployment, and nothing went to production in the hour before'
    : 'not known without an alert: what led to an incident is found by what its alerts name';

const getStyles = (theme: GrafanaTheme2) => ({
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 2fr) minmax(280px, 1fr)',
    gap: theme.spacing(4),
    marginTop: theme.spacing(2),
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  title: css({ fontSize: theme.typography.h4.fontSize }),
});
