import { about, type Found } from './model';

/** A job of a pipeline over a period. */
export interface JobHistory {
  repository: string;
  pipeline: string;
  job: string;
  /** Tries that succeeded or failed. */
  n: number;
  failures: number;
  medianMs: number;
  totalMs: number;
  money: number | null;
}

const MIN_RUNS = 200;
const MIN_JOB_MS = 60_000;
const ONE_OF = 5;
/** What a job is for that does something is not to find a failure. */
const DOES = /deploy|publish|release|promote|notif|upload|push|build|set.?up|prepare|install/i;

/** At most so often does a job fail that never did in n tries, at 95 %: what is beyond would have shown (Hanley and Lippman-Hand, 1983). */
export const failureBound = (n: number): number => 1 - 0.05 ** (1 / n);

/**
 * Long jobs that never failed: they could run less often.
 *
 * @returns null for fewer than 200 tries, any failure, less than a minute, and jobs whose name says that they do something
 */
export function skip({ repository, pipeline, job, n, failures, medianMs, totalMs, money }: JobHistory): Found | null {
  if (n < MIN_RUNS || failures > 0 || medianMs < MIN_JOB_MS || DOES.test(job)) return null;
  const share = 1 - 1 / ONE_OF;
  return {
    ...about('skip', { repository, pipeline }),
    job,
    saves: 'work',
    savesMs: totalMs * share,
    savesMoney: money === null ? null : money * share,
    perRunMs: medianMs,
    n,
    evidence: [
      { label: 'tries without a failure', value: n, unit: 'count' },
      { label: 'chance that one fails, at most (95 %)', value: failureBound(n), unit: 'ratio' },
      { label: 'it takes, in the middle', value: medianMs, unit: 'ms' },
    ],
    assumptions: [
      `It runs one time in ${ONE_OF}, or on the default branch alone: a failure is then found later, not never.`,
      'Nothing else needs what it makes.',
    ],
  };
}
