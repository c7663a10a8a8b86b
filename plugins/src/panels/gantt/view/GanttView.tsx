import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useId, useMemo } from 'react';

import { collapseAll } from '../layout/collapse';
import { firstAbove } from '../layout/search';
import { u8 } from '../model/typed';
import { ChartArea } from './ChartArea';
import { countSpans, describeChart, describeSpan } from './describe';
import { EmptyChart } from './EmptyChart';
import { KeyHelp } from './KeyHelp';
import { Legend } from './Legend';
import { withDefaults, type FullProps, type GanttViewProps } from './props';
import { SearchBox } from './SearchBox';
import { SpanDetails } from './SpanDetails';
import { SpanTable } from './SpanTable';
import { SpanTooltip } from './SpanTooltip';
import { Toolbar } from './Toolbar';
import { useChart, type Chart } from './useChart';

/**
 * Spans as a Gantt chart: overview, names, bars, search, critical path, keys, and the same as a table. Fills its parent, which must
 * have a height.
 */
export const GanttView = (props: GanttViewProps) => {
  const full = withDefaults(props);
  return full.spans.count === 0 ? (
    <EmptyChart title={full.emptyTitle} hint={full.emptyHint} />
  ) : (
    <FilledChart {...full} />
  );
};

const COMPACT_PX = 720;

const FilledChart = (props: FullProps) => {
  const styles = useStyles2(getStyles);
  const id = useId();
  const chart = useChart(props);
  const { model, view, change, formats, widths, hover, commands } = chart;
  const { spans, selected } = model;
  const counts = useMemo(() => countSpans(spans), [spans]);
  const summary = describeChart(counts, model.extent.end, formats.duration);
  const search = (text: string): void => change({ search: text || undefined });
  return (
    <div ref={widths.root} className={styles.root} data-testid="gantt">
      {props.showToolbar && <ChartToolbar chart={chart} onSearch={search} />}
      {chart.help && <KeyHelp />}
      {view.table ? (
        <SpanTable
          model={model}
          formats={formats}
          idPrefix={id}
          label={summary}
          onSelect={(span) => commands.select(span, false)}
          onToggle={commands.toggle}
          onKeyDown={chart.onKeyDown}
        />
      ) : (
        <ChartArea
          refs={chart.refs}
          label={summary}
          helpId={`${id}-help`}
          showMinimap={props.showMinimap}
          onKeyDown={chart.onKeyDown}
          onBlur={chart.onBlur}
        />
      )}
      {props.showLegend && (
        <Legend
          spans={spans}
          counts={counts}
          search={view.search ?? ''}
          colourBy={chart.colourBy}
          hasQueue={props.showQueue && model.queues.count > 0}
          critical={model.critical !== undefined}
          onSearch={search}
        />
      )}
      {props.showDetails && selected >= 0 && (
        <SpanDetails model={model} formats={formats} span={selected} onClose={() => commands.select(-1, false)} />
      )}
      <div id={`${id}-help`} className={styles.unseen}>
        Arrow keys move between rows and open or close them, plus and minus zoom, A and D pan, F goes to the next
        failure, T shows the same as a table, question mark lists all keys.
      </div>
      <Announcement chart={chart} className={styles.unseen} />
      {hover.span >= 0 && hover.span < spans.count && !view.table && (
        <SpanTooltip tipRef={hover.tip} model={model} formats={formats} span={hover.span} />
      )}
    </div>
  );
};

interface ChartToolbarProps {
  readonly chart: Chart;
  readonly onSearch: (text: string) => void;
}

const ChartToolbar = ({ chart, onSearch }: ChartToolbarProps) => {
  const { model, view, change, widths, commands } = chart;
  const { spans, matches, selected } = model;
  const onMatch = matches !== undefined && selected >= 0 && u8(matches.mask, selected) === 1;
  return (
    <Toolbar
      failureCount={model.failures.length}
      critical={view.critical ?? 'off'}
      table={view.table ?? false}
      help={chart.help}
      compact={widths.width < COMPACT_PX}
      canCollapse={model.rows.count > 0 && spans.depth.some((depth) => depth > 0)}
      onCommand={commands.run}
      onCollapseAll={(collapse) => change({ collapsed: collapse ? collapseAll(spans) : undefined })}
    >
      <SearchBox
        inputRef={chart.search}
        value={view.search ?? ''}
        count={matches?.spans.length}
        position={onMatch ? firstAbove(matches.spans, selected) : 0}
        matchesOnly={view.matchesOnly ?? false}
        onSearch={onSearch}
        onMatchesOnly={(only) => change({ matchesOnly: only || undefined })}
        onStep={commands.stepMatch}
        onLeave={() => chart.refs.scroller.current?.focus()}
      />
    </Toolbar>
  );
};

/** What a screen reader says after a key: the row, or that there is nothing to go to. */
const Announcement = ({ chart, className }: { readonly chart: Chart; readonly className: string }) => {
  const { model, formats, message } = chart;
  const { spans, selected, critical } = model;
  const onCritical = selected >= 0 && critical !== undefined && u8(critical.onPath, selected) === 1;
  const row =
    selected < 0
      ? ''
      : describeSpan(spans, model.queues, selected, u8(model.collapsed, selected) === 1, onCritical, formats.duration);
  return (
    <div className={className} role="status" aria-live="polite" data-testid="gantt-announcement">
      {message || row}
    </div>
  );
};

const getStyles = (_theme: GrafanaTheme2) => ({
  root: css({
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    width: '100%',
    minHeight: 0,
    minWidth: 0,
  }),
  unseen: css({
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  }),
});
