import type { TestCase, TestOutcome } from '@summit/contracts';
import { createHash } from 'node:crypto';
import { isFailing } from './flaky';

/** Under what a test's history is kept within its repository: SHA-256 of suite and name. */
export const testHash = ({ suite, name }: Pick<TestCase, 'suite' | 'name'>): Buffer =>
  createHash('sha256').update(suite).update('\u0000').update(name).digest();

/** Order in which results of a run are looked at: 0 did not pass, 1 passed at a later try, 2 passed, 3 skipped. */
export function rankOf(outcome: TestOutcome, earlierTries: readonly TestOutcome[] = []): 0 | 1 | 2 | 3 {
  if (isFailing(outcome)) return 0;
  if (outcome === 'skipped') return 3;
  return earlierTries.some(isFailing) ? 1 : 2;
}
