import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The files that a word names: itself, or what matches it (`*`, `?`, `**`, `{a,b}`), sorted. Shells expand most of them before. */
export function filesOf(word: string, cwd: string): string[] {
  if (isFile(path.resolve(cwd, word))) return [word];
  if (!/[*?{]/.test(word)) return [];
  const found = new Set<string>();
  for (const pattern of alternatives(word)) {
    for (const file of matching(pattern.replaceAll('\\', '/'), cwd)) found.add(file);
  }
  return [...found].sort();
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

const MAX_ALTERNATIVES = 100;

/** `a/{b,c}/d` → `a/b/d`, `a/c/d`. */
function alternatives(word: string): string[] {
  const done: string[] = [];
  const open = [word];
  while (open.length > 0 && done.length + open.length <= MAX_ALTERNATIVES) {
    const next = open.pop() ?? '';
    const [whole, inner = ''] = /\{([^{}]*)\}/.exec(next) ?? [];
    if (whole === undefined) done.push(next);
    else open.push(...inner.split(',').map((choice) => next.replace(whole, () => choice)));
  }
  return done;
}

/** Folders that hold other people's files; only a pattern that names them looks into them. */
const isPassedOver = (folder: string): boolean => folder.startsWith('.') || folder === 'node_modules';

function matching(pattern: string, cwd: string): string[] {
  const parts = pattern.split('/').filter((part, index) => part !== '.' && (part !== '' || index === 0));
  const fixed = parts.findIndex((part) => /[*?]/.test(part));
  if (fixed < 0) return isFile(path.resolve(cwd, pattern)) ? [pattern] : [];
  const start = parts.slice(0, fixed).join('/');
  const found: string[] = [];
  walk(path.resolve(cwd, start === '' && pattern.startsWith('/') ? '/' : start), start, parts.slice(fixed), found);
  return found;
}

/** Goes down folder by folder, with what is left of the pattern; links to folders are not followed, for they may lead back. */
function walk(folder: string, shown: string, [part = '', ...rest]: readonly string[], found: string[]): void {
  const entries = entriesOf(folder).map((entry) => ({
    entry,
    inside: path.join(folder, entry.name),
    name: shown === '' ? entry.name : `${shown}/${entry.name}`,
  }));
  if (part === '**') {
    walk(folder, shown, rest.length === 0 ? ['*'] : rest, found);
    for (const { entry, inside, name } of entries) {
      if (entry.isDirectory() && !isPassedOver(entry.name)) walk(inside, name, [part, ...rest], found);
    }
    return;
  }
  const matches = nameMatcher(part);
  for (const { entry, inside, name } of entries.filter(({ entry: { name } }) => matches(name))) {
    if (rest.length > 0) {
      if (entry.isDirectory()) walk(inside, name, rest, found);
    } else if (isFile(inside)) found.push(name);
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** One part of a path; hidden files are meant only where the dot is written. */
function nameMatcher(part: string): (name: string) => boolean {
  const source = part
    .replace(/[.+^$()|[\]\\{}]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]');
  const pattern = new RegExp(`^${source}$`);
  return (name) => (part.startsWith('.') || !name.startsWith('.')) && pattern.test(name);
}
