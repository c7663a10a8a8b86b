import { mkdirSync, rmdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes the directory and sees whether files can be kept in it: by keeping one, since rights alone do not tell (root may write everywhere, and
 * /proc, a full or a read-only disk still refuses). Level by level, because Node's own `recursive` goes round in circles where the system
 * says that the parent it has just found is not there, as /proc does. Throws the system's error; what it made by then is removed again.
 */
export function makeDataDirectory(directory) {
  const made = [];
  try {
    for (const level of missingLevels(directory)) {
      mkdirSync(level);
      made.unshift(level);
    }
    const probe = path.join(directory, `.probe-${process.pid}`);
    writeFileSync(probe, 'Can files be kept here?\n', { flush: true });
    unlinkSync(probe);
  } catch (error) {
    for (const level of made) rmdirSync(level);
    throw error;
  }
}

function missingLevels(directory) {
  const missing = [];
  for (let level = path.resolve(directory); !isThere(level); level = path.dirname(level)) missing.unshift(level);
  return missing;
}

/** Throws when something stands there that is not a directory. */
function isThere(level) {
  const found = statSync(level, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) throw Object.assign(new Error(`${level} is not a directory`), { code: 'ENOTDIR' });
  return found !== undefined;
}
