import type { PanelProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense } from 'react';

import type { DoraOptions } from './options';

const Panel = lazy(() => import('./DoraPanel').then((module) => ({ default: module.DoraPanel })));

/** Loads the view when the first panel shows: Grafana loads a plugin's module long before that. */
export const LazyPanel = (props: PanelProps<DoraOptions>) => (
  <Suspense fallback={<LoadingPlaceholder text="Loading…" />}>
    <Panel {...props} />
  </Suspense>
);
