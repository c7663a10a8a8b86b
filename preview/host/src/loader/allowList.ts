/** The AMD modules that Grafana 12.2.0 shares with plugins (`sharedDependencies.ts`), and no other: what is newer must fail here too. */
const sharedByGrafana = [
  '@emotion/css',
  '@emotion/react',
  '@grafana/data',
  '@grafana/data/unstable',
  '@grafana/runtime',
  '@grafana/runtime/unstable',
  '@grafana/slate-react',
  '@grafana/ui',
  '@grafana/ui/unstable',
  '@kusto/monaco-kusto',
  'app/core/app_events',
  'app/core/config',
  'app/core/core',
  'app/core/services/backend_srv',
  'app/core/table_model',
  'app/core/time_series',
  'app/core/time_series2',
  'app/core/utils/datemath',
  'app/core/utils/flatten',
  'app/core/utils/kbn',
  'app/core/utils/ticks',
  'app/features/dashboard/impression_store',
  'd3',
  'emotion',
  'i18next',
  'jquery',
  'lodash',
  'moment',
  'prismjs',
  'react',
  'react-dom',
  'react-inlinesvg',
  'react-redux',
  'react-router',
  'react-router-dom',
  'redux',
  'rxjs',
  'rxjs/operators',
  'slate',
  'slate-plain-serializer',
  'slate-react',
];

type Module = Record<string, unknown>;
type Loaders = Readonly<Record<string, () => Promise<Module>>>;

const isModule = (value: unknown): value is Module => typeof value === 'object' && value !== null;

/** A namespace as Grafana gives it: with the names of a CommonJS module, and the mark that webpack's interop looks for. */
const asEsModule = (module: Module): Module => ({
  ...(isModule(module.default) ? module.default : {}),
  ...module,
  __esModule: true,
});

/** Those of them that the preview carries. */
const carried: Loaders = {
  '@emotion/css': () => import('@emotion/css'),
  '@emotion/react': () => import('@emotion/react'),
  '@grafana/data': () => import('@grafana/data'),
  '@grafana/data/unstable': () => import('@grafana/data/unstable'),
  '@grafana/runtime': () => import('@grafana/runtime'),
  '@grafana/runtime/unstable': () => import('@grafana/runtime/unstable'),
  '@grafana/ui': () => import('@grafana/ui'),
  '@grafana/ui/unstable': () => import('@grafana/ui/unstable'),
  emotion: () => import('@emotion/css'),
  i18next: () => import('i18next'),
  lodash: () => import('lodash'),
  moment: () => import('moment'),
  react: () => import('react'),
  'react-dom': () => import('react-dom'),
  'react-inlinesvg': () => import('react-inlinesvg'),
  'react-router': () => import('react-router-dom-v5-compat'),
  'react-router-dom': () => import('react-router-dom'),
  rxjs: () => import('rxjs'),
  'rxjs/operators': () => import('rxjs/operators'),
};

/** A shared module by name. Rejects for what Grafana 12.2.0 does not share, and, in other words, for what only the preview lacks. */
export const sharedModule = async (name: string, neededBy: string): Promise<Module> => {
  const load = carried[name];
  if (load) {
    return asEsModule(await load());
  }
  throw new Error(
    sharedByGrafana.includes(name)
      ? `${neededBy} needs "${name}": Grafana shares it, the preview does not carry it`
      : `${neededBy} needs "${name}", which Grafana 12.2.0 does not share with plugins: it would not load there`,
  );
};
