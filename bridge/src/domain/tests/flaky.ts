import type { Flakiness, TestOutcome } from '@summit/contracts';

const dayMs = 86_400_000;

/** How far back flakes count. */
export const FLAKY_WINDOW_MS = 30 * dayMs;
/** Without a flake for this long a test has recovered. */
export const RECOVERY_MS = 14 * dayMs;
/** Commits with a flake from which on a test is known to be flaky: one may have been the machine. */
export const MIN_FLAKES = 2;

const INFRASTRUCTURE_RATIO = 0.8;
/** Of fewer tests a share says nothing: one that fails of one is a test that fails. */
const INFRASTRUCTURE_MIN = 10;

/** Whether the outcome is one that a test should not have. */
export const isFailing = (outcome: TestOutcome): boolean => outcome === 'failed' || outcome === 'error';

/** Whether so many of an upload's tests failed that the machine is to blame: more than 80 % of at least ten that ran. */
export function isInfrastructure(outcomes: readonly TestOutcome[]): boolean {
  const ran = outcomes.filter((outcome) => outcome !== 'skipped');
  return ran.length >= INFRASTRUCTURE_MIN && ran.filter(isFailing).length > INFRASTRUCTURE_RATIO * ran.length;
}

export interface Tried {
  testId: string;
  outcome: TestOutcome;
  earlierTries: readonly TestOutcome[];
}

/** How else tests ended at the same commit in the same job, in other uploads; ids of tests. */
export interface Elsewhere {
  passed: ReadonlySet<string>;
  failed: ReadonlySet<string>;
}

export interface Flake {
  testId: string;
  /** Passed at a later try of one upload, or ended otherwise in another. */
  how: 'retry' | 'rerun';
}

/**
 * Tests that both passed and failed at one commit, by what one upload says of them and what is known of the same commit and job. Two results
 * of one name within an upload are not compared: they may be two tests. Nothing is said of an upload that is the machine's fault.
 *
 * Source of the definition (same code, both outcomes): J. Micco, "The State of Continuous Integration Testing @Google", 2017; A. Memon et al.,
 * "Taming Google-Scale Continuous Testing", ICSE-SEIP 2017.
 */
export function flakesOf(own: readonly Tried[], elsewhere: Elsewhere): Flake[] {
  if (isInfrastructure(own.map(({ outcome }) => outcome))) return [];
  const flakes = new Map<string, Flake>();
  for (const { testId, outcome, earlierTries } of own) {
    if (outcome === 'passed' && earlierTries.some(isFailing)) flakes.set(testId, { testId, how: 'retry' });
    else if (flakes.has(testId)) continue;
    else if (outcome === 'passed' && elsewhere.failed.has(testId)) flakes.set(testId, { testId, how: 'rerun' });
    else if (isFailing(outcome) && elsewhere.passed.has(testId)) flakes.set(testId, { testId, how: 'rerun' });
  }
  return [...flakes.values()];
}

export interface FlakeSums {
  /** Commits with a flake within the window, of those the test ran at. */
  flakes: number;
  of: number;
  lastAt: Date | null;
}

/**
 * The flaky score: the share of commits at which the test both passed and failed. Meta's probabilistic flakiness (M. Machalica et al.,
 * "Probabilistic flakiness: How do you test your tests?", 2020) asks the same of a good state, P(fail | good): a commit at which the test passes is one.
 * Guarded by a minimum count (`MIN_FLAKES`) and a recovery period (`RECOVERY_MS`).
 */
export function flakiness({ flakes, of, lastAt }: FlakeSums, now: Date): Flakiness {
  const score = flakes === 0 ? 0 : flakes / Math.max(of, flakes);
  return { state: stateOf(flakes, lastAt, now), score, flakes, of, lastAt: lastAt?.toISOString() ?? null };
}

function stateOf(flakes: number, lastAt: Date | null, now: Date): Flakiness['state'] {
  if (lastAt === null) return 'steady';
  if (now.getTime() - lastAt.getTime() > RECOVERY_MS) return 'recovered';
  return flakes >= MIN_FLAKES ? 'flaky' : 'suspected';
}
