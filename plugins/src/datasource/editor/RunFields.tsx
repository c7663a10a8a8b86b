import { InlineFieldRow } from '@grafana/ui';
import type { FieldsProps } from './fieldsProps';
import { OptionsField } from './OptionsField';
import { TextField } from './TextField';
import { ValuesField } from './ValuesField';

const statuses = ['queued', 'running', 'success', 'failed', 'cancelled', 'skipped', 'timed_out', 'unknown'];

export const RunFields = ({ client, query, updateAndRun }: FieldsProps) => (
  <>
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
        label="Pipeline"
        field="pipelines"
        values={query.pipeline}
        onChange={(pipeline) => updateAndRun({ pipeline })}
      />
      <ValuesField
        client={client}
        label="Branch"
        field="branches"
        values={query.branch}
        onChange={(branch) => updateAndRun({ branch })}
      />
      <OptionsField
        label="Status"
        id="summit-status"
        options={statuses}
        values={query.status}
        onChange={(status) => updateAndRun({ status })}
      />
    </InlineFieldRow>
    <TextField
      id="summit-search"
      label="Search"
      value={query.search}
      placeholder="Words in pipeline, title, branch, actor, commit or number"
      width={60}
      onCommit={(search) => updateAndRun({ search })}
    />
  </>
);
