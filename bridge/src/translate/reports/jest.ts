import type { TestOutcome, TestReport } from '@summit/contracts';
import { z } from 'zod';
import { isoOf } from '../time';
import { caseList, type FoundCase } from './cases';
import { eachOf, listOf, OptionalNumber, OptionalText, parseReport, TextOrNone, Texts } from './json';
import { failedTries } from './mocha';
import { fileInSuite, pathOf } from './words';

/** `jest --json`, and Vitest's `json` reporter, which writes the same. */

const Assertion = z.object({
  ancestorTitles: Texts,
  title: TextOrNone,
  status: TextOrNone,
  duration: OptionalNumber,
  invocations: OptionalNumber,
  startAt: OptionalNumber,
  location: z.object({ line: OptionalNumber }).optional().catch(undefined),
  failureMessages: Texts,
  retryReasons: Texts,
});

const File = z.object({
  name: TextOrNone,
  status: TextOrNone,
  message: OptionalText,
  assertionResults: listOf(z.unknown()),
});

const Report = z.object({ testResults: z.array(z.unknown()) });
const WHAT = 'The Jest report';

const OUTCOMES: ReadonlyMap<string, TestOutcome> = new Map([
  ['passed', 'passed'],
  ['failed', 'failed'],
]);

/** @throws {ReportError} */
export function readJest(value: unknown): TestReport {
  const list = caseList();
  const { testResults } = parseReport(Report, value, WHAT);
  for (const file of eachOf(File, testResults, WHAT, ['testResults'])) {
    const path = ['testResults', file.name, 'assertionResults'];
    const place = placeOf(file.name);
    for (const assertion of eachOf(Assertion, file.assertionResults, WHAT, path)) list.add(caseOf(assertion, place));
    if (file.status === 'failed' && file.assertionResults.length === 0) list.add(brokenFile(file));
  }
  return { kind: 'tests', format: 'jest', cases: list.cases() };
}

/** Of a file, for all its tests. */
interface Place {
  suite: string | undefined;
  file: string | undefined;
}

function placeOf(name: string): Place {
  const file = pathOf(name);
  return { suite: fileInSuite(file), file };
}

function caseOf(assertion: z.output<typeof Assertion>, { suite, file }: Place): FoundCase {
  const { ancestorTitles, title, failureMessages, retryReasons, invocations = 1, startAt } = assertion;
  const said = failureMessages[0] ?? retryReasons.at(-1);
  return {
    suite: [suite, ...ancestorTitles],
    name: title,
    file,
    line: assertion.location?.line,
    outcome: OUTCOMES.get(assertion.status) ?? 'skipped',
    durationMs: assertion.duration,
    startedAt: startAt === undefined ? undefined : isoOf(startAt),
    earlierTries: failedTries(Math.max(invocations - 1, retryReasons.length)),
    message: said,
    details: said,
  };
}

/** A file that could not be loaded, so none of its tests is told. */
const brokenFile = ({ name, message }: z.output<typeof File>): FoundCase => ({
  suite: [fileInSuite(pathOf(name))],
  name: '(loading the file)',
  file: name,
  outcome: 'error',
  message: message?.split('\n').find((line) => line.trim() !== '' && !line.includes('●')),
  details: message,
});
