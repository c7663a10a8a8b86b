import { css } from '@emotion/css';
import { useState } from 'react';
import { CoreApp, LoadingState, type DataQuery, type DataSourceApi, type GrafanaTheme2 } from '@grafana/data';
import { getDataSourceSrv, locationService } from '@grafana/runtime';
import { Button, LoadingBar, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useLocation } from 'react-router-dom-v5-compat';
import type { PluginLoader } from '../loader/plugins';
import { ErrorView } from './ErrorView';
import { FrameView } from './FrameView';
import { paneSearch, readPane, type Pane } from './panes';
import { RangeBar } from './RangeBar';
import { rawRangeTexts, timeRangeOf } from './timeRange';
import { useLoaded } from './useLoaded';
import { useFieldsApplied, usePanelData } from './usePanelData';
import { useWidth } from './useWidth';

const firstQuery = (dataSource: DataSourceApi): DataQuery => ({
  refId: 'A',
  ...dataSource.getDefaultQuery?.(CoreApp.Explore),
});

const Results = ({
  dataSource,
  pane,
  run,
  plugins,
}: {
  dataSource: DataSourceApi;
  pane: Pane;
  run: number;
  plugins: PluginLoader;
}) => {
  const { ref, width } = useWidth();
  const range = timeRangeOf(pane.range.from, pane.range.to);
  // A pane that names no query runs the data source's first one, as Grafana's does.
  const queries = pane.queries.length > 0 ? pane.queries : [firstQuery(dataSource)];
  const raw = usePanelData({ dataSource, queries, range, app: CoreApp.Explore, run });
  const data = useFieldsApplied(raw);
  return (
    <div ref={ref} data-state={data.state}>
      {data.state === LoadingState.Loading && width > 0 && <LoadingBar width={width} />}
      {data.error && <ErrorView title="Query error" error={new Error(data.error.message ?? 'Unknown error')} />}
      {data.state === LoadingState.NotStarted && (
        <p role="status">This query is not complete: fill in what it asks for, then run it.</p>
      )}
      {data.state === LoadingState.Done && data.series.length === 0 && <p role="status">No data</p>}
      {width > 0 &&
        data.series.map((frame, index) => (
          <FrameView key={index} frame={frame} data={data} width={width} plugins={plugins} />
        ))}
    </div>
  );
};

const Pane = ({ dataSource, pane, plugins }: { dataSource: DataSourceApi; pane: Pane; plugins: PluginLoader }) => {
  const styles = useStyles2(getStyles);
  const [draft, setDraft] = useState<DataQuery>(pane.queries[0] ?? firstQuery(dataSource));
  const [run, setRun] = useState(0);
  const range = timeRangeOf(pane.range.from, pane.range.to);
  const Editor = dataSource.components?.QueryEditor;

  const show = (next: Pane) => {
    locationService.push(`/explore?${paneSearch(next)}`);
    setRun((count) => count + 1);
  };
  const runQuery = () => show({ ...pane, queries: [draft] });

  return (
    <div className={styles.page}>
      <RangeBar
        title="Explore"
        range={range}
        onChange={(next) => show({ ...pane, queries: [draft], range: rawRangeTexts(next) })}
        onRefresh={runQuery}
      >
        <Button onClick={runQuery}>Run query</Button>
      </RangeBar>
      {Editor && (
        <div className={styles.editor} aria-label="Query editor row">
          <Editor
            datasource={dataSource}
            query={draft}
            range={range}
            app={CoreApp.Explore}
            onChange={setDraft}
            onRunQuery={runQuery}
          />
        </div>
      )}
      <Results dataSource={dataSource} pane={pane} run={run} plugins={plugins} />
    </div>
  );
};

/** A data source's query editor over its results; the address is Explore's own, so that a link works in both. */
export const ExploreView = ({ plugins }: { plugins: PluginLoader }) => {
  const { search } = useLocation();
  const pane = readPane(new URLSearchParams(search).get('panes'));
  const loaded = useLoaded(pane.datasource, () => getDataSourceSrv().get(pane.datasource));
  if (loaded.state === 'loading') {
    return <LoadingPlaceholder text="Loading data source…" />;
  }
  return loaded.state === 'failed' ? (
    <ErrorView title="The data source did not load" error={loaded.error} />
  ) : (
    <Pane dataSource={loaded.value} pane={pane} plugins={plugins} />
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ padding: theme.spacing(2, 3), display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
  editor: css({ padding: theme.spacing(2), background: theme.colors.background.primary }),
});
