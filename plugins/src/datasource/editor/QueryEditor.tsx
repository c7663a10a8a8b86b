import { InlineField, InlineFieldRow, InlineSwitch, RadioButtonGroup } from '@grafana/ui';
import { queryKinds } from '../queries/kinds';
import { DEFAULT_LIMIT, MAX_LIMIT, type QueryType, type SummitQuery } from '../types';
import { IssueEventFields } from './IssueEventFields';
import { IssueFields } from './IssueFields';
import type { QueryProps } from './props';
import { RunFields } from './RunFields';
import { RunSpanFields } from './RunSpanFields';
import { TextField } from './TextField';
import { DeploymentFields } from './DeploymentFields';
import { DoraFields } from './DoraFields';

const typeOptions: { value: QueryType; label: string; description: string }[] = [
  { value: 'runs', label: 'Runs', description: 'Runs queued in the time range' },
  {
    value: 'runSpans',
    label: 'Run spans',
    description: 'Jobs, steps and waiting time of one run, for the Gantt panel',
  },
  { value: 'issues', label: 'Issues', description: 'Issues with events in the time range' },
  { value: 'issueEvents', label: 'Issue events', description: 'Events of one issue' },
  { value: 'deployments', label: 'Deployments', description: 'Deployments created in the time range' },
  { value: 'dora', label: 'DORA', description: 'The five metrics of software delivery in the time range' },
];

const parts = {
  runs: RunFields,
  runSpans: RunSpanFields,
  issues: IssueFields,
  issueEvents: IssueEventFields,
  deployments: DeploymentFields,
  dora: DoraFields,
} as const;

/** Types that give all there is. */
const hasNoLimit: readonly QueryType[] = ['runSpans', 'dora'];

/** The query editor. A change of the type or a switch runs the query, a text when it is left or confirmed. */
export const QueryEditor = ({ datasource, query, onChange, onRunQuery }: QueryProps) => {
  const type = query.queryType in parts ? query.queryType : 'runs';
  const Fields = parts[type];
  const kind = queryKinds[type];
  const update = (change: Partial<SummitQuery>) => onChange({ ...query, queryType: type, ...change });
  const updateAndRun = (change: Partial<SummitQuery>) => {
    update(change);
    onRunQuery();
  };
  const setLimit = (text: string) => {
    const limit = Number.parseInt(text, 10);
    updateAndRun({ limit: Number.isFinite(limit) ? Math.min(Math.max(1, limit), MAX_LIMIT) : undefined });
  };
  return (
    <>
      <InlineFieldRow>
        <InlineField label="Query" labelWidth={14}>
          <RadioButtonGroup
            aria-label="Query type"
            options={typeOptions}
            value={type}
            onChange={(queryType) => updateAndRun({ queryType })}
          />
        </InlineField>
        {kind.follow && (
          <InlineField
            label="Live"
            tooltip="Follow changes as they happen, instead of waiting for the next refresh"
            htmlFor="summit-live"
          >
            <InlineSwitch
              id="summit-live"
              value={query.live ?? false}
              onChange={(event) => updateAndRun({ live: event.currentTarget.checked })}
            />
          </InlineField>
        )}
      </InlineFieldRow>
      <Fields client={datasource.client} query={query} update={update} updateAndRun={updateAndRun} run={onRunQuery} />
      {!hasNoLimit.includes(type) && (
        <TextField
          id="summit-limit"
          label="Limit"
          type="number"
          width={14}
          value={query.limit === undefined ? '' : String(query.limit)}
          placeholder={String(DEFAULT_LIMIT)}
          tooltip={`Rows at most, up to ${MAX_LIMIT}`}
          onCommit={setLimit}
        />
      )}
    </>
  );
};
