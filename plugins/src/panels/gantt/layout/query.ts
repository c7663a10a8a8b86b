/** One condition of a search; all must hold. */
export type Term =
  | { readonly type: 'text'; readonly text: string; readonly not: boolean }
  | { readonly type: 'field'; readonly field: string; readonly text: string; readonly not: boolean }
  | { readonly type: 'duration'; readonly compare: Comparison; readonly ms: number; readonly not: boolean };

export type Comparison = '>' | '>=' | '<' | '<=';

const MS: Readonly<Record<string, number>> = {
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};

/** `1m30s`, `2.5s`, `400ms` in milliseconds; a bare number is seconds; undefined when it is no duration. */
export const parseDuration = (text: string): number | undefined => {
  if (/^\d+(\.\d+)?$/.test(text)) {
    return Number(text) * 1000;
  }
  if (!/^(\d+(\.\d+)?(us|µs|ms|min|s|m|h))+$/.test(text)) {
    return undefined;
  }
  let total = 0;
  for (const [, value, unit] of text.matchAll(/(\d+(?:\.\d+)?)(us|µs|ms|min|s|m|h)/g)) {
    total += Number(value) * (MS[unit ?? ''] ?? 0);
  }
  return total;
};

/**
 * Reads a search. Words are looked for in name and service; `status:failed`, `name:`, `service:`, `kind:`, `id:` and any attribute as
 * `key:value` or `key=value` in that field; `>10s`, `<=1m30s` or `duration>10s` compare the duration; `error` or `is:error` finds what
 * failed or timed out; `-` before a term turns it round; quotes hold words together. Anything else is text, so no input is an error.
 */
export const parseQuery = (query: string): readonly Term[] =>
  [...query.matchAll(/(-?)((?:[^\s"]|"[^"]*"?)+)/g)].flatMap(([, minus, word]) => {
    const term = parseTerm(word ?? '', minus === '-');
    return term ? [term] : [];
  });

const parseTerm = (word: string, not: boolean): Term | undefined => {
  const comparison = /^(?:duration)?([<>]=?)(.+)$/i.exec(word);
  const ms = comparison ? parseDuration((comparison[2] ?? '').toLowerCase()) : undefined;
  if (comparison && ms !== undefined) {
    return { type: 'duration', compare: toComparison(comparison[1] ?? ''), ms, not };
  }
  const field = /^([^":=\s]+)[:=](.+)$/.exec(word);
  if (field) {
    const name = (field[1] ?? '').toLowerCase();
    const text = unquote(field[2] ?? '').toLowerCase();
    return name === 'is' ? { type: 'field', field: 'status', text, not } : { type: 'field', field: name, text, not };
  }
  if (word.toLowerCase() === 'error') {
    return { type: 'field', field: 'status', text: 'error', not };
  }
  const text = unquote(word).toLowerCase();
  return text === '' ? undefined : { type: 'text', text, not };
};

const toComparison = (text: string): Comparison =>
  text === '>' || text === '>=' || text === '<' || text === '<=' ? text : '>';

const unquote = (text: string): string => text.replaceAll('"', '');
