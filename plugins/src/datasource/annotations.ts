import type { AnnotationQuery, AnnotationSupport } from '@grafana/data';
import { AnnotationEditor } from './editor/lazy';
import type { SummitQuery } from './types';

const deployments = (refId: string): SummitQuery => ({ refId, queryType: 'deployments' });

/** Deployments as annotations; the query may narrow them by repository and environment. */
export const createAnnotationSupport = (): AnnotationSupport<SummitQuery> => ({
  QueryEditor: AnnotationEditor,
  prepareAnnotation: (json: AnnotationQuery<SummitQuery>): AnnotationQuery<SummitQuery> => ({
    ...json,
    target: { ...json.target, ...deployments(json.target?.refId ?? 'Anno') },
  }),
  prepareQuery: ({ target, name }) => ({ ...target, ...deployments(target?.refId ?? name) }),
  getDefaultQuery: () => deployments('Anno'),
});
