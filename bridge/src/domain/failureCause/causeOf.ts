import type { FailureCause, FailureEvidence, FailureRule, FailureVerdict } from '@summit/contracts';
import { codeRuleOf, textOf, type CodeRule, type Complaint } from './complaint';
import { isFatal, type SignKind } from './signs';
import { isInfrastructureWord } from './words';

/** A line that shows trouble of machine or network; `fromEnd` counts the lines behind it. */
export interface LogSign {
  logId: string;
  line: number;
  fromEnd: number;
  kind: SignKind;
  text: string;
}

export interface FailedTest {
  testId: string;
  name: string;
  /** Known to be flaky, or passed at this commit elsewhere. */
  flaky: boolean;
  /** Of an upload in which so many failed that the machine is to blame. */
  infrastructure: boolean;
}

/** What is known of one job that failed. */
export interface FailedTry {
  result: 'failed' | 'timed_out';
  /** The CI system's own word for how it ended. */
  providerResult: string | null;
  /** In order of their lines. */
  signs: readonly LogSign[];
  /** Errors, in order of their lines. */
  complaints: readonly Complaint[];
  /** Tests that failed in it; `testsCut` where there are more than are given. */
  tests: readonly FailedTest[];
  testsCut: boolean;
  /** Where the same job of the same commit passed afterwards. */
  passedLater: { runId: string; number: number; attempt: number } | null;
}

/** What ended a job is told near the end of its log; clean-up and the logs of services may stand behind it. */
export const NEAR_END = 500;
const MOST_EVIDENCE = 5;

type Rule = (given: FailedTry) => FailureVerdict | null;

const verdict = (cause: FailureCause, rule: FailureRule, evidence: readonly FailureEvidence[]): FailureVerdict => ({
  cause,
  rule,
  evidence: evidence.slice(0, MOST_EVIDENCE),
});

const lineOf = ({ logId, line, text }: { logId: string; line: number; text: string }): FailureEvidence => ({
  kind: 'line',
  logId,
  line,
  text,
});

const testOf = ({ testId, name, flaky }: FailedTest): FailureEvidence => ({ kind: 'test', testId, name, flaky });

function bySign({ signs }: FailedTry, fatal: boolean): FailureVerdict | null {
  const near = signs.filter(({ kind, fromEnd }) => isFatal(kind) === fatal && fromEnd < NEAR_END);
  // The first is where it began: what follows it is often its consequence.
  const first = near[0];
  if (!first) return null;
  return verdict('infrastructure', first.kind, near.filter(({ kind }) => kind === first.kind).map(lineOf));
}

const steady = (tests: readonly FailedTest[]): FailedTest[] =>
  tests.filter(({ flaky, infrastructure }) => !flaky && !infrastructure);

/** Which kind of complaint names a failure where a log has several: what could not be built was not tested. */
const codeRules: readonly CodeRule[] = ['dependencies', 'compiler', 'test-run', 'linter', 'exception', 'named-file'];

function complaintsBy(given: FailedTry): ReadonlyMap<CodeRule, Complaint[]> {
  const found = new Map<CodeRule, Complaint[]>();
  for (const complaint of given.complaints) {
    const rule = codeRuleOf(complaint);
    if (rule !== null) found.set(rule, [...(found.get(rule) ?? []), complaint]);
  }
  return found;
}

const saysOfCode = (given: FailedTry): boolean => steady(given.tests).length > 0 || complaintsBy(given).size > 0;

/** In this order; the first that says something has it. */
const rules: readonly Rule[] = [
  ({ providerResult }) =>
    isInfrastructureWord(providerResult)
      ? verdict('infrastructure', 'ci-system', [{ kind: 'word', word: providerResult }])
      : null,
  (given) => bySign(given, true),
  // Beside a failed test or a compiler's error, a connection that broke is what the job got over.
  (given) => (saysOfCode(given) ? null : bySign(given, false)),
  ({ tests }) =>
    tests.some(({ infrastructure }) => infrastructure)
      ? verdict('infrastructure', 'most-tests-failed', tests.filter(({ infrastructure }) => infrastructure).map(testOf))
      : null,
  ({ passedLater, tests }) =>
    passedLater ? verdict('flaky', 'passed-later', [{ kind: 'run', ...passedLater }, ...tests.map(testOf)]) : null,
  ({ tests, testsCut }) =>
    tests.length > 0 && !testsCut && steady(tests).length === 0
      ? verdict('flaky', 'flaky-tests', tests.map(testOf))
      : null,
  ({ tests }) => {
    const failed = steady(tests);
    return failed.length > 0 ? verdict('code', 'failed-tests', failed.map(testOf)) : null;
  },
  (given) => {
    const found = complaintsBy(given);
    const rule = codeRules.find((one) => found.has(one));
    if (rule === undefined) return null;
    return verdict(
      'code',
      rule,
      (found.get(rule) ?? []).map((complaint) => lineOf({ ...complaint, text: textOf(complaint) })),
    );
  },
  ({ result, providerResult }) =>
    result === 'timed_out'
      ? verdict('unknown', 'time-limit', providerResult === null ? [] : [{ kind: 'word', word: providerResult }])
      : null,
];

/**
 * Why a job failed, by rules in order (docs/health.md lists them): the CI system's own word, then what surely ends a job (runner lost, disk, memory, signal), then network
 * and registry where nothing speaks of the code, then flakiness (passed later at the same commit; all failed tests flaky), then the code. What no rule knows is `unknown`.
 *
 * What broke in the code is told by phase (dependencies, compilation, tests, linting), as in C. Vassallo et al., "A Tale of CI Build Failures: an Open Source and a
 * Financial Organization Perspective" (ICSME 2017).
 */
export function causeOf(given: FailedTry): FailureVerdict {
  for (const rule of rules) {
    const found = rule(given);
    if (found) return found;
  }
  return verdict('unknown', 'none', []);
}

/** What would be mended first: with a fault in the code another try is no use. */
const order: readonly FailureCause[] = ['code', 'infrastructure', 'flaky', 'unknown'];

/** The cause of a run, of those of its failed jobs, in their order; null without any. */
export function causeOfRun<V extends FailureVerdict>(verdicts: readonly V[]): V | null {
  for (const cause of order) {
    const found = verdicts.find((one) => one.cause === cause);
    if (found) return found;
  }
  return null;
}
