import { InlineFieldRow } from '@grafana/ui';
import type { FieldsProps } from './fieldsProps';
import { ValuesField } from './ValuesField';

export const DeploymentFields = ({ client, query, updateAndRun }: FieldsProps) => (
  <InlineFieldRow>
    <ValuesField
      client={client}
      label="Repository"
      field="repositories"
      values={query.repository}
      onChange={(repository) => updateAndRun({ repository })}
    />
    <ValuesField
      client={client}
      label="Team"
      field="teams"
      values={query.team}
      onChange={(team) => updateAndRun({ team })}
    />
    <ValuesField
      client={client}
      label="Environment"
      field="environments"
      values={query.environment}
      onChange={(environment) => updateAndRun({ environment })}
    />
  </InlineFieldRow>
);
