import { dateTimeFormat } from '@grafana/data';
import { Select, useStyles2 } from '@grafana/ui';
import {
  benchmarkYears,
  chosen,
  defaultBenchmark,
  defaultLeadTimeStart,
  doraSteps,
  leadTimeStarts,
  optionsOf,
} from '../../../shared/dora/choices';
import { filterBarStyles } from '../../../shared/ui/filterBarStyles';
import { SuggestedFilter } from '../../../shared/ui/filters';
import type { useUrlState } from '../../../shared/url/useUrlState';
import { defaultFrom, ranges } from './doraQuery';

type Url = ReturnType<typeof useUrlState>;

const date = (text: string): string =>
  Number.isNaN(Date.parse(text)) ? text : dateTimeFormat(text, { format: 'YYYY-MM-DD HH:mm' });

/** The usual ranges; one of a link that is none of these can be kept. */
const Range = ({ url }: { url: Url }) => {
  const [from, to] = [url.first('from') || defaultFrom, url.first('to')];
  const usual = to === '' && ranges.some(({ value }) => value === from);
  const own = { value: 'own', label: `${date(from)} to ${to === '' ? 'now' : date(to)}` };
  return (
    <Select
      aria-label="Period"
      options={usual ? [...ranges] : [...ranges, own]}
      value={usual ? from : own.value}
      onChange={({ value }) => {
        if (value !== own.value) url.set({ from: value === defaultFrom ? null : (value ?? null), to: null });
      }}
    />
  );
};

interface ChoiceProps {
  url: Url;
  name: string;
  label: string;
  words: Readonly<Record<string, string>>;
  /** Its value is not in the URL. */
  usual: { value: string; label?: string };
}

const Choice = ({ url, name, label, words, usual }: ChoiceProps) => (
  <Select
    aria-label={label}
    options={[...(usual.label ? [{ value: usual.value, label: usual.label }] : []), ...optionsOf(words)]}
    value={chosen(words, url.first(name), usual.value)}
    onChange={({ value }) => url.set({ [name]: value === usual.value ? null : (value ?? null) })}
  />
);

export const DoraFilters = ({ url }: { url: Url }) => {
  const styles = useStyles2(filterBarStyles);
  return (
    <div className={styles.bar} role="search" aria-label="Choose what is measured">
      <Range url={url} />
      <SuggestedFilter url={url} name="team" label="Team" source="teams" />
      <SuggestedFilter url={url} name="repository" label="Repository" source="repositories" />
      <SuggestedFilter url={url} name="environment" label="Environment" source="environments" />
      <Choice url={url} name="start" label="Lead time" words={leadTimeStarts} usual={{ value: defaultLeadTimeStart }} />
      <Choice url={url} name="benchmark" label="Levels" words={benchmarkYears} usual={{ value: defaultBenchmark }} />
      <Choice url={url} name="step" label="Steps" words={doraSteps} usual={{ value: '', label: 'Steps by period' }} />
    </div>
  );
};
