/** The app at the root of the bundle. */
export const APP_ID = 'summit-observability-app';

/** The part of `plugin.json` that the preview reads. */
export interface PluginJson {
  id: string;
  name: string;
  type: 'app' | 'panel' | 'datasource';
  includes?: { type: string; name: string; path?: string; addToNav?: boolean; defaultNav?: boolean }[];
  routes?: ProxyRoute[];
  info: { version: string; logos: { small: string; large: string } };
  [key: string]: unknown;
}

/** A route of the data source proxy, in the words of `plugin.json`. */
export interface ProxyRoute {
  path: string;
  method?: string;
  url: string;
  headers?: { name: string; content: string }[];
}

/** A built plugin: what its `plugin.json` says and the folder that it is served from. */
export interface BuiltPlugin {
  json: PluginJson;
  folder: string;
}

/** What Grafana keeps for a data source: `jsonData` is sent to the browser, `secureJsonData` never is. */
export interface DataSourceSettings {
  uid: string;
  name: string;
  type: string;
  jsonData: Record<string, string>;
  secureJsonData: Record<string, string>;
}

export const reactVersions = ['react18', 'react19'] as const;
export type ReactVersion = (typeof reactVersions)[number];
