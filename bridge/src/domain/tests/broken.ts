import type { TestOutcome } from '@summit/contracts';
import { isFailing } from './flaky';

export interface Past {
  outcome: TestOutcome;
  branch: string | null;
  job: string;
  infrastructure: boolean;
}

export interface Broken<R extends Past> {
  first: R;
  lastPass: R | null;
}

/**
 * What broke a test: of each branch and job where its newest result fails, the first result that failed after the last one that passed. What was
 * skipped, and what the machine is to blame for, is passed over.
 *
 * @param results newest first
 */
export function brokenSince<R extends Past>(results: readonly R[]): Broken<R>[] {
  const lines = new Map<string, { first: R | null; lastPass: R | null; ended: boolean }>();
  for (const result of results) {
    if (result.outcome === 'skipped' || result.infrastructure) continue;
    const key = JSON.stringify([result.branch, result.job]);
    const line = lines.get(key) ?? { first: null, lastPass: null, ended: false };
    lines.set(key, line);
    if (line.ended) continue;
    if (isFailing(result.outcome)) line.first = result;
    else {
      line.ended = true;
      if (line.first) line.lastPass = result;
    }
  }
  return [...lines.values()].flatMap(({ first, lastPass }) => (first ? [{ first, lastPass }] : []));
}
