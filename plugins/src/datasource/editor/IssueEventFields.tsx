import { InlineFieldRow } from '@grafana/ui';
import type { FieldsProps } from './fieldsProps';
import { TextField } from './TextField';
import { ValuesField } from './ValuesField';

export const IssueEventFields = ({ client, query, updateAndRun }: FieldsProps) => (
  <>
    <TextField
      id="summit-issue"
      label="Issue"
      value={query.issueId}
      placeholder="Id or short id of an issue, or a variable such as $issue"
      width={60}
      onCommit={(issueId) => updateAndRun({ issueId: issueId.trim() })}
    />
    <InlineFieldRow>
      <ValuesField
        client={client}
        label="Release"
        field="releases"
        values={query.release}
        onChange={(release) => updateAndRun({ release })}
      />
      <ValuesField
        client={client}
        label="Environment"
        field="environments"
        values={query.environment}
        onChange={(environment) => updateAndRun({ environment })}
      />
    </InlineFieldRow>
  </>
);
