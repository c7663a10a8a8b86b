import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { RunProfile } from '@summit/contracts';
import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import { fromFrames, GanttView } from '../../../../panels/gantt';
import { appRoutes } from '../../../../shared/appRoutes';
import { runSpansFrame } from '../../../../shared/frames/runSpans';
import { count, delta, duration } from '../../../../shared/time/format';
import { useUrlState } from '../../../../shared/url/useUrlState';
import { percent } from '../../tests/looks';
import { viewFromUrl, viewNames, viewToUrl } from '../viewUrl';
import { hitRate, rateChange } from './cache';
import { KindTable } from './KindTable';
import { spansOfProfile } from './spans';
import { UnitTable } from './UnitTable';

/** One build: how long, what the cache spared, when what ran, what was slow. */
export const ProfileView = ({ profile }: { profile: RunProfile }) => {
  const styles = useStyles2(getStyles);
  const spans = useMemo(() => spansOfProfile(profile), [profile]);
  return (
    <>
      <Summary profile={profile} />
      {spans.length > 0 && <Timeline spans={spans} />}
      {profile.unitCount === 0 ? (
        <p className={styles.weak} data-testid="no-units">
          This report tells of the build as a whole, not of single actions.
        </p>
      ) : (
        <div className={styles.tables}>
          <UnitTable profile={profile} />
          <KindTable kinds={profile.kinds} />
        </div>
      )}
    </>
  );
};

const Summary = ({ profile }: { profile: RunProfile }) => {
  const styles = useStyles2(getStyles);
  const { tool, durationMs, cache, before } = profile;
  const rate = hitRate(cache);
  const longer = delta(durationMs, before?.durationMs ?? null);
  return (
    <p className={styles.summary} data-testid="build-summary">
      <strong>{duration(durationMs)}</strong> of {tool}
      {longer !== '' && ` · ${longer} against `}
      {longer !== '' && before && <Link to={`${appRoutes.run(before.runId)}?tab=build`}>the run before</Link>}
      {rate !== null && cache && (
        <>
          {' · '}
          <strong>{percent(rate)}</strong> found in the cache ({count(cache.hits)} of {count(cache.hits + cache.misses)}
          {before && rateChange(rate, hitRate(before.cache)) !== '' && `, ${rateChange(rate, hitRate(before.cache))}`})
        </>
      )}
      {rate === null && ' · its report does not tell what came from a cache'}
    </p>
  );
};

/** The chart of the timeline tab, at a height that leaves the tables in sight. */
const Timeline = ({ spans }: { spans: ReturnType<typeof spansOfProfile> }) => {
  const styles = useStyles2(getStyles);
  const url = useUrlState([...viewNames]);
  const columns = useMemo(() => fromFrames([runSpansFrame(spans)], Date.now()), [spans]);
  return (
    <div className={styles.chart}>
      <GanttView
        spans={columns}
        // Which unit waited for which is not told.
        view={{ ...viewFromUrl(url.values), critical: 'off' }}
        onViewChange={(next) => url.set({ ...viewToUrl(next), critical: null }, { replace: true })}
        emptyTitle="No unit has a start"
        emptyHint="The tool tells how long each took, not when it began."
      />
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  summary: css({ a: { color: theme.colors.text.link } }),
  weak: css({ color: theme.colors.text.secondary }),
  chart: css({ height: 360, marginBottom: theme.spacing(2) }),
  tables: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1fr)',
    gap: theme.spacing(3),
    alignItems: 'start',
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
});
