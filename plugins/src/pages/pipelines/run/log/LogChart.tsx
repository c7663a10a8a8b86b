import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import { GanttView, type fromFrames, type GanttViewState } from '../../../../panels/gantt';
import { useUrlState } from '../../../../shared/url/useUrlState';
import { viewFromUrl, viewNames, viewToUrl } from '../viewUrl';
import type { Playhead } from './replay/playhead';

interface Props {
  columns: ReturnType<typeof fromFrames>;
  playhead: Playhead;
  onPick: (spanId: string) => void;
}

/** The run's chart, without its controls, above its log: a click on a step reads its log, one on the axis goes to a time. */
export const LogChart = ({ columns, playhead, onPick }: Props) => {
  const styles = useStyles2(getStyles);
  const url = useUrlState(viewNames);
  const { table: _table, search: _search, matchesOnly: _only, ...view } = viewFromUrl(url.values);
  const onViewChange = (next: GanttViewState): void => {
    const { zoom = null, fold = null, span = null } = viewToUrl(next);
    const same = { zoom, fold, span };
    // Another span is read from its own start, in the log that it is in.
    const another = next.selected !== undefined && next.selected !== view.selected;
    url.set(another ? { ...same, log: null, line: null } : same, { replace: true });
  };
  return (
    <div className={styles.chart}>
      <GanttView
        spans={columns}
        view={view}
        onViewChange={onViewChange}
        onPick={onPick}
        onOpen={onPick}
        onSeek={(at) => playhead.set(at, 'chart')}
        playhead={playhead}
        showToolbar={false}
        showLegend={false}
        showMinimap={false}
        showDetails={false}
        emptyTitle="No job has started yet"
      />
    </div>
  );
};

const getStyles = () => ({
  chart: css({ height: 190 }),
});
