import { DataqueryBuilder as PromQuery } from '@grafana/grafana-foundation-sdk/prometheus';
import { DataqueryBuilder as LokiQuery } from '@grafana/grafana-foundation-sdk/loki';
import { PanelBuilder as LogsPanel } from '@grafana/grafana-foundation-sdk/logs';
import { PanelBuilder as StatPanel } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeriesPanel } from '@grafana/grafana-foundation-sdk/timeseries';
import {
  BigValueColorMode,
  BigValueGraphMode,
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { logs, metrics } from './sources';

export const promQuery = (expr: string, legend: string, refId = 'A'): PromQuery =>
  new PromQuery().datasource(metrics).expr(expr).legendFormat(legend).refId(refId).range();

/** One value at the end of the range, for stat panels. */
export const promInstant = (expr: string, refId = 'A'): PromQuery =>
  new PromQuery().datasource(metrics).expr(expr).refId(refId).instant();

export const lokiQuery = (expr: string, legend: string, refId = 'A'): LokiQuery =>
  new LokiQuery().datasource(logs).expr(expr).legendFormat(legend).refId(refId).queryType('range');

export interface Place {
  title: string;
  description: string;
  width: number;
  height: number;
}

export function timeSeries({ title, description, width, height }: Place, unit: string): TimeSeriesPanel {
  return new TimeSeriesPanel()
    .title(title)
    .description(description)
    .span(width)
    .height(height)
    .unit(unit)
    .min(0)
    .fillOpacity(10)
    .lineWidth(1)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
}

/** Counts an interval, stacked as bars. */
export const stackedBars = (place: Place, unit: string): TimeSeriesPanel =>
  timeSeries(place, unit)
    .drawStyle(GraphDrawStyle.Bars)
    .fillOpacity(70)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));

export function stat({ title, description, width, height }: Place, unit: string): StatPanel {
  return new StatPanel()
    .title(title)
    .description(description)
    .span(width)
    .height(height)
    .unit(unit)
    .noValue('no runs')
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.None)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']));
}

export const logLines = ({ title, description, width, height }: Place): LogsPanel =>
  new LogsPanel()
    .title(title)
    .description(description)
    .span(width)
    .height(height)
    .showTime(true)
    .wrapLogMessage(true)
    .enableLogDetails(true);
