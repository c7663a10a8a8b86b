import type { Frame } from '@summit/contracts';
import { cleanFunction, cleanModule } from './names';

/** Platforms whose SDKs send lines of source that people would recognise; a line longer than this is minified code. */
const LINE_PLATFORMS = new Set(['javascript', 'node', 'python', 'php', 'ruby']);
const LINE_LENGTH = 120;

/**
 * What of a frame stays the same when the same code fails again: the module, or else the file's bare name; the cleaned function; the line
 * of source where there is one. Never line numbers, hosts, query strings, content hashes. Empty when nothing is stable.
 */
export function frameKey(frame: Frame, platform: string): string {
  const where = frame.module === undefined ? stableFile(frame) : cleanModule(frame.module);
  const name = frame.function === undefined ? '' : cleanFunction(frame.function, platform);
  const line = LINE_PLATFORMS.has(platform) ? stableLine(frame.contextLine) : '';
  const parts = [where, name].filter((part) => part !== '');
  if (line !== '') parts.push(`"${line}"`);
  return parts.join(' ');
}

function stableLine(line: string | undefined): string {
  if (line === undefined || line.length > 2 * LINE_LENGTH) return '';
  const trimmed = line.trim();
  if (trimmed.length > LINE_LENGTH) return '';
  return /\s\s|[\t\n]/.test(trimmed) ? trimmed.replace(/\s+/g, ' ') : trimmed;
}

function stableFile(frame: Frame): string {
  const path = frame.filename ?? frame.absPath;
  if (path === undefined || path.startsWith('<') || path.includes('native code')) return '';
  const url = isUrl(path) || isUrl(frame.absPath ?? '');
  const name = baseName(withoutQuery(path.slice(0, 512))).toLowerCase();
  // A page's own URL, where inline scripts run, says nothing about the code.
  if (url && !/\.[cm]?[jt]sx?$/.test(name)) return '';
  return withoutHash(name);
}

function isUrl(path: string): boolean {
  const at = path.indexOf('://');
  return at > 1 && at < 32 && /^[a-z][a-z0-9+.-]{1,30}$/i.test(path.slice(0, at));
}

function withoutQuery(path: string): string {
  const end = path.search(/[?#]/);
  return end === -1 ? path : path.slice(0, end);
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/**
 * Bundlers put a content hash between name and extension, so each deployment would look like new code: `app.3f2a9c1b.js`, `index-dk3ab12x.mjs`,
 * `4821.9d0c.chunk.js`. The name itself, which comes first, is taken for a hash only when it is nothing but one.
 */
function withoutHash(name: string): string {
  if (!/\d/.test(name)) return name;
  const parts = name.split(/(?<=[-_.])/);
  const kept = parts.filter((part, index) => !isHash(part.replace(/[-_.]$/, ''), index === 0));
  return kept.length === parts.length ? name : kept.join('').replace(/[-_](?=\.)|[-_.]$/g, '');
}

function isHash(part: string, isName: boolean): boolean {
  if (!/\d/.test(part)) return false;
  const hex = /^[0-9a-f]{4,64}$/.test(part) && /[a-f]/.test(part);
  if (isName) return hex ? part.length >= 8 : /^[a-z0-9]{16,64}$/.test(part);
  return hex || (/^[a-z0-9]{8,64}$/.test(part) && /[a-z]/.test(part));
}
