import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Environment, told } from '../ci/model';

/** Which part of a job's log is the next: what one call of a job leaves for the one after it. */
export interface Counter {
  next: number;
  /** Keeps the number for the next call; nothing follows where it is undefined. */
  keep(next: number | undefined): void;
}

/** In the folder that CI systems empty after a job, else in that of the machine. */
export function counterOf(address: URL, env: Environment): Counter {
  const folder = told(env['RUNNER_TEMP'], env['AGENT_TEMPDIRECTORY'], env['WORKSPACE_TMP']) ?? tmpdir();
  const key = createHash('sha256').update(address.href).digest('hex').slice(0, 24);
  const file = path.join(folder, `summit-log-${key}`);
  return {
    next: read(file),
    keep(next) {
      if (next === undefined) rmSync(file, { force: true });
      else writeFileSync(file, String(next), { mode: 0o600 });
    },
  };
}

function read(file: string): number {
  try {
    const number = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(number) && number > 0 ? number : 1;
  } catch {
    return 1;
  }
}
