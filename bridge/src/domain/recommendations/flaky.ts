import { about, type Found } from './model';

/** The failed tries of a job over a period. */
export interface FailedTries {
  repository: string;
  pipeline: string;
  job: string;
  failures: number;
  /** Those of them after which the same job of the same commit succeeded. */
  flaky: number;
  flakyMs: number;
  flakyMoney: number | null;
  runIds: readonly string[];
}

const MIN_FLAKY = 3;
const MIN_MS = 600_000;

/**
 * Jobs that cost tries for nothing: they fail, and pass at the same commit when they are tried again.
 *
 * @returns null for fewer than 3 such tries, and for less than ten minutes
 */
export function flaky(tries: FailedTries): Found | null {
  if (tries.flaky < MIN_FLAKY || tries.flakyMs < MIN_MS) return null;
  return {
    ...about('flaky', tries),
    job: tries.job,
    saves: 'work',
    savesMs: tries.flakyMs,
    savesMoney: tries.flakyMoney,
    n: tries.flaky,
    evidence: [
      { label: 'tries that failed, and passed at the same commit later', value: tries.flaky, unit: 'count' },
      { label: 'of all its failures', value: tries.flaky / Math.max(1, tries.failures), unit: 'ratio' },
    ],
    assumptions: [
      'The job is mended, and then does not fail but by the commit.',
      'What people waited for the second try is not counted.',
    ],
    runIds: [...tries.runIds],
  };
}
