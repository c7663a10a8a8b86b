import { InlineField, MultiCombobox } from '@grafana/ui';

interface Props {
  label: string;
  id: string;
  options: readonly string[];
  values: string[] | undefined;
  onChange: (values: string[]) => void;
}

const asOption = (value: string) => ({ value, label: value.replace('_', ' ') });

/** Several of a fixed set of words, or a template variable. */
export const OptionsField = ({ label, id, options, values = [], onChange }: Props) => (
  <InlineField label={label} labelWidth={14} htmlFor={id}>
    <MultiCombobox
      id={id}
      options={options.map(asOption)}
      value={values}
      onChange={(chosen) => onChange(chosen.map(({ value }) => value))}
      createCustomValue
      isClearable
      placeholder="Any"
      width="auto"
      minWidth={20}
      maxWidth={50}
    />
  </InlineField>
);
