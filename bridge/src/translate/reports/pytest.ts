import type { TestOutcome, TestReport } from '@summit/contracts';
import { z } from 'zod';
import { caseList, type FoundCase } from './cases';
import { eachOf, listOf, OptionalNumber, OptionalText, parseReport, TextOrNone } from './json';

/** pytest-json-report. https://github.com/numirias/pytest-json-report */

const Longrepr = z.union([z.string(), z.unknown().transform(() => undefined)]);

const Stage = z
  .object({
    duration: OptionalNumber,
    outcome: TextOrNone,
    crash: z.object({ message: OptionalText }).optional().catch(undefined),
    longrepr: Longrepr.optional(),
  })
  .optional()
  .catch(undefined);

const Test = z.object({
  nodeid: TextOrNone,
  lineno: OptionalNumber,
  outcome: TextOrNone,
  setup: Stage,
  call: Stage,
  teardown: Stage,
});

const Collector = z.object({ nodeid: TextOrNone, outcome: TextOrNone, longrepr: Longrepr.optional() });

const Report = z.object({ tests: listOf(z.unknown()), collectors: listOf(z.unknown()) });
const WHAT = 'The pytest report';

const OUTCOMES: ReadonlyMap<string, TestOutcome> = new Map([
  ['passed', 'passed'],
  ['xpassed', 'passed'],
  ['failed', 'failed'],
  ['error', 'error'],
]);

/** @throws {ReportError} */
export function readPytest(value: unknown): TestReport {
  const { tests, collectors } = parseReport(Report, value, WHAT);
  const list = caseList();
  for (const test of eachOf(Test, tests, WHAT, ['tests'])) list.add(caseOf(test), 'tests');
  for (const { nodeid, outcome, longrepr } of eachOf(Collector, collectors, WHAT, ['collectors'])) {
    if (outcome !== 'failed') continue;
    const lines = longrepr?.split('\n').filter((line) => line.trim() !== '');
    list.add({
      ...placeOf(`${nodeid}::(collecting the tests)`),
      outcome: 'error',
      message: lines?.at(-1),
      details: longrepr,
    });
  }
  return { kind: 'tests', format: 'pytest', cases: list.cases() };
}

function caseOf(test: z.output<typeof Test>): FoundCase {
  const stages = [test.setup, test.call, test.teardown];
  const wrong =
    stages.find((stage) => stage?.outcome === 'failed') ?? stages.find((stage) => stage?.longrepr !== undefined);
  // What pytest-rerunfailures repeated has this word for an outcome, whatever came of it; its last call tells.
  const isRerun = test.outcome === 'rerun';
  return {
    ...placeOf(test.nodeid),
    line: test.lineno === undefined ? undefined : test.lineno + 1,
    outcome: OUTCOMES.get(isRerun ? ((test.call ?? test.setup)?.outcome ?? '') : test.outcome) ?? 'skipped',
    earlierTries: isRerun ? ['failed'] : undefined,
    durationMs: 1000 * stages.reduce((sum, stage) => sum + (stage?.duration ?? 0), 0),
    message: wrong?.crash?.message ?? reasonOf(wrong?.longrepr),
    details: wrong?.longrepr,
  };
}

/** Of a skipped test, where it is a tuple of Python: `('tests/test_cart.py', 12, 'Skipped: no tax yet')`. */
const reasonOf = (longrepr: string | undefined): string | undefined =>
  longrepr?.startsWith('(') === true && longrepr.includes("'Skipped: ")
    ? longrepr.slice(longrepr.indexOf("'Skipped: ") + 10).replace(/'\)$/, '')
    : longrepr;

/** `tests/test_cart.py::TestDiscount::test_sums[a::b]`: parameters may hold what parts the rest. */
function placeOf(nodeid: string): Pick<FoundCase, 'suite' | 'name' | 'file'> {
  const bracket = nodeid.indexOf('[');
  const parameters = bracket < 0 ? '' : nodeid.slice(bracket);
  const parts = (bracket < 0 ? nodeid : nodeid.slice(0, bracket)).split('::');
  const name = parts.pop() ?? '';
  return { suite: parts, name: `${name}${parameters}`, file: parts[0] };
}
