import type { NewPriceList, PriceList, PriceRule } from '@summit/contracts';

/** A rule as it is typed: what is not a price yet stays as it stands. */
export interface TypedRule {
  system: string;
  labels: string;
  perMinute: string;
  rounding: PriceRule['rounding'];
}

/** Labels are typed with spaces between them: one that holds a space is typed with `*` in its place. */
const withoutSpaces = (label: string): string => label.replace(/[\s,]+/g, '*');

export const typed = (rule: PriceRule): TypedRule => ({
  system: rule.system ?? '',
  labels: rule.labels.map(withoutSpaces).join(' '),
  perMinute: String(rule.perMinute),
  rounding: rule.rounding,
});

export const emptyRule: TypedRule = { system: '', labels: '', perMinute: '', rounding: 'minute' };

/** A rule for each kind of runner that has none, without a price: that is for people who know it. Self-hosted ones are free unless they say otherwise. */
export const template = (seen: PriceList['seen']): TypedRule[] =>
  seen
    .filter(({ rule }) => rule === null)
    .map(({ system, labels }) => ({
      system,
      labels: labels.slice(0, 10).map(withoutSpaces).join(' '),
      perMinute: labels.includes('self-hosted') ? '0' : '',
      rounding: 'minute',
    }));

/** What is wrong with a rule as it is typed; null where nothing is. */
export function wrongWith({ perMinute, labels }: TypedRule): string | null {
  const price = Number(perMinute);
  if (perMinute.trim() === '' || !Number.isFinite(price) || price < 0 || price > 10_000)
    return 'A price per minute is a number from 0';
  if (labelsIn(labels).length > 10) return 'At most ten labels';
  return null;
}

const labelsIn = (text: string): string[] => text.split(/[\s,]+/).filter((label) => label !== '');

export const listOf = (currency: string, rules: readonly TypedRule[]): NewPriceList => ({
  currency,
  rules: rules.map(({ system, labels, perMinute, rounding }) => ({
    system: system === '' ? null : system,
    labels: labelsIn(labels),
    perMinute: Number(perMinute),
    rounding,
  })),
});
