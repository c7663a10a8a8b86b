import { PluginContextProvider, type KeyValue } from '@grafana/data';
import { locationSearchToObject } from '@grafana/runtime';
import { ErrorBoundaryAlert, LoadingPlaceholder } from '@grafana/ui';
import { useLocation, useParams } from 'react-router-dom-v5-compat';
import type { PluginLoader } from '../loader/plugins';
import { ErrorView } from './ErrorView';
import { useLoaded } from './useLoaded';

/** The root page of an app plugin, as Grafana mounts it at `/a/:pluginId`. */
export const AppView = ({ plugins }: { plugins: PluginLoader }) => {
  const { pluginId = '' } = useParams();
  const location = useLocation();
  const loaded = useLoaded(pluginId, () => plugins.app(pluginId));
  if (loaded.state === 'loading') {
    return <LoadingPlaceholder text="Loading plugin…" />;
  }
  if (loaded.state === 'failed') {
    return <ErrorView title={`${pluginId} did not load`} error={loaded.error} />;
  }
  const { meta, root: Root } = loaded.value;
  const query: KeyValue = locationSearchToObject(location.search);
  return (
    <PluginContextProvider meta={meta}>
      <ErrorBoundaryAlert title="Plugin failed" style="page">
        {Root && (
          <Root
            meta={meta}
            basename={location.pathname}
            path={location.pathname}
            query={query}
            onNavChanged={() => undefined}
          />
        )}
      </ErrorBoundaryAlert>
    </PluginContextProvider>
  );
};
