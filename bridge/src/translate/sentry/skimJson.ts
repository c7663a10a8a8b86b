import { parseJsonObject } from './parseJson';
import type { Fields } from './read';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * The JSON object in `payload` with null for the members named in `skipped`, or undefined when it is not one. Most of an error event is
 * breadcrumbs, which nothing counts: finding where they end costs a third of parsing them and leaves no garbage. What is skipped is not
 * checked beyond its brackets and quotes.
 */
export function skimJsonObject(payload: Buffer, skipped: ReadonlySet<string>): Fields | undefined {
  const gaps = findMembers(payload, skipped);
  if (gaps === undefined || gaps.length === 0) return parseJsonObject(payload);
  const parts: string[] = [];
  let from = 0;
  for (const [start, end] of gaps) {
    parts.push(payload.toString('utf8', from, start), 'null');
    from = end;
  }
  parts.push(payload.toString('utf8', from));
  return parseJsonObject(parts.join(''));
}

/** Where the values of the named members begin and end; undefined when the bytes are not an object, which the parser shall say. */
function findMembers(bytes: Buffer, names: ReadonlySet<string>): [number, number][] | undefined {
  const found: [number, number][] = [];
  let at = skipSpace(bytes, 0);
  if (bytes[at] !== OPEN_BRACE) return undefined;
  at = skipSpace(bytes, at + 1);
  while (bytes[at] === QUOTE) {
    const keyEnd = endOfString(bytes, at);
    const colon = skipSpace(bytes, keyEnd);
    if (bytes[colon] !== COLON) return undefined;
    const start = skipSpace(bytes, colon + 1);
    const end = endOfValue(bytes, start);
    if (names.has(bytes.toString('latin1', at + 1, keyEnd - 1))) found.push([start, end]);
    at = skipSpace(bytes, end);
    if (bytes[at] !== COMMA) break;
    at = skipSpace(bytes, at + 1);
  }
  return bytes[at] === CLOSE_BRACE ? found : undefined;
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at += 1;
  return at;
}

/** After the closing quote of the string that begins at `from`; the end of the bytes when there is none. */
function endOfString(bytes: Buffer, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at += 1;
  }
  return bytes.length;
}

/** After the value that begins at `from`, whatever its brackets hold. */
function endOfValue(bytes: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = endOfString(bytes, at) - 1;
      if (depth === 0) return at + 1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (byte === COMMA && depth === 0) {
      return at;
    }
  }
  return bytes.length;
}
