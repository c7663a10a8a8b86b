export const LINES = 1_000_000;
/** A word that a hundred lines have, spread over all of the log. */
export const RARE = 'checksum-mismatch';

/** One that each chunk has a few of, so that all of the log is read. */
export const OFTEN = 'retry-after';

const words =
  'compiling linking resolving downloading extracting caching module package target worker cart order price stock'.split(
    ' ',
  );

/** As builds write: times, colours, groups, a warning now and then; no two lines alike. About 150 bytes each. */
export function lineOf(n: number): string {
  const at = new Date(Date.UTC(2026, 0, 31, 9) + n * 7).toISOString();
  if (n % 5_000 === 0) return `${at} ##[group]Step ${n / 5_000}`;
  if (n % 10_000 === 7)
    return `${at} src/part${n % 997}.ts(${(n % 400) + 1},9): warning TS6133: 'x${n}' is declared but never used.`;
  const hash = Math.imul(n + 1, 2_654_435_761) >>> 0;
  const word = (shift: number): string => words[(hash >>> shift) % words.length] ?? '';
  const rare = n % 10_000 === 4_711 ? ` ${RARE}` : '';
  const often = n % 500 === 77 ? ` ${OFTEN}` : '';
  return `${at} \u001b[32m[${n % 64}]\u001b[39m ${word(0)} ${word(5)}/${word(9)}-${hash.toString(16)}@${hash % 31}.${n % 17}.0 took ${hash % 9_973} ms, ${n} of ${LINES} done, ${word(13)} ${word(17)} in node_modules/${word(21)}/${hash.toString(36)}${rare}${often}`;
}
