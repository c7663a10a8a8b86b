import { count } from '../../../../../shared/time/format';

/** How many were found, and which one this is: `3 of 12`. */
export function foundWords(total: number | undefined, lines: readonly number[], cursor: number | undefined): string {
  if (total === undefined) return '';
  if (total === 0) return 'None';
  const at = cursor === undefined ? -1 : lines.indexOf(cursor);
  return at < 0 ? `${count(total)} found` : `${count(at + 1)} of ${count(total)}`;
}

const plural = (n: number, word: string): string => `${count(n)} ${word}${n === 1 ? '' : 's'}`;

/** `12 errors, 3 warnings`; empty where there is neither. */
export const troubleWords = (errors: number, warnings: number): string =>
  [...(errors > 0 ? [plural(errors, 'error')] : []), ...(warnings > 0 ? [plural(warnings, 'warning')] : [])].join(', ');
