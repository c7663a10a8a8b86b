import type { TestOutcome, TestReport } from '@summit/contracts';
import { z } from 'zod';
import { type CaseList, caseList, type FoundCase } from './cases';
import { malformed } from './error';
import { eachOf, listOf, OptionalNumber, OptionalText, parseReport, TextOrNone } from './json';
import { timeOf } from './numbers';
import { nameOf, pathOf, suiteWithin } from './words';

/** Playwright's `json` reporter: suites of suites, one test for each project, one result for each try. */

const Problem = z.object({ message: OptionalText, stack: OptionalText, value: OptionalText });

const Result = z.object({
  status: TextOrNone,
  duration: OptionalNumber,
  startTime: OptionalText,
  error: Problem.optional().catch(undefined),
});

const Test = z.object({ expectedStatus: TextOrNone, projectName: TextOrNone, results: listOf(Result) });

const Spec = z.object({ title: TextOrNone, file: OptionalText, line: OptionalNumber, tests: listOf(Test) });

/** The suites within are read when it is their turn, so that nesting costs no stack. */
const Suite = z.object({ title: TextOrNone, specs: listOf(z.unknown()), suites: listOf(z.unknown()) });

const Report = z.object({ suites: z.array(z.unknown()), errors: listOf(Problem) });

const MAX_LEVELS = 100;
const WHAT = 'The Playwright report';

/** @throws {ReportError} */
export function readPlaywright(value: unknown): TestReport {
  const { suites, errors } = parseReport(Report, value, WHAT);
  const list = caseList();
  for (const suite of suites) addSuite(list, suite, { levels: [], name: '' });
  for (const { message, stack, value: thrown } of errors) {
    const said = message ?? thrown;
    list.add({ suite: [], name: '(outside of the tests)', outcome: 'error', message: said, details: stack ?? said });
  }
  return { kind: 'tests', format: 'playwright', cases: list.cases() };
}

/** Where a suite lies: level by level for what is said of a broken one, and as one name. */
interface Place {
  levels: readonly string[];
  name: string;
}

function addSuite(list: CaseList, value: unknown, around: Place): void {
  if (around.levels.length >= MAX_LEVELS) throw malformed(`The Playwright report has more than ${MAX_LEVELS} levels.`);
  const { title, specs, suites } = parseReport(Suite, value, WHAT, around.levels);
  const place: Place = { levels: [...around.levels, title], name: suiteWithin(around.name, title) };
  for (const spec of eachOf(Spec, specs, WHAT, [...place.levels, 'specs'])) {
    const { line, tests } = spec;
    const shared = { name: nameOf(spec.title), file: pathOf(spec.file), line };
    for (const test of tests) list.add({ ...shared, ...caseOf(test, place.name) });
  }
  for (const suite of suites) addSuite(list, suite, place);
}

function caseOf(test: z.output<typeof Test>, suite: string): Omit<FoundCase, 'name'> {
  const outcomes = test.results.map(({ status }) => outcomeOf(status, test.expectedStatus));
  const last = test.results.at(-1);
  const said = test.results.findLast((_, index) => outcomes[index] !== 'passed')?.error;
  const outcome = outcomes.at(-1) ?? 'skipped';
  return {
    suite: [test.projectName, suite],
    outcome,
    durationMs: last?.duration,
    startedAt: timeOf(last?.startTime),
    earlierTries: outcomes.slice(0, -1),
    message:
      said?.message ??
      said?.value ??
      (outcome === 'failed' && last?.status === 'passed' ? 'Expected to fail, but passed.' : undefined),
    details: said?.stack ?? said?.value,
  };
}

/** `test.fail()` expects a failure: then that is what passes. */
function outcomeOf(status: string, expected: string): TestOutcome {
  if (status === 'skipped') return 'skipped';
  if (status === expected) return 'passed';
  return status === 'timedOut' || status === 'interrupted' ? 'error' : 'failed';
}
