import { lazy, Suspense } from 'react';
import { AppPlugin, type AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';

const LazyApp = lazy(() => import('./pages/App').then((module) => ({ default: module.App })));

const Root = (props: AppRootProps) => (
  <Suspense fallback={<LoadingPlaceholder text="Loading Summit…" />}>
    <LazyApp {...props} />
  </Suspense>
);

export const plugin = new AppPlugin().setRootPage(Root);
