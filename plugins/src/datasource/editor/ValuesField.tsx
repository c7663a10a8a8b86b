import { InlineField, MultiCombobox } from '@grafana/ui';
import { readValues, type ValueField } from '../values';
import type { BridgeClient } from '../client';

interface Props {
  label: string;
  tooltip?: string;
  client: BridgeClient;
  field: ValueField;
  values: string[] | undefined;
  onChange: (values: string[]) => void;
  onBlur?: () => void;
}

/** Several values of a field: what the bridge knows is offered, anything else (a template variable, a name to come) may be typed. */
export const ValuesField = ({ label, tooltip, client, field, values = [], onChange, onBlur }: Props) => {
  const id = `summit-${field}`;
  const load = async (search: string) => {
    const known = await readValues(client, field, search);
    return known.map(({ text }) => ({ label: text, value: text }));
  };
  return (
    <InlineField label={label} labelWidth={14} tooltip={tooltip} htmlFor={id}>
      <MultiCombobox
        id={id}
        options={load}
        value={values}
        onChange={(options) => onChange(options.map(({ value }) => value))}
        onBlur={onBlur}
        createCustomValue
        isClearable
        placeholder="Any"
        width="auto"
        minWidth={20}
        maxWidth={50}
      />
    </InlineField>
  );
};
