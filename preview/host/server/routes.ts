import { posix } from 'node:path';
import type { DataSourceSettings, ProxyRoute } from './types';

const relativePath = (path: string): string => posix.join('/', path).slice(1);

/** The first route that the method and path match by raw prefix, as Grafana's data source proxy picks it. */
export const matchRoute = (routes: readonly ProxyRoute[], method: string, path: string): ProxyRoute | undefined =>
  routes.find(
    (route) =>
      (!route.method || route.method === '*' || route.method === method) &&
      relativePath(path).startsWith(relativePath(route.path)),
  );

/** Fills `{{ .JsonData.x }}` and `{{ .SecureJsonData.x }}`, the only templates that our routes use; what is not set becomes empty. */
export const fillTemplate = (
  template: string,
  settings: Pick<DataSourceSettings, 'jsonData' | 'secureJsonData'>,
): string =>
  template.replace(/\{\{\s*\.(JsonData|SecureJsonData)\.(\w+)\s*\}\}/g, (_all, kind: string, key: string) => {
    const values = kind === 'JsonData' ? settings.jsonData : settings.secureJsonData;
    return values[key] ?? '';
  });

/** The address upstream, or null when the route's template gives none (an empty or broken `apiUrl`). */
export const targetOf = (route: ProxyRoute, settings: DataSourceSettings, path: string, search: string): URL | null => {
  const rest = path.startsWith(route.path) ? path.slice(route.path.length) : path;
  const base = fillTemplate(route.url, settings);
  const joined = rest === '' ? base : `${base.replace(/\/$/, '')}/${rest.replace(/^\//, '')}`;
  const url = URL.canParse(joined) ? new URL(joined) : null;
  if (url) {
    url.search = search;
  }
  return url;
};
