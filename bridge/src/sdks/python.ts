import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PACKAGES = ['sentry-sdk==2.75.0', 'Brotli==1.1.0'];

/** A Python with the pinned SDK, made once in the cache directory. Throws what is missing, by name. */
export function pythonWithSdk(): string {
  const directory = resolve(__dirname, '../../../.cache/python', PACKAGES.join('_').replaceAll('==', '-'));
  const python = join(directory, 'bin/python');
  const finished = join(directory, 'finished');
  if (existsSync(finished)) return python;
  mkdirSync(directory, { recursive: true });
  run(
    'python3',
    ['-m', 'venv', '--clear', directory],
    'python3 with its venv module is needed (Debian: apt-get install python3-venv)',
  );
  run(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES],
    `pip could not install ${PACKAGES.join(' and ')}`,
  );
  writeFileSync(finished, '');
  return python;
}

function run(command: string, args: string[], missing: string): void {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new Error(`${missing}: ${said}`, { cause: error });
  }
}
