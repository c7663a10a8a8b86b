import { Combobox, InlineField } from '@grafana/ui';
import { isValueField, valueFields } from '../values';
import type { VariableProps } from './props';

const options = Object.entries(valueFields).map(([value, label]) => ({ value, label }));

/** Which field's values a template variable takes. */
export const VariableEditor = ({ query, onChange }: VariableProps) => (
  <InlineField label="Values of" labelWidth={14} htmlFor="summit-variable">
    <Combobox
      id="summit-variable"
      options={options}
      value={query.field ?? null}
      onChange={({ value }) => {
        if (isValueField(value)) {
          onChange({ ...query, refId: 'SummitVariable', field: value });
        }
      }}
      placeholder="Choose"
      width={30}
    />
  </InlineField>
);
