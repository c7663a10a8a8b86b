import type { SummitQuery } from '../types';
import { DeploymentFields } from './DeploymentFields';
import type { AnnotationEditorProps } from './props';

/** Which deployments are drawn on the graphs. */
export const AnnotationEditor = ({ datasource, query, onChange, onRunQuery }: AnnotationEditorProps) => {
  const update = (change: Partial<SummitQuery>) => onChange({ ...query, ...change, queryType: 'deployments' });
  const updateAndRun = (change: Partial<SummitQuery>) => {
    update(change);
    onRunQuery();
  };
  return (
    <DeploymentFields
      client={datasource.client}
      query={query}
      update={update}
      updateAndRun={updateAndRun}
      run={onRunQuery}
    />
  );
};
