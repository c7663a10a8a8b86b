import { spawnSync } from 'node:child_process';

/** What git says here; undefined without git, or outside of a clone. */
export function fromGit(...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, {
    encoding: 'utf8',
    timeout: 5_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}
