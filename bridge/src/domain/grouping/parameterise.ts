/** Messages are told apart by their beginning; the bound also keeps the expression below linear in practice. */
const LENGTH = 1024;

/**
 * What varies between messages of one cause, in the order in which it is looked for: an address contains a host, a date contains numbers.
 * Every repetition is bounded and none is nested in another, so no input makes it backtrack.
 */
const PATTERNS: readonly (readonly [name: string, pattern: string])[] = [
  ['email', String.raw`[\w.!#$%&'*+/=?^{|}~-]{1,64}@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){1,5}`],
  ['url', String.raw`\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}:\/\/[^\s"'<>)\]]{1,500}`],
  [
    'hostname',
    String.raw`\b(?:[a-zA-Z0-9-]{1,63}\.){1,5}(?:com|net|org|edu|gov|io|dev|app|cloud|local|internal|localdomain|info|biz|co|uk|de|fr|jp)\b`,
  ],
  [
    'ip',
    String.raw`\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\b|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}(?![\w:])|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){1,6}(?::[0-9a-fA-F]{1,4}){1,6}(?![\w:])`,
  ],
  ['traceparent', String.raw`\b00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]\b`],
  ['uuid', String.raw`\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b`],
  ['sha1', String.raw`\b[0-9a-fA-F]{40}\b`],
  ['md5', String.raw`\b[0-9a-fA-F]{32}\b`],
  [
    'date',
    String.raw`\b\d{4}-[01]\d-[0-3]\d(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?\b|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \d{1,2} [A-Z][a-z]{2} \d{4}(?: \d\d:\d\d:\d\d)?|\b[0-2]\d:[0-5]\d:[0-5]\d(?:[.,]\d{1,9})?\b`,
  ],
  [
    'duration',
    String.raw`\b\d{1,12}(?:\.\d{1,9})? ?(?:ms|µs|us|ns|sec|secs|seconds?|mins?|minutes?|hours?|hrs?|days?|s|m|h|d)\b`,
  ],
  ['hex', String.raw`\b0[xX][0-9a-fA-F]{1,64}\b`],
  ['git_sha', String.raw`\b(?=[0-9a-f]{0,39}[a-f])(?=[0-9a-f]{0,39}\d)[0-9a-f]{7,12}\b`],
  ['float', String.raw`(?<![\w.])[+-]?\d{1,20}\.\d{1,20}(?:[eE][+-]?\d{1,4})?(?![\w.])`],
  ['int', String.raw`(?<![\w.])-?\d{1,40}(?!\w)`],
  ['quoted_str', String.raw`(?<==)(?:"[^"\n]{0,200}"|'[^'\n]{0,200}')`],
  ['bool', String.raw`(?<==)(?:true|false|True|False)\b`],
];

const NAMES = PATTERNS.map(([name]) => name);
const EXPRESSION = new RegExp(PATTERNS.map(([, pattern]) => `(${pattern})`).join('|'), 'g');

/** `Order 4711 of a@b.io failed` → `Order <int> of <email> failed`: equal for messages that differ only in their parameters. */
export function parameterise(message: string): string {
  return message.slice(0, LENGTH).replace(EXPRESSION, (whole: string, ...groups: unknown[]) => {
    const index = groups.findIndex((group, i) => i < NAMES.length && group !== undefined);
    const name = NAMES[index];
    return name === undefined ? whole : `<${name}>`;
  });
}
