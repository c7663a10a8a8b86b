import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import type { RunCriticalPath, RunSpan } from '@summit/contracts';
import { useMemo } from 'react';
import { fromFrames, GanttView } from '../../../../panels/gantt';
import { runSpansFrame } from '../../../../shared/frames/runSpans';
import { useUrlState } from '../../../../shared/url/useUrlState';
import { viewFromUrl, viewNames, viewToUrl } from '../viewUrl';
import { byRunner, hasRunners } from './lanes';

interface Props {
  spans: readonly RunSpan[];
  columns: ReturnType<typeof fromFrames>;
  critical: RunCriticalPath | null;
}

/** Jobs that the path leaves out: by their times alone the chart might lead through them. */
const offPath = (critical: RunCriticalPath | null): ReadonlySet<string> | undefined => {
  if (critical?.graph !== 'declared') return undefined;
  const path = new Set(critical.path.map(({ spanId }) => spanId));
  return new Set(critical.slack.flatMap(({ spanId }) => (path.has(spanId) ? [] : [spanId])));
};

const groupings = [
  { value: '', label: 'Jobs' },
  { value: 'runner', label: 'Runners' },
];

/** When did what run, as jobs with their steps or as a lane for each runner? */
export const TimelineTab = ({ spans, columns, critical }: Props) => {
  const styles = useStyles2(getStyles);
  const url = useUrlState([...viewNames, 'by']);
  const lanes = url.first('by') === 'runner' && hasRunners(spans);
  const shown = useMemo(
    () => (lanes ? fromFrames([runSpansFrame(byRunner(spans))], Date.now()) : columns),
    [lanes, spans, columns],
  );
  const off = useMemo(() => offPath(critical), [critical]);
  const view = viewFromUrl(url.values);
  return (
    <div className={styles.tab}>
      {hasRunners(spans) && (
        <RadioButtonGroup
          size="sm"
          aria-label="Group by"
          options={groupings}
          value={lanes ? 'runner' : ''}
          onChange={(by) => url.set({ by, fold: null })}
        />
      )}
      <div className={styles.chart}>
        <GanttView
          key={lanes ? 'lanes' : 'jobs'}
          spans={shown}
          offCriticalPath={off}
          // What held the run up is known of jobs: through lanes no path leads from one to the next.
          view={lanes ? { ...view, critical: 'off' } : view}
          onViewChange={(next) =>
            url.set(viewToUrl(lanes ? { ...next, critical: view.critical } : next), { replace: true })
          }
          onOpen={(spanId) => url.set({ tab: 'log', span: spanId, log: null, line: null })}
          emptyTitle="No job has started yet"
          emptyHint="Jobs appear here as the CI system reports them."
        />
      </div>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  tab: css({ marginTop: theme.spacing(1) }),
  chart: css({ height: 'max(420px, calc(100vh - 420px))' }),
});
