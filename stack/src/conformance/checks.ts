import { setTimeout as sleep } from 'node:timers/promises';

export interface Report {
  /** Runs one check; what it throws is its failure. */
  check: (name: string, body: () => Promise<void>) => Promise<boolean>;
  skip: (name: string, reason: string) => void;
  counts: () => { passed: number; failed: number; skipped: number };
}

/**
 * One line a check, written by `say` as soon as it is known. Once `ended` gives a reason, the checks that are left fail with it, so that the
 * whole comes to its end and stops what it started.
 */
export function createReport(say: (line: string) => void, ended: () => string | undefined = () => undefined): Report {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  return {
    check: async (name, body) => {
      try {
        const reason = ended();
        if (reason !== undefined) throw new Error(reason);
        await body();
        counts.passed++;
        say(`ok    ${name}`);
        return true;
      } catch (error) {
        counts.failed++;
        const message = error instanceof Error ? error.message : String(error);
        say(`FAIL  ${name}: ${message.replace(/\s*\n\s*/g, ' | ')}`);
        return false;
      }
    },
    skip: (name, reason) => {
      counts.skipped++;
      say(`skip  ${name}: ${reason}`);
    },
    counts: () => ({ ...counts }),
  };
}

/** Asks until the answer is right; telemetry takes a few seconds to be found. Throws what was wrong last. */
export async function eventually(what: string, attempt: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last: string;
  do {
    try {
      if (await attempt()) return;
      last = 'not found';
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(500);
  } while (Date.now() < deadline);
  throw new Error(`${what}: ${last} within ${timeoutMs / 1000} s`);
}

export function must(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}
