import { randomUUID } from 'node:crypto';
import { mkdir, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Nothing can be kept in the data directory; the message is one line for the person who started the bridge. */
export class DataDirectoryUnusable extends Error {}

/**
 * Makes the directory and sees whether files can be kept in it, by keeping one: rights alone do not tell, since root may write everywhere and
 * /proc, a full or a read-only disk still refuses. Level by level, because Node's own `recursive` goes round in circles where the system
 * says that the parent it has just found is not there, as /proc does.
 */
export async function makeDataDirectory(directory: string): Promise<void> {
  const made: string[] = [];
  try {
    for (const level of await missingLevels(resolve(directory))) {
      await mkdir(level).catch(ifAlreadyThere);
      made.unshift(level);
    }
    const probe = join(directory, `.probe-${randomUUID()}`);
    await writeFile(probe, 'Can files be kept here?\n', { flush: true });
    await unlink(probe);
  } catch (error) {
    for (const level of made) await rmdir(level).catch(() => undefined);
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new DataDirectoryUnusable(
      `DATA_DIR: files cannot be kept in ${directory} (${reason}); set it to a directory that can be written`,
    );
  }
}

async function missingLevels(directory: string): Promise<string[]> {
  const missing: string[] = [];
  for (let level = directory; !(await isThere(level)); level = dirname(level)) missing.unshift(level);
  return missing;
}

async function isThere(level: string): Promise<boolean> {
  const found = await stat(level).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found && !found.isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
  return found !== null;
}

/** Two first starts at once both find it missing; one makes it. */
function ifAlreadyThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
