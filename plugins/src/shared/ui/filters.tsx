import type { SelectableValue } from '@grafana/data';
import { MultiSelect, Select } from '@grafana/ui';
import { api } from '../api/client';
import { useLoad } from '../api/useLoad';
import type { useUrlState } from '../url/useUrlState';

type Url = ReturnType<typeof useUrlState>;

const picked = (options: ReadonlyArray<SelectableValue<string>>): string[] =>
  options.flatMap(({ value }) => (value === undefined ? [] : [value]));

interface FixedProps {
  url: Url;
  name: string;
  label: string;
  options: Array<SelectableValue<string>>;
}

/** A filter over values that are known beforehand. */
export const FixedFilter = ({ url, name, label, options }: FixedProps) => (
  <MultiSelect
    aria-label={label}
    placeholder={label}
    options={options}
    value={[...(url.values[name] ?? [])]}
    onChange={(chosen) => url.set({ [name]: picked(chosen) })}
  />
);

interface SuggestedProps extends Omit<FixedProps, 'options'> {
  source: string;
  /** Values that the bridge takes and does not suggest. */
  also?: readonly string[];
}

/** A filter whose values the bridge suggests; what the URL names is always among them. */
export const SuggestedFilter = ({ url, name, label, source, also = [] }: SuggestedProps) => {
  const { data, loading } = useLoad(source, () => api.get<{ items: string[] }>(`/values/${source}`));
  const chosen = url.values[name] ?? [];
  const options = [...new Set([...chosen, ...also, ...(data?.items ?? [])])].map((value) => ({ value, label: value }));
  return (
    <MultiSelect
      aria-label={label}
      placeholder={label}
      options={options}
      value={[...chosen]}
      isLoading={loading && !data}
      allowCustomValue
      onChange={(values) => url.set({ [name]: picked(values) })}
    />
  );
};

const ranges: ReadonlyArray<SelectableValue<string>> = [
  { value: '', label: 'Any time' },
  { value: 'now-1h', label: 'Last hour' },
  { value: 'now-24h', label: 'Last 24 hours' },
  { value: 'now-7d', label: 'Last 7 days' },
  { value: 'now-30d', label: 'Last 30 days' },
];

/** A start from a link that is none of the usual ranges stays selectable. */
const custom = (from: string): Array<SelectableValue<string>> =>
  ranges.some(({ value }) => value === from) ? [] : [{ value: from, label: `Since ${from}` }];

/** The time range of a list, as `from` in the URL; a `to` of a link is given up with it. */
export const RangeFilter = ({ url }: { url: Url }) => (
  <Select
    aria-label="Time range"
    options={[...ranges, ...custom(url.first('from'))]}
    value={url.first('from')}
    onChange={({ value }) => url.set({ from: value ?? null, to: null })}
  />
);
