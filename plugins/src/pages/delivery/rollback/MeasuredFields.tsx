import { Field, Input } from '@grafana/ui';
import type { Draft } from './draft';

interface Props {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  /** Whether the bridge has metrics to ask. */
  metrics: boolean;
}

/** Conditions on what the Collector measured of a service's requests. */
export const MeasuredFields = (props: Props) => {
  const { metrics, draft } = props;
  // What is chosen can be taken back, also by a bridge that lost its metrics.
  const open = metrics || draft.slower !== '' || draft.burn !== '';
  const named = draft.slower !== '' || draft.burn !== '';
  return (
    <>
      <Text
        {...props}
        of="service"
        label="Service that is measured"
        required={named}
        disabled={!open}
        hint={metrics ? 'As its spans name it; for the two below' : 'The bridge has no metrics to ask: set METRICS_URL'}
      />
      <Text
        {...props}
        of="slower"
        label="Slower, p95 times as long"
        type="number"
        disabled={!open}
        hint="Shown to be slower at 99 %; empty: not asked"
      />
      <Text
        {...props}
        of="burn"
        label="Error budget burns, times as fast"
        type="number"
        disabled={!open}
        hint="Over the minutes below and their last twelfth; empty: not asked"
      />
      <Text {...props} of="objective" label="… of an objective of per cent" type="number" disabled={!open} />
      <Text {...props} of="burnMinutes" label="… over minutes" type="number" disabled={!open} />
    </>
  );
};

interface TextProps extends Props {
  of: 'service' | 'slower' | 'burn' | 'objective' | 'burnMinutes';
  label: string;
  hint?: string;
  type?: 'number';
  required?: boolean;
  disabled: boolean;
}

const Text = ({ draft, set, of, label, hint, type, required, disabled }: TextProps) => (
  <Field label={label} description={hint} required={required} disabled={disabled}>
    <Input
      id={`policy-${of}`}
      type={type}
      step="any"
      value={draft[of]}
      onChange={({ currentTarget }) => set({ [of]: currentTarget.value })}
    />
  </Field>
);
