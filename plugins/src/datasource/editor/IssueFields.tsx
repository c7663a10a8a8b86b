import { Combobox, InlineField, InlineFieldRow } from '@grafana/ui';
import { issueSorts } from '../types';
import type { FieldsProps } from './fieldsProps';
import { OptionsField } from './OptionsField';
import { TextField } from './TextField';
import { ValuesField } from './ValuesField';

const sortLabels = { lastSeen: 'Last seen', firstSeen: 'First seen', count: 'Events', userCount: 'Users' } as const;

export const IssueFields = ({ client, query, updateAndRun }: FieldsProps) => (
  <>
    <TextField
      id="summit-search"
      label="Search"
      value={query.search}
      placeholder='is:unresolved level:error release:shop@1.2 browser:"Chrome 141" words'
      width={80}
      onCommit={(search) => updateAndRun({ search })}
    />
    <InlineFieldRow>
      <ValuesField
        client={client}
        label="Project"
        field="projects"
        values={query.project}
        onChange={(project) => updateAndRun({ project })}
      />
      <OptionsField
        label="Status"
        id="summit-issue-status"
        options={['unresolved', 'resolved', 'archived']}
        values={query.issueStatus}
        onChange={(issueStatus) => updateAndRun({ issueStatus })}
      />
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
      <InlineField label="Sort" labelWidth={14} htmlFor="summit-sort">
        <Combobox
          id="summit-sort"
          options={issueSorts.map((value) => ({ value, label: sortLabels[value] }))}
          value={query.sort ?? 'lastSeen'}
          onChange={({ value }) => updateAndRun({ sort: value })}
          width={20}
        />
      </InlineField>
    </InlineFieldRow>
  </>
);
