import type { TestOutcome, TestReport } from '@summit/contracts';
import { z } from 'zod';
import { caseList, type FoundCase } from './cases';
import { eachOf, listOf, OptionalNumber, OptionalText, parseReport, TextOrNone } from './json';
import { fileInSuite, pathOf } from './words';

/** Mocha's `json` reporter. A hook that failed is among the failures alone. */

const Test = z.object({
  title: TextOrNone,
  fullTitle: TextOrNone,
  file: OptionalText,
  duration: OptionalNumber,
  currentRetry: OptionalNumber,
  err: z.object({ message: OptionalText, stack: OptionalText }).optional().catch(undefined),
});

const Tests = listOf(z.unknown());
const Report = z.object({ passes: Tests, failures: Tests, pending: Tests });
const WHAT = 'The Mocha report';

/** @throws {ReportError} */
export function readMocha(value: unknown): TestReport {
  const { passes, failures, pending } = parseReport(Report, value, WHAT);
  const list = caseList();
  for (const test of eachOf(Test, failures, WHAT, ['failures']))
    list.add(caseOf(test, HOOK.test(test.title) ? 'error' : 'failed'));
  for (const test of eachOf(Test, passes, WHAT, ['passes'])) list.add(caseOf(test, 'passed'));
  for (const test of eachOf(Test, pending, WHAT, ['pending'])) list.add(caseOf(test, 'skipped'));
  return { kind: 'tests', format: 'mocha', cases: list.cases() };
}

const HOOK = /^"(?:before|after) (?:all|each)" hook/;

function caseOf(test: z.output<typeof Test>, outcome: TestOutcome): FoundCase {
  const { title, fullTitle, currentRetry = 0 } = test;
  return {
    suite: [
      fileInSuite(pathOf(test.file)),
      fullTitle.endsWith(title) ? fullTitle.slice(0, -title.length || undefined) : '',
    ],
    name: title,
    file: test.file,
    outcome,
    durationMs: test.duration,
    earlierTries: failedTries(currentRetry),
    message: test.err?.message,
    details: test.err?.stack,
  };
}

/** For tools that tell how often they tried again, not how it went: again is only tried what failed. */
export const failedTries = (count: number): TestOutcome[] =>
  Array.from({ length: Math.min(Math.max(Math.trunc(count), 0), 100) }, () => 'failed');
