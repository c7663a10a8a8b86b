import type { PanelProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense } from 'react';

import type { GanttOptions } from './options';

const Panel = lazy(() => import('./GanttPanel').then((module) => ({ default: module.GanttPanel })));

/** Loads the chart when the first panel shows: Grafana loads a plugin's module long before that. */
export const LazyPanel = (props: PanelProps<GanttOptions>) => (
  <Suspense fallback={<LoadingPlaceholder text="Loading chart…" />}>
    <Panel {...props} />
  </Suspense>
);
