import { z } from 'zod';

/*
 * The forms that settings have. Each carries, as the message of all its checks, what is wanted: the words behind "it must be".
 * Numbers are read from digits alone: `Number()` would take a blank for 0 and `0x10` for 16.
 */

/** A whole number from `min` to `max`; `unit` is what it counts. */
export function wholeNumber(min: number, max: number, unit = '') {
  const wanted = `a whole number${unit && ` of ${unit}`} from ${min} to ${max}`;
  const limits = z.number(wanted).int(wanted).min(min, wanted).max(max, wanted);
  return z
    .string(wanted)
    .trim()
    .regex(/^-?\d+$/, wanted)
    .transform(Number)
    .pipe(limits);
}

/** A number from `min` to `max`, with decimals if need be. */
export function decimal(min: number, max: number) {
  const wanted = `a number from ${min} to ${max}`;
  const limits = z.number(wanted).min(min, wanted).max(max, wanted);
  return z
    .string(wanted)
    .trim()
    .regex(/^-?(\d+(\.\d*)?|\.\d+)(e-?\d+)?$/i, wanted)
    .transform(Number)
    .pipe(limits);
}

export const bytes = (min: number) => wholeNumber(min, 2 ** 31 - 1, 'bytes');

export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, `one of ${values.slice(0, -1).join(', ')} or ${values.at(-1)}`);
}

export const flag = z.enum(['true', 'false'], 'true or false').transform((text) => text === 'true');

/** A root URL, without the slashes at its end. */
export const url = z
  .url({ protocol: /^https?$/, error: 'a URL that starts with http:// or https://' })
  .transform((text) => text.replace(/\/+$/, ''));

/** Text that matches; `wanted` says how it must be. */
export const text = (pattern: RegExp, wanted: string) => z.string(wanted).regex(pattern, wanted);

export const tenantName = text(
  /^[a-z0-9][a-z0-9_-]{0,62}$/,
  'at most 63 lower-case letters, digits, - and _, the first a letter or a digit',
);

export const projectSlug = text(
  /^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$/,
  'at most 50 lower-case letters, digits and -, with a letter or a digit at both ends',
);

/** `host` or `host:port`, with commas between. */
export const hosts = text(
  /^\s*([\w.-]+|\[[0-9a-f:]+\])(:\d{1,5})?(\s*,\s*([\w.-]+|\[[0-9a-f:]+\])(:\d{1,5})?)*\s*$/i,
  'names of hosts, with or without a port, separated by commas',
).transform((given) => given.split(',').map((host) => host.trim().toLowerCase()));

const headersWanted = 'written as name=value,name=value, with %-escapes that can be read';

/** `a=b,c=d`, as OTEL_EXPORTER_OTLP_HEADERS is written. */
export const headers = text(/^(\s*[\w-]+\s*=[^,]*(,|$))*$/, headersWanted).transform((given, context) => {
  try {
    return Object.fromEntries(given.split(',').filter(Boolean).map(headerPair));
  } catch {
    context.addIssue({ code: 'custom', message: headersWanted });
    return z.NEVER;
  }
});

function headerPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at).trim().toLowerCase(), decodeURIComponent(pair.slice(at + 1).trim())];
}

/** 32 bytes, as 64 hex digits or as base64. */
export const secretKey = text(
  /^([0-9a-f]{64}|[\w+/-]{43}=?)$/i,
  '32 bytes, as 64 hex digits or as base64 (`openssl rand -hex 32` makes one)',
).transform((given) => Buffer.from(given, given.length === 64 ? 'hex' : 'base64'));
