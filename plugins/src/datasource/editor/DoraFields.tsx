import { Combobox, InlineField, InlineFieldRow } from '@grafana/ui';
import {
  benchmarkYears,
  defaultBenchmark,
  defaultLeadTimeStart,
  doraSteps,
  leadTimeStarts,
  optionsOf,
} from '../../shared/dora/choices';
import { doraParts, type DoraPart } from '../../shared/frames/dora';
import { DeploymentFields } from './DeploymentFields';
import type { FieldsProps } from './fieldsProps';

const partLabels: Readonly<Record<DoraPart, string>> = {
  series: 'Series',
  figures: 'Figures',
  groups: 'Groups',
  marks: 'Deployments and failures',
  period: 'Period',
};
const parts: { value: DoraPart | 'all'; label: string }[] = [
  { value: 'all', label: 'Everything, for the DORA panel' },
  ...doraParts.map((value) => ({ value, label: partLabels[value] })),
];

interface ChoiceProps {
  id: string;
  label: string;
  options: { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
}

/** One of a few words; another, such as a template variable, may be typed. */
const Choice = ({ id, label, options, value, onChange }: ChoiceProps) => (
  <InlineField label={label} labelWidth={14} htmlFor={id}>
    <Combobox
      id={id}
      options={options}
      value={value}
      onChange={(option) => onChange(option.value)}
      createCustomValue
      width={32}
    />
  </InlineField>
);

export const DoraFields = (props: FieldsProps) => {
  const { query, updateAndRun } = props;
  return (
    <>
      <DeploymentFields {...props} />
      <InlineFieldRow>
        <Choice
          id="summit-dora-start"
          label="Lead time"
          options={optionsOf(leadTimeStarts)}
          value={query.leadTimeStart ?? defaultLeadTimeStart}
          onChange={(leadTimeStart) => updateAndRun({ leadTimeStart })}
        />
        <Choice
          id="summit-dora-benchmark"
          label="Compare with"
          options={optionsOf(benchmarkYears)}
          value={query.benchmark ?? defaultBenchmark}
          onChange={(benchmark) => updateAndRun({ benchmark })}
        />
        <Choice
          id="summit-dora-step"
          label="Steps"
          options={[{ value: '', label: 'By the time range' }, ...optionsOf(doraSteps)]}
          value={query.step ?? ''}
          onChange={(step) => updateAndRun({ step: step === '' ? undefined : step })}
        />
        <InlineField label="Give" labelWidth={14} htmlFor="summit-dora-part">
          <Combobox
            id="summit-dora-part"
            options={parts}
            value={query.doraPart ?? 'all'}
            onChange={({ value }) => updateAndRun({ doraPart: value === 'all' ? undefined : value })}
            width={32}
          />
        </InlineField>
      </InlineFieldRow>
    </>
  );
};
