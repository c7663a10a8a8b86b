import { spawn } from 'node:child_process';
import { chmod, chown, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterArgument } from './postmaster';
import { serverUser, type ServerUser } from './user';

/** The user that owns an existing cluster stays its user, also when the bridge is started by root later. */
export async function clusterUser(cluster: string): Promise<ServerUser | null> {
  const user = await serverUser();
  if (!user) return null;
  const owner = await stat(cluster).catch(() => null);
  return owner && owner.uid !== 0 ? { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid } : user;
}

/**
 * Makes the cluster when there is none. It is made beside its place and moved there when it is whole, so that a kill in the middle of
 * initialisation is started over.
 */
export async function ensureCluster(cluster: string, initdb: string, user: ServerUser | null): Promise<void> {
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version !== null) {
    if (version.trim() === '18') return;
    throw new Error(`${cluster} was made by PostgreSQL ${version.trim()}; this version needs 18: dump and restore it`);
  }
  const fresh = `${cluster}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await chmod(fresh, 0o700);
  if (user) await chown(fresh, user.uid, user.gid);
  await runInitdb(initdb, fresh, user);
  await rename(fresh, cluster);
}

function runInitdb(initdb: string, directory: string, user: ServerUser | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = ['-D', clusterArgument(directory, user), '-U', 'summit', '-A', 'trust', '-E', 'UTF8'];
    const child = spawn(initdb, [...args, '--locale=C.UTF-8', '--no-instructions'], {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C.UTF-8' },
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
    });
    const output: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(new Error(`initdb failed with ${code ?? signal}: ${output.join('').trim().split('\n').at(-1) ?? ''}`));
    });
  });
}
