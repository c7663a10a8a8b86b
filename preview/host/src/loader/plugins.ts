import { AppPlugin, type DataSourceApi, DataSourcePlugin, PanelPlugin, type PluginMeta } from '@grafana/data';
import { config } from '@grafana/runtime';
import type { Importer } from './amd';

const load = async (importer: Importer, meta: PluginMeta | undefined, id: string): Promise<unknown> => {
  if (!meta) {
    throw new Error(`The preview has no plugin "${id}"`);
  }
  const { plugin } = await importer(meta.module);
  return plugin;
};

/** Loads built plugins as Grafana does: by their `module.js`, each once. */
export const createPluginLoader = (importer: Importer) => {
  const panels = new Map<string, PanelPlugin<object>>();
  return {
    app: async (id: string): Promise<AppPlugin> => {
      const apps: Record<string, unknown> = config.apps;
      const meta = apps[id] as AppPlugin['meta'] | undefined;
      const plugin = await load(importer, meta, id);
      if (!(plugin instanceof AppPlugin) || !meta) {
        throw new Error(`${id} exports no AppPlugin`);
      }
      plugin.meta = meta;
      plugin.init(meta);
      return plugin;
    },
    panel: async (id: string): Promise<PanelPlugin> => {
      const meta = config.panels[id];
      const plugin = await load(importer, meta, id);
      if (!(plugin instanceof PanelPlugin) || !meta) {
        throw new Error(`${id} exports no PanelPlugin`);
      }
      plugin.meta = meta;
      // `instanceof` leaves the type arguments open.
      // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
      panels.set(id, plugin);
      return plugin;
    },
    dataSource: async (meta: PluginMeta): Promise<DataSourcePlugin<DataSourceApi>> => {
      const plugin = await load(importer, meta, meta.id);
      if (!(plugin instanceof DataSourcePlugin)) {
        throw new Error(`${meta.id} exports no DataSourcePlugin`);
      }
      return plugin;
    },
    panelFromCache: (id: string): PanelPlugin | undefined => panels.get(id),
  };
};
export type PluginLoader = ReturnType<typeof createPluginLoader>;
