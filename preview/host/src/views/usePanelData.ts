import { useEffect, useMemo, useState } from 'react';
import {
  applyFieldOverrides,
  CoreApp,
  LoadingState,
  type DataQuery,
  type DataSourceApi,
  type FieldConfigSource,
  type PanelData,
  type PanelPlugin,
  type TimeRange,
} from '@grafana/data';
import { config, getTemplateSrv } from '@grafana/runtime';
import { runRequest } from '../services/runRequest';

interface Options {
  dataSource: DataSourceApi;
  queries: DataQuery[];
  range: TimeRange;
  app: CoreApp;
  /** Another number runs the queries again. */
  run: number;
}

/**
 * The states of one request. It is sent again when the queries, the raw range or `run` change, and ended when the view goes. Without a query
 * that can be sent a dashboard's panel is done, as in Grafana; in Explore nothing has started, so that none reads an answer into it.
 */
export const usePanelData = ({ dataSource, queries, range, app, run }: Options): PanelData => {
  const empty: PanelData = { state: LoadingState.NotStarted, series: [], timeRange: range };
  const [data, setData] = useState(empty);
  const key = JSON.stringify([dataSource.uid, queries, range.raw, app, run]);
  useEffect(() => {
    const visible = queries.filter((query) => !query.hide && (dataSource.filterQuery?.(query) ?? true));
    if (visible.length === 0) {
      const state = app === CoreApp.Explore ? LoadingState.NotStarted : LoadingState.Done;
      setData((old) => ({ ...old, state, series: [] }));
      return undefined;
    }
    const subscription = runRequest(dataSource, {
      app,
      requestId: `preview-${run}`,
      targets: dataSource.interpolateVariablesInQueries?.(visible, {}) ?? visible,
      range,
      interval: '1m',
      intervalMs: 60_000,
      maxDataPoints: 1000,
      scopedVars: {},
      timezone: 'browser',
      startTime: Date.now(),
    }).subscribe((next) =>
      setData((old) => (next.state === LoadingState.Loading ? { ...next, series: old.series } : next)),
    );
    return () => subscription.unsubscribe();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return data;
};

/** Display processors and links on the fields, as a panel gets them. */
export const useFieldsApplied = (data: PanelData, fieldConfig?: FieldConfigSource, plugin?: PanelPlugin): PanelData =>
  useMemo(
    () => ({
      ...data,
      series: applyFieldOverrides({
        data: data.series,
        fieldConfig: fieldConfig ?? { defaults: {}, overrides: [] },
        fieldConfigRegistry: plugin?.fieldConfigRegistry,
        replaceVariables: (text, scoped, format) => getTemplateSrv().replace(text, scoped, format),
        theme: config.theme2,
        timeZone: 'browser',
      }),
    }),
    [data, fieldConfig, plugin],
  );
