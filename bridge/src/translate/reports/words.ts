import { createHash } from 'node:crypto';
import { cut } from '../text';
import { MAX_DETAILS, MAX_MESSAGE, MAX_NAME } from './limits';

/** Nothing to clean in these, as in nearly all names. */
const PLAIN = /^[ -Z\\^-~]*$/;

/** Between the parts of a suite, outermost first. */
const PARTS = ' › ';

/** Colours of a terminal, also as pytest and XML writers spell their first character. No part of it can match in two ways, so it is linear. */
// eslint-disable-next-line no-control-regex
const COLOUR = /(?:\u001b|#x1B|&#x1[bB];|&#27;)\[[0-9;?]*[ -/]*[@-~]/g;
// eslint-disable-next-line no-control-regex
const CONTROL_BUT_LINES = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f]+/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** PostgreSQL keeps neither half characters nor NUL. */
const wellFormed = (text: string): string => (text.isWellFormed() ? text : text.replace(LONE_SURROGATE, ''));

export const withoutColours = (text: string): string => (text.includes('[') ? text.replace(COLOUR, '') : text);

const CUT = ' … (cut)';
const cutVisibly = (text: string, length: number): string =>
  text.length <= length ? text : `${cut(text, length - CUT.length)}${CUT}`;

/**
 * A name, on one line. What is too long ends in a digest of the whole, for names that differ only there are of different tests.
 */
export function nameOf(text: string): string {
  const name = (PLAIN.test(text) ? text : wellFormed(withoutColours(text)).replace(CONTROLS, ' ')).trim();
  if (name.length <= MAX_NAME) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${cut(name, MAX_NAME - 10)}… ${digest}`;
}

/** The parts that say something, joined. */
export const partsOf = (parts: readonly (string | undefined)[]): string =>
  parts.length === 1 ? (parts[0] ?? '') : parts.filter((part) => part !== undefined && part.trim() !== '').join(PARTS);

/**
 * A suite within others. What lies around its tests is made once and no longer than a name, not again for each of them: a report may have a
 * long name and many tests in it.
 */
export const suiteWithin = (around: string, name: string): string => nameOf(partsOf([around, name]));

/** The first line that says something; undefined where none does. */
export function messageOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const cleaned = wellFormed(withoutColours(text)).trim();
  const line = cleaned.split('\n', 1)[0]?.replace(CONTROLS, ' ').trim() ?? '';
  return line === '' ? undefined : cutVisibly(line, MAX_MESSAGE);
}

/** A stack with its lines, undefined where it is empty. */
export function detailsOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const details = wellFormed(withoutColours(text.replaceAll('\r\n', '\n')))
    .replace(CONTROL_BUT_LINES, '')
    .trimEnd()
    .replace(/^\n+/, '');
  return details.trim() === '' ? undefined : cutVisibly(details, MAX_DETAILS);
}

/** With forward slashes, wherever the tests ran; undefined where it is empty. */
export function pathOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const path = nameOf(text).replaceAll('\\', '/');
  return path === '' ? undefined : path;
}

const ABSOLUTE = /^(?:\/|[A-Za-z]:\/|file:)/;

/**
 * A file as part of a suite: a path from the root of one machine would be another name on the next one, so only its last part stays of it.
 */
export function fileInSuite(path: string | undefined): string | undefined {
  return path !== undefined && ABSOLUTE.test(path) ? path.slice(path.lastIndexOf('/') + 1) : path;
}
