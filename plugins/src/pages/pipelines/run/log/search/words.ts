import { count } from '../../../../../shared/time/format';
import type { Found } from './useSearch';

/** How many were found, and which one this is: `3 of 12`; `3 of 10,000+` where there are more. */
export function foundWords(
  { total, lines, more }: Pick<Found, 'total' | 'lines' | 'more'>,
  cursor: number | undefined,
): string {
  if (total === undefined) return '';
  if (total === 0) return 'None';
  const all = `${count(total)}${more ? '+' : ''}`;
  const at = cursor === undefined ? -1 : lines.indexOf(cursor);
  return at < 0 ? `${all} found` : `${count(at + 1)} of ${all}`;
}

const plural = (n: number, word: string): string => `${count(n)} ${word}${n === 1 ? '' : 's'}`;

/** `12 errors, 3 warnings`; empty where there is neither. */
export const troubleWords = (errors: number, warnings: number): string =>
  [...(errors > 0 ? [plural(errors, 'error')] : []), ...(warnings > 0 ? [plural(warnings, 'warning')] : [])].join(', ');
