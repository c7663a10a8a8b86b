/** What the log itself said is secret, and whether a private key is being written. Goes on from line to line. */
export interface MaskState {
  /** Values of `::add-mask::` and its like. */
  values: string[];
  /** Lines of a private key that may still come; 0 outside of one. */
  keyLines: number;
}

export const noMasks = (): MaskState => ({ values: [], keyLines: 0 });

export const MASK = '***';
const MAX_VALUES = 500;
/** The runner masks whatever it is told; of two letters nothing would be left of the log. */
const MIN_VALUE = 4;
const MAX_KEY_LINES = 400;

/** Tokens that are known by their form. */
const TOKENS = [
  String.raw`gh[opsur]_[A-Za-z0-9]{20,255}`,
  String.raw`github_pat_\w{20,255}`,
  String.raw`gl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\w.-]{16,300}`,
  String.raw`(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}`,
  String.raw`eyJ[\w-]{8,}(?:\.[\w-]*){1,4}`,
  String.raw`xox[abeoprs]-[\w-]{10,}`,
  String.raw`xapp-\d-[\w-]{10,}`,
  String.raw`npm_[A-Za-z0-9]{30,}`,
  String.raw`pypi-[\w-]{30,}`,
  String.raw`AIza[\w-]{35}`,
  String.raw`ya29\.[\w-]{20,}`,
  String.raw`[prs]k_(?:live|test)_[A-Za-z0-9]{16,}`,
  String.raw`sk-[\w-]{20,}`,
  String.raw`SG\.[\w-]{16,}\.[\w-]{16,}`,
  String.raw`dop_v1_[0-9a-f]{32,}`,
  String.raw`hf_[A-Za-z0-9]{30,}`,
  String.raw`sntry[su]_[\w+/=-]{20,}`,
  String.raw`gls[av]_[\w-]{20,}`,
  String.raw`glc_[\w+/=-]{20,}`,
  String.raw`bkua_[0-9a-f]{20,}`,
  String.raw`hvs\.[\w-]{20,}`,
  String.raw`summit_[\w-]{20,}`,
].join('|');

