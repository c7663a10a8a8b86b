import type { DataSourceApi, DataSourceInstanceSettings, DataSourceRef } from '@grafana/data';
import { config, getTemplateSrv, type DataSourceSrv, type GetDataSourceListFilters } from '@grafana/runtime';
import type { PluginLoader } from '../loader/plugins';

const matches = (settings: DataSourceInstanceSettings, filters: GetDataSourceListFilters): boolean => {
  const { metrics, tracing, logs, annotations, pluginId, type, filter } = filters;
  const types = type === undefined ? [settings.type] : [type].flat();
  return (
    (!metrics || Boolean(settings.meta.metrics)) &&
    (!tracing || Boolean(settings.meta.tracing)) &&
    (!logs || Boolean(settings.meta.logs)) &&
    (!annotations || Boolean(settings.meta.annotations)) &&
    (!pluginId || settings.meta.id === pluginId) &&
    types.includes(settings.type) &&
    (filter?.(settings) ?? true)
  );
};

/** The data sources of the boot data, instantiated once each from their built plugin. */
export const createDataSourceSrv = (plugins: PluginLoader): DataSourceSrv => {
  const instances = new Map<string, Promise<DataSourceApi>>();
  const all = () => Object.values(config.datasources);

  const getInstanceSettings = (ref?: DataSourceRef | string | null) => {
    const named = typeof ref === 'string' ? ref : ref?.uid;
    const key = named && getTemplateSrv().replace(named);
    if (!key || key === 'default') {
      return typeof ref === 'object' && ref?.type
        ? all().find(({ type }) => type === ref.type)
        : all().find((d) => d.isDefault);
    }
    return all().find(({ uid, name }) => uid === key || name === key);
  };

  const instantiate = async (settings: DataSourceInstanceSettings): Promise<DataSourceApi> => {
    const plugin = await plugins.dataSource(settings.meta);
    const instance = new plugin.DataSourceClass(settings);
    instance.components = plugin.components;
    instance.meta = settings.meta;
    return instance;
  };

  return {
    get: async (ref) => {
      const settings = getInstanceSettings(ref);
      if (!settings) {
        throw new Error(`Data source ${typeof ref === 'string' ? ref : (ref?.uid ?? '')} is not in the preview`);
      }
      const instance = instances.get(settings.uid) ?? instantiate(settings);
      instances.set(settings.uid, instance);
      return instance;
    },
    getList: (filters = {}) => all().filter((settings) => matches(settings, filters)),
    getInstanceSettings,
    reload: () => undefined,
    registerRuntimeDataSource: () => undefined,
  };
};
