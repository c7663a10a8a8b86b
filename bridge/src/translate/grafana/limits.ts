import { cut } from '../text';

/**
 * What is kept of one alert; see docs/alerts.md. Whoever holds the secret of a door may send labels and texts of any size and number: what goes
 * beyond is cut, and says so, instead of the alert being refused.
 */
export const limits = {
  /** Labels of an alert, and as many annotations. */
  texts: 64,
  /** Characters of a label's or an annotation's name; one with a longer name is left out. */
  name: 200,
  /** Characters of what the alert is called. */
  alertName: 300,
  /** Characters of a label's value. */
  label: 1_000,
  /** Characters of an annotation. */
  annotation: 4_000,
  /** Characters of all values of the rule's queries and expressions together. */
  value: 1_000,
  /** Characters of an address; a longer one is left out, for half an address leads elsewhere. */
  url: 4_000,
} as const;

const mark = '… (cut)';

/** The annotation that says what was left out. */
export const leftOutName = 'summit_left_out';

/** A text of at most `length` characters; one that was longer ends by saying that it was cut. */
export const cutVisibly = (text: string, length: number): string =>
  text.length <= length ? text : cut(text, length - mark.length) + mark;

/** Names that decide what an alert is called, how bad it is and what it is about: the last to be left out. */
const first: ReadonlySet<string> = new Set([
  'alertname',
  'rulename',
  'severity',
  'priority',
  'grafana_folder',
  'summary',
  'description',
  'message',
  'Error',
  'repository',
  'vcs_repository_name',
  'service',
  'service_name',
  'environment',
  'deployment_environment_name',
]);
const isFirst = (name: string): boolean => first.has(name) || name.startsWith('summit_');

export interface Kept {
  texts: Record<string, string>;
  leftOut: number;
}

/** As many labels or annotations as are kept, each as long as it may be. */
export function keepTexts(texts: Readonly<Record<string, string>>, length: number): Kept {
  const entries = Object.entries(texts);
  const named = entries.filter(([name]) => name.length <= limits.name);
  const chosen =
    named.length <= limits.texts
      ? named
      : [...named.filter(([name]) => isFirst(name)), ...named.filter(([name]) => !isFirst(name))].slice(
          0,
          limits.texts,
        );
  return {
    texts: Object.fromEntries(chosen.map(([name, text]) => [name, cutVisibly(text, length)])),
    leftOut: entries.length - chosen.length,
  };
}
