import {
  EventBusSrv,
  locationUtil,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  standardTransformersRegistry,
} from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import {
  config,
  locationService,
  setAppEvents,
  setBackendSrv,
  setChromeHeaderHeightHook,
  setDataSourceSrv,
  setEchoSrv,
  setLocationSrv,
  setPluginComponentHook,
  setPluginComponentsHook,
  setPluginFunctionsHook,
  setPluginImportUtils,
  setPluginLinksHook,
  setReturnToPreviousHook,
  setRunRequest,
  setTemplateSrv,
} from '@grafana/runtime';
import { setPluginPage } from 'grafana-runtime-esm/components/PluginPage.mjs';
import { createImporter } from '../loader/amd';
import { createPluginLoader, type PluginLoader } from '../loader/plugins';
import { PluginPage } from '../shell/PluginPage';
import { createBackendSrv } from './backendSrv';
import { createDataSourceSrv } from './dataSourceSrv';
import { runRequest } from './runRequest';
import { createTemplateSrv } from './templateSrv';

export interface Host {
  plugins: PluginLoader;
  events: EventBusSrv;
}

/** The option editors that panel builders ask for by id. The preview shows no option pane, so they draw nothing. */
const editors = [
  'text',
  'number',
  'boolean',
  'select',
  'radio',
  'multi-select',
  'color',
  'unit',
  'strings',
  'slider',
  'field-name',
  'timezone',
  'fieldColor',
  'links',
  'mappings',
  'thresholds',
  'stats-picker',
  'dashboard-uid',
];

const setUpHooks = () => {
  setPluginLinksHook(() => ({ links: [], isLoading: false }));
  setPluginComponentHook(() => ({ component: null, isLoading: false }));
  setPluginComponentsHook(() => ({ components: [], isLoading: false }));
  setPluginFunctionsHook(() => ({ functions: [], isLoading: false }));
  setReturnToPreviousHook(() => () => undefined);
  setChromeHeaderHeightHook(() => 40);
};

/** Gives `@grafana/runtime` what Grafana's own start gives it, so that the plugins find their services. */
export const setUp = async (): Promise<Host> => {
  const events = new EventBusSrv();
  const plugins = createPluginLoader(createImporter());
  setAppEvents(events);
  setEchoSrv({ flush: () => undefined, addBackend: () => undefined, addEvent: () => undefined });
  setBackendSrv(createBackendSrv(events));
  setTemplateSrv(createTemplateSrv());
  setDataSourceSrv(createDataSourceSrv(plugins));
  setLocationSrv(locationService);
  setRunRequest(runRequest);
  setPluginImportUtils({ importPanelPlugin: plugins.panel, getPanelPluginFromCache: plugins.panelFromCache });
  setPluginPage(PluginPage);
  setUpHooks();
  standardEditorsRegistry.setInit(() => editors.map((id) => ({ id, name: id, editor: () => null })));
  standardFieldConfigEditorRegistry.setInit(() => []);
  standardTransformersRegistry.setInit(() => []);
  locationUtil.initialize({
    config: config.bootData.settings,
    getTimeRangeForUrl: () => ({ from: 'now-6h', to: 'now' }),
    getVariablesUrlParams: () => ({}),
  });
  await initPluginTranslations('grafana', []);
  return { plugins, events };
};
