import { APP_ID, type BuiltPlugin, type DataSourceSettings, type ReactVersion } from './types';

const grafanaVersion = { react18: '12.4.10', react19: '13.2.2' } as const;

const metaOf = ({ json }: BuiltPlugin, prefix: string) => ({
  ...json,
  baseUrl: `public/plugins/${json.id}`,
  module: `public/plugins/${json.id}/module.js`,
  enabled: true,
  pinned: true,
  state: '',
  signature: 'unsigned',
  info: {
    author: { name: '' },
    links: [],
    screenshots: [],
    ...json.info,
    logos: {
      small: `${prefix}/public/plugins/${json.id}/${json.info.logos.small}`,
      large: `${prefix}/public/plugins/${json.id}/${json.info.logos.large}`,
    },
  },
});

const byType = (plugins: ReadonlyMap<string, BuiltPlugin>, type: string) =>
  [...plugins.values()].filter(({ json }) => json.type === type);

const navTree = (plugins: ReadonlyMap<string, BuiltPlugin>) =>
  byType(plugins, 'app').map(({ json }) => ({
    id: `plugin-page-${json.id}`,
    text: json.name,
    url: `/a/${json.id}`,
    children: (json.includes ?? [])
      .filter(({ type, addToNav }) => type === 'page' && addToNav)
      .map(({ name, path }) => ({ id: `${json.id}-${name}`, text: name, url: path ?? '' })),
  }));

/** `window.grafanaBootData` as Grafana's index page sets it, with what our plugins read. Holds no secret. */
export const bootData = (
  plugins: ReadonlyMap<string, BuiltPlugin>,
  dataSource: DataSourceSettings,
  version: ReactVersion,
  origin: string,
) => {
  const prefix = `/${version}`;
  const metas = (type: string) =>
    Object.fromEntries(byType(plugins, type).map((plugin) => [plugin.json.id, metaOf(plugin, prefix)]));
  const app = plugins.get(APP_ID)?.json;
  const actions = ['entities:read', 'entities:write', 'settings:write'].map((name): [string, boolean] => [
    `${app?.id}.${name}`,
    true,
  ]);
  return {
    settings: {
      appUrl: `${origin}${prefix}/`,
      appSubUrl: prefix,
      buildInfo: { version: grafanaVersion[version], edition: 'preview', env: 'production', commit: '' },
      featureToggles: {},
      panels: metas('panel'),
      apps: metas('app'),
      datasources: {
        [dataSource.name]: {
          id: 1,
          uid: dataSource.uid,
          name: dataSource.name,
          type: dataSource.type,
          access: 'proxy',
          readOnly: true,
          isDefault: true,
          url: `/api/datasources/proxy/uid/${dataSource.uid}`,
          jsonData: dataSource.jsonData,
          meta: metas('datasource')[dataSource.type],
        },
      },
      defaultDatasource: dataSource.name,
      exploreEnabled: true,
      rbacEnabled: true,
      licenseInfo: { edition: 'preview' },
      unifiedAlerting: { minInterval: '' },
    },
    user: {
      id: 1,
      // Nobody is: what Grafana keeps for its users stays in this browser.
      isSignedIn: false,
      login: 'preview',
      name: 'Preview',
      email: '',
      orgId: 1,
      orgRole: 'Admin',
      timezone: 'browser',
      weekStart: 'monday',
      regionalFormat: 'en-US',
      language: 'en-US',
      theme: 'dark',
      permissions: Object.fromEntries<boolean>([
        ...actions,
        ['datasources:query', true],
        ['datasources:explore', true],
      ]),
    },
    navTree: navTree(plugins),
  };
};
