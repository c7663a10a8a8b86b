import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Drawer, Field, IconButton, Input, Select, useStyles2 } from '@grafana/ui';
import type { PriceList } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../shared/api/client';
import { explain, type Failure } from '../../../shared/api/failure';
import { nameOfProvider, providerNames } from '../../../shared/ci/providers';
import { may, refused } from '../../../shared/rights/rights';
import { count, duration } from '../../../shared/time/format';
import { FailureNotice, Skeleton } from '../../../shared/ui/states';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { emptyRule, listOf, template, typed, type TypedRule, wrongWith } from './rules';
import { usePrices } from './useCost';

const roundings = [
  { value: 'minute' as const, label: 'whole minutes' },
  { value: 'second' as const, label: 'by the second' },
];
const systems = [
  { value: '', label: 'any system' },
  ...Object.keys(providerNames)
    .filter((name) => name !== 'grafana' && name !== 'generic')
    .map((value) => ({ value, label: nameOfProvider(value) })),
];

/** The prices of runners, beside the page. */
export const Prices = ({ close, saved }: { close: () => void; saved: () => void }) => {
  const { data, failure, reload } = usePrices();
  return (
    <Drawer
      title="Prices of runners"
      subtitle="The first rule that fits a runner is its price. It holds for what is past too."
      size="lg"
      onClose={close}
    >
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && !failure && <Skeleton waitsFor="the prices" rows={4} />}
      {data && <Editor list={data} close={close} saved={saved} />}
    </Drawer>
  );
};

const Editor = ({ list, close, saved }: { list: PriceList; close: () => void; saved: () => void }) => {
  const styles = useStyles2(getStyles);
  const [currency, setCurrency] = useState(list.currency ?? '');
  const [rules, setRules] = useState<readonly TypedRule[]>(list.rules.map(typed));
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const allowed = may('settings:write');
  const missing = template(list.seen);
  const wrong = rules.map(wrongWith);
  const ready = allowed && !busy && /^[A-Z]{3}$/.test(currency) && wrong.every((one) => one === null);
  const change = (place: number, part: Partial<TypedRule>) =>
    setRules(rules.map((rule, at) => (at === place ? { ...rule, ...part } : rule)));
  const up = (place: number) => setRules(moved(rules, place));
  const save = async () => {
    setBusy(true);
    try {
      await api.put('/prices', listOf(currency, rules));
      saved();
    } catch (error) {
      setFailure(explain(error));
      setBusy(false);
    }
  };
  return (
    <form
      aria-label="Prices"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void save();
      }}
    >
      <p className={styles.weak}>
        Prices are yours to fill in: they differ by contract, size and provider, and none are assumed. A rule fits a
        runner that has a label for each word of it; <code>*</code> stands for any text, so{' '}
        <code>windows* *-8-cores</code> is a size of a system. A runner of your own is free at 0, or costs what you pay
        for its machine.
      </p>
      <Field label="Currency" description="Three letters of ISO 4217">
        <Input
          id="price-currency"
          width={12}
          maxLength={3}
          placeholder="EUR"
          value={currency}
          onChange={({ currentTarget }) => setCurrency(currentTarget.value.toUpperCase())}
        />
      </Field>
      {rules.map((rule, place) => (
        <div key={place} className={styles.rule} role="group" aria-label={`Rule ${place + 1}`} data-testid="price-rule">
          <Input
            aria-label="Labels"
            placeholder="any runner"
            value={rule.labels}
            onChange={({ currentTarget }) => change(place, { labels: currentTarget.value })}
          />
          <Select
            aria-label="System"
            options={
              systems.some(({ value }) => value === rule.system)
                ? systems
                : [...systems, { value: rule.system, label: rule.system }]
            }
            value={rule.system}
            onChange={({ value }) => change(place, { system: value ?? '' })}
          />
          <Input
            aria-label="Price per minute"
            placeholder="per minute"
            inputMode="decimal"
            invalid={rule.perMinute !== '' && wrong[place] !== null}
            value={rule.perMinute}
            onChange={({ currentTarget }) => change(place, { perMinute: currentTarget.value.replace(',', '.') })}
          />
          <Select
            aria-label="Billed in"
            options={roundings}
            value={rule.rounding}
            onChange={({ value }) => change(place, { rounding: value ?? 'minute' })}
          />
          <IconButton
            name="arrow-up"
            aria-label="Before the rule above"
            disabled={place === 0}
            onClick={() => up(place)}
          />
          <IconButton
            name="trash-alt"
            aria-label="Remove this rule"
            onClick={() => setRules(rules.filter((_, at) => at !== place))}
          />
        </div>
      ))}
      <p>
        <Button type="button" size="sm" variant="secondary" icon="plus" onClick={() => setRules([...rules, emptyRule])}>
          Add a rule
        </Button>{' '}
        {missing.length > 0 && (
          <Button type="button" size="sm" variant="secondary" onClick={() => setRules([...rules, ...missing])}>
            Add the {count(missing.length)} kinds of runners without one
          </Button>
        )}
      </p>
      {failure && (
        <Alert severity="error" title={`${failure.hop}: ${failure.detail}`}>
          {failure.advice}
        </Alert>
      )}
      <p>
        <Button type="submit" disabled={!ready} tooltip={allowed ? undefined : refused['settings:write']}>
          {busy ? 'Saving…' : 'Save prices'}
        </Button>{' '}
        <Button type="button" variant="secondary" onClick={close}>
          Cancel
        </Button>
      </p>
      <Seen list={list} />
    </form>
  );
};

/** The rule at a place before the one above it. */
const moved = (rules: readonly TypedRule[], place: number): TypedRule[] => {
  const [rule, ...others] = [rules[place], ...rules.filter((_, at) => at !== place)];
  const rest = others.filter((one) => one !== undefined);
  return rule ? [...rest.slice(0, place - 1), rule, ...rest.slice(place - 1)] : rest;
};

const Seen = ({ list }: { list: PriceList }) => {
  const styles = useStyles2(tableStyles);
  if (list.seen.length === 0) return <p className={styles.weak}>No job with a runner has ended in the last 90 days.</p>;
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Runners of the last 90 days">
        <thead>
          <tr>
            <th>Runners of the last 90 days</th>
            <th className={styles.number}>Jobs</th>
            <th className={styles.number}>Time</th>
            <th>Price by</th>
          </tr>
        </thead>
        <tbody>
          {list.seen.map(({ system, labels, jobs, workedMs, rule }) => (
            <tr key={`${system} ${labels.join()}`}>
              <td>
                {labels.join(' ') || 'no labels'} <span className={styles.weak}>{nameOfProvider(system)}</span>
              </td>
              <td className={styles.number}>{count(jobs)}</td>
              <td className={styles.number}>{duration(workedMs)}</td>
              <td>{rule === null ? 'no rule' : `rule ${rule + 1}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  weak: css({ color: theme.colors.text.secondary }),
  rule: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, 3fr) minmax(110px, 1.5fr) minmax(90px, 1fr) minmax(120px, 1.3fr) auto auto',
    gap: theme.spacing(0.5),
    alignItems: 'center',
    marginBottom: theme.spacing(0.5),
  }),
});
