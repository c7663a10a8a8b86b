import path from 'node:path';
import { Usage } from '../terminal';
import { filesOf } from './files';

/** What the bridge takes for a name. */
export const MAX_NAME = 300;

/** The files that words name, each once, and the words that name none. @throws Usage where nothing was asked for */
export function found(words: readonly string[]): { files: string[]; missing: string[] } {
  if (words.length === 0) throw new Usage('no file is named');
  const files = new Set<string>();
  const missing: string[] = [];
  for (const word of words) {
    const those = filesOf(word, process.cwd());
    if (those.length === 0) missing.push(word);
    for (const file of those) files.add(file);
  }
  return { files: [...files], missing };
}

/** From where the job stands, with forward slashes; a path from the machine's root says nothing to others. What is compressed is told by what is in it. */
export function shownAs(file: string, { keepGz = false } = {}): string {
  const relative = path.relative(process.cwd(), path.resolve(file)).replaceAll('\\', '/');
  const shown = relative.startsWith('../') ? path.basename(file) : relative;
  return keepGz ? shown : shown.replace(/\.gz$/, '');
}