const TOKEN = new RegExp(String.raw`(?<![A-Za-z0-9])(?:${TOKENS})`, 'g');
/** The password of a URL, or what stands alone for one. The user is no secret. */
const URL_PASSWORD = /([a-z][a-z0-9+.-]{1,20}:\/\/[^\s/@:"'<>]{0,200}):([^\s/"'<>]{1,500})@/gi;
const URL_TOKEN = /([a-z][a-z0-9+.-]{1,20}:\/\/)([^\s/@:"'<>]{16,500})@/gi;
const AUTHORIZATION =
  /((?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:(?:bearer|basic|token|digest|negotiate|apikey)\s{1,4})?)([^\s"'][^"'\r\n]*)/gi;
const BEARER = /(\bbearer\s{1,4})([\w.~+/-]{16,}={0,2})/gi;

const SECRET_WORD = String.raw`(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|account[_-]?key|credentials?)`;
/** A variable is not its value, and a mask is masked. */
const REFERENCE = String.raw`(?!\$\{|\$\(|\$[A-Z_]{2,}\b|%[A-Z_]{2,}%|\*{3})`;
/** `DB_PASSWORD=…`, `--token=…`, `"secret": "…"`, also within a URL's query. */
const ASSIGNED = new RegExp(
  String.raw`(${SECRET_WORD}[\w-]{0,40}["']?\s{0,3}=\s{0,3})${REFERENCE}(\\{0,3}"[^"]*"|'[^']*'|[^\s"',;&]+)`,
  'gi',
);
/** Also in JSON within JSON, whose quotes are escaped. */
const QUOTED = new RegExp(
  String.raw`(${SECRET_WORD}[\w-]{0,40}(?:\\{0,3}["'])?\s{0,3}:\s{0,3})${REFERENCE}(\\{0,3}"[^"]+"|'[^']+')`,
  'gi',
);
/** Words of types and of complaints stand behind a colon too. */
const NAMED = new RegExp(
  String.raw`((?:^|[^\w])[\w-]{0,60}${SECRET_WORD}\s{0,3}:\s{1,3})${REFERENCE}(?!(?:string|number|boolean|object|null|none|undefined|unknown|any|never|true|false|required|missing|invalid|expired|not|is|the|write|read|expected)\b)([^\s"'(){}<>,;]{6,})`,
  'gi',
);
const OPTION = new RegExp(String.raw`(--[\w-]{0,40}${SECRET_WORD}\s{1,3})${REFERENCE}([^\s-][^\s]*)`, 'gi');

/** Lines without any of these need no further look: nearly all. An expression of plain texts alone is found in one pass. */
const TELLING =
  /gh[opsur]_|github_pat_|gl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|oas|soat|ffct|c|sa|sv)[-_]|akia|asia|abia|acca|eyj|xox|xapp-|npm_|pypi-|aiza|ya29\.|_live_|_test_|sk-|sg\.|dop_v1_|hf_|sntry|bkua_|hvs\.|summit_|-----begin|add-mask|setsecret|issecret|authorization|bearer|passw|passphrase|secret|token|key|credential/i;

const isSuspicious = (line: string): boolean => TELLING.test(line) || (line.includes('@') && line.includes('://'));

const KEY_BEGINS = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const KEY_ENDS = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const STAMP = /^(\ufeff?\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d) (?:[0-9a-f]{2}[OE][ +])?)?/;
const ADD_MASK =
  /^(.{0,60}?(?:::add-mask::|##\[add-mask\]|##vso\[task\.setsecret\]|##vso\[task\.setvariable [^\]]*issecret=true[^\]]*\]))(.+)$/i;

/**
 * A line without secrets: tokens of known forms, passwords in URLs and behind names that say so, private keys, and what the log told the runner
 * to mask. Masking what is masked changes nothing. `state` is changed as the log goes on.
 */
export function maskLine(line: string, state: MaskState): string {
  if (state.keyLines > 0) return inKey(line, state);
  let masked = line;
  if (isSuspicious(line)) masked = bySight(line, state);
  return state.values.length === 0 ? masked : byValue(masked, state.values);
}

function bySight(line: string, state: MaskState): string {
  const told = ADD_MASK.exec(line);
  if (told?.[2] !== undefined) {
    remember(told[2], state);
    return `${told[1]}${MASK}`;
  }
  const begins = KEY_BEGINS.exec(line);
  if (begins) return keyFrom(line, begins.index, state);
  return untilStable(line);
}

const MAX_ROUNDS = 5;

/** What stood behind another secret may be seen for what it is only once that is gone. */
function untilStable(line: string): string {
  let before = line;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const masked = withoutSecrets(before);
    if (masked === before) break;
    before = masked;
  }
  return before;
}

const withoutSecrets = (line: string): string =>
  line
    .replace(TOKEN, MASK)
    .replace(URL_PASSWORD, `$1:${MASK}@`)
    .replace(URL_TOKEN, (whole, scheme: string, token: string) => (token === MASK ? whole : `${scheme}${MASK}@`))
    .replace(AUTHORIZATION, `$1${MASK}`)
    .replace(BEARER, `$1${MASK}`)
    .replace(ASSIGNED, (_whole, name: string, value: string) => name + hidden(value))
    .replace(QUOTED, (_whole, name: string, value: string) => name + hidden(value))
    .replace(NAMED, `$1${MASK}`)
    .replace(OPTION, `$1${MASK}`);

/** Quotes stay, so that what reads as JSON still does. */
function hidden(value: string): string {
  const quote = /^\\*["']/.exec(value)?.[0] ?? '';
  return `${quote}${MASK}${quote}`;
}

/** A key may be written on one line, with `\n` in its words. */
function keyFrom(line: string, at: number, state: MaskState): string {
  const ends = KEY_ENDS.exec(line);
  if (ends && ends.index > at)
    return `${maskLine(line.slice(0, at), state)}${MASK}${line.slice(ends.index + ends[0].length)}`;
  state.keyLines = MAX_KEY_LINES;
  return `${line.slice(0, at)}${MASK}`;
}

function inKey(line: string, state: MaskState): string {
  state.keyLines = KEY_ENDS.test(line) ? 0 : state.keyLines - 1;
  return `${STAMP.exec(line)?.[0] ?? ''}${MASK}`;
}

function remember(text: string, state: MaskState): void {
  const decoded = text.replace(/%(25|0A|0D)/gi, (code) => decodeURIComponent(code));
  for (const value of decoded.split(/\r?\n/)) {
    const trimmed = value.trim();
    if (trimmed.length < MIN_VALUE || /^\*+$/.test(trimmed) || state.values.includes(trimmed)) continue;
    if (state.values.length >= MAX_VALUES) state.values.shift();
    state.values.push(trimmed);
  }
  // A value within another would leave its ends.
  state.values.sort((a, b) => b.length - a.length);
}

function byValue(line: string, values: readonly string[]): string {
  let masked = line;
  for (const value of values) if (masked.includes(value)) masked = masked.replaceAll(value, MASK);
  return masked;
}
