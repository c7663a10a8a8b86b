import { lazy, Suspense } from 'react';
import type { AnnotationEditorProps, ConfigProps, QueryProps, VariableProps } from './props';

/** Editors are loaded when they are first drawn: Grafana loads a data source's module for its first query, editor or not. */
const LazyQueryEditor = lazy(() => import('./QueryEditor').then((module) => ({ default: module.QueryEditor })));
const LazyConfigEditor = lazy(() => import('./ConfigEditor').then((module) => ({ default: module.ConfigEditor })));
const LazyVariableEditor = lazy(() =>
  import('./VariableEditor').then((module) => ({ default: module.VariableEditor })),
);
const LazyAnnotationEditor = lazy(() =>
  import('./AnnotationEditor').then((module) => ({ default: module.AnnotationEditor })),
);

export const QueryEditor = (props: QueryProps) => (
  <Suspense fallback={null}>
    <LazyQueryEditor {...props} />
  </Suspense>
);

export const ConfigEditor = (props: ConfigProps) => (
  <Suspense fallback={null}>
    <LazyConfigEditor {...props} />
  </Suspense>
);

export const VariableEditor = (props: VariableProps) => (
  <Suspense fallback={null}>
    <LazyVariableEditor {...props} />
  </Suspense>
);

export const AnnotationEditor = (props: AnnotationEditorProps) => (
  <Suspense fallback={null}>
    <LazyAnnotationEditor {...props} />
  </Suspense>
);
