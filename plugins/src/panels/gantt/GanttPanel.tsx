import type { PanelProps } from '@grafana/data';
import { useMemo } from 'react';

import { fromFrames, hasSpans } from './model/fromFrames';
import type { GanttOptions } from './options';
import { EmptyChart } from './view/EmptyChart';
import { GanttView } from './view/GanttView';

/** The Gantt chart on a dashboard or in Explore: reads the query's frames and hands them to the view. */
export const GanttPanel = ({ data, options, width, height, timeZone }: PanelProps<GanttOptions>) => {
  const { fields, critical, ...view } = options;
  const { series } = data;
  const spans = useMemo(() => fromFrames(series, Date.now(), fields), [series, fields]);
  const initialView = useMemo(() => ({ critical }), [critical]);
  if (series.some((frame) => frame.length > 0) && !hasSpans(series, fields)) {
    return (
      <EmptyChart
        title="This data has no spans"
        hint="The chart draws traces, Summit runs and tables with a start and an end or a duration. Choose the fields in the panel options."
      />
    );
  }
  return (
    <div style={{ width, height }}>
      <GanttView key={critical} spans={spans} initialView={initialView} timeZone={timeZone} {...view} />
    </div>
  );
};
