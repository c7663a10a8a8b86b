import { css } from '@emotion/css';
import { useState } from 'react';
import { CoreApp, type DataSourceApi, type GrafanaTheme2, type PanelPlugin, type TimeRange } from '@grafana/data';
import { config, getBackendSrv, getDataSourceSrv, locationService } from '@grafana/runtime';
import { LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useLocation, useParams } from 'react-router-dom-v5-compat';
import type { PluginLoader } from '../loader/plugins';
import { dashboardOf, type DashboardModel, type PanelModel } from './dashboard';
import { ErrorView } from './ErrorView';
import { PanelView } from './PanelView';
import { RangeBar } from './RangeBar';
import { rawRangeTexts, timeRangeOf } from './timeRange';
import { useLoaded } from './useLoaded';
import { usePanelData } from './usePanelData';
import { useWidth } from './useWidth';

interface QueriedProps {
  panel: PanelModel;
  plugin: PanelPlugin;
  dataSource: DataSourceApi;
  range: TimeRange;
  run: number;
  width: number;
}

const QueriedPanel = ({ panel, plugin, dataSource, range, run, width }: QueriedProps) => {
  const data = usePanelData({ dataSource, queries: panel.targets, range, app: CoreApp.Dashboard, run });
  const { id, title, options, fieldConfig, height } = panel;
  return <PanelView {...{ id, title, plugin, data, options, fieldConfig, width, height }} />;
};

const Panel = ({
  panel,
  plugins,
  ...rest
}: Pick<QueriedProps, 'panel' | 'range' | 'run' | 'width'> & { plugins: PluginLoader }) => {
  const loaded = useLoaded(`${panel.type} ${panel.datasource?.uid}`, () =>
    Promise.all([plugins.panel(panel.type), getDataSourceSrv().get(panel.datasource)]),
  );
  if (!config.panels[panel.type]) {
    return (
      <p role="note">
        {panel.title}: {panel.type} is Grafana’s own panel, which the preview does not have.
      </p>
    );
  }
  if (loaded.state === 'loading') {
    return <LoadingPlaceholder text={`Loading ${panel.title}…`} />;
  }
  if (loaded.state === 'failed') {
    return <ErrorView title={panel.title} error={loaded.error} />;
  }
  const [plugin, dataSource] = loaded.value;
  return <QueriedPanel panel={panel} plugin={plugin} dataSource={dataSource} {...rest} />;
};

const Dashboard = ({ model, plugins }: { model: DashboardModel; plugins: PluginLoader }) => {
  const styles = useStyles2(getStyles);
  const search = new URLSearchParams(useLocation().search);
  const [run, setRun] = useState(0);
  const { ref, width } = useWidth();
  const range = timeRangeOf(search.get('from') ?? model.from, search.get('to') ?? model.to);
  const only = /\d+$/.exec(search.get('viewPanel') ?? '')?.[0];
  const panels = model.panels.filter(({ id }) => !only || id === Number(only));
  return (
    <div className={styles.page}>
      <RangeBar
        title={model.title}
        range={range}
        onChange={(next) => locationService.partial(rawRangeTexts(next))}
        onRefresh={() => setRun((count) => count + 1)}
      />
      <div ref={ref} className={styles.panels}>
        {width > 0 && panels.map((panel) => <Panel key={panel.id} {...{ panel, plugins, range, run, width }} />)}
      </div>
    </div>
  );
};

/** A dashboard's panels, one below another: those of our plugins are drawn, Grafana's own are named. */
export const DashboardView = ({ plugins }: { plugins: PluginLoader }) => {
  const { uid = '' } = useParams();
  const loaded = useLoaded(uid, async () => {
    const { dashboard } = await getBackendSrv().get<{ dashboard: unknown }>(
      `/api/dashboards/uid/${encodeURIComponent(uid)}`,
    );
    return dashboardOf(dashboard);
  });
  if (loaded.state === 'loading') {
    return <LoadingPlaceholder text="Loading dashboard…" />;
  }
  return loaded.state === 'failed' ? (
    <ErrorView title={`Dashboard ${uid} did not load`} error={loaded.error} />
  ) : (
    <Dashboard model={loaded.value} plugins={plugins} />
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ padding: theme.spacing(2, 3), display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
  panels: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minWidth: 0 }),
});
