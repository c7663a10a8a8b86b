import type { PriceRule } from '@summit/contracts';

/** What is known of a runner that its price depends on. */
export interface RunnerKind {
  system: string;
  labels: readonly string[];
}

const MINUTE_MS = 60_000;

/**
 * Which rule is the price of a runner: the first that names its system, or none, and has a label of the runner for each of its patterns. Letter case
 * is ignored, as CI systems do in labels.
 *
 * @returns the place of the rule; null where none fits
 */
export function ruleOf(rules: readonly PriceRule[], runner: RunnerKind): number | null {
  const labels = runner.labels.map((label) => label.toLowerCase());
  const found = rules.findIndex(
    (rule) =>
      (rule.system === null || rule.system === runner.system) &&
      rule.labels.every((pattern) => labels.some((label) => fits(pattern.toLowerCase(), label))),
  );
  return found === -1 ? null : found;
}

/** Whether a text is what a pattern says, `*` standing for any text. Linear in both: a pattern is somebody's input. */
export function fits(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** What a job costs by a rule. Providers that round bill each job that was begun for at least a minute. */
export function priceOf({ perMinute, rounding }: Pick<PriceRule, 'perMinute' | 'rounding'>, workedMs: number): number {
  const minutes = workedMs / MINUTE_MS;
  return perMinute * (rounding === 'minute' ? Math.max(1, Math.ceil(minutes)) : minutes);
}
