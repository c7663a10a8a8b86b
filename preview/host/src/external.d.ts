/** Files inside @grafana/runtime that its index does not export; build.ts finds them. */
declare module 'grafana-runtime-esm/components/PluginPage.mjs' {
  import type { ComponentType } from 'react';
  import type { PluginPageProps } from '@grafana/runtime';

  export const setPluginPage: (component: ComponentType<PluginPageProps>) => void;
}

/** The host uses version 5, as Grafana does; its types are not installed beside those of version 6, which the plugins use. */
declare module 'react-router-dom' {
  import type { ReactElement, ReactNode } from 'react';

  export const Router: (props: { history: unknown; children: ReactNode }) => ReactElement;
}
