import { useEffect, useState } from 'react';
import { InlineField, Input } from '@grafana/ui';

interface Props {
  label: string;
  id: string;
  value: string | undefined;
  /** Called on blur and on Enter, when the text is another. */
  onCommit: (value: string) => void;
  placeholder?: string;
  tooltip?: string;
  width?: number;
  type?: 'text' | 'number';
  invalid?: string;
}

/** A text that takes effect when it is left or confirmed with Enter, not at each key. */
export const TextField = ({
  label,
  id,
  value = '',
  onCommit,
  placeholder,
  tooltip,
  width = 40,
  type = 'text',
  invalid,
}: Props) => {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = () => {
    if (text !== value) {
      onCommit(text);
    }
  };
  return (
    <InlineField
      label={label}
      labelWidth={14}
      tooltip={tooltip}
      htmlFor={id}
      invalid={Boolean(invalid)}
      error={invalid}
    >
      <Input
        id={id}
        type={type}
        value={text}
        width={width}
        placeholder={placeholder}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            commit();
          }
        }}
      />
    </InlineField>
  );
};
