import type { TestOutcome, TestReport } from '@summit/contracts';
import { z } from 'zod';
import { isoOf } from '../time';
import { caseList, type FoundCase } from './cases';
import { eachOf, listOf, OptionalNumber, OptionalText, parseReport, TextOrNone } from './json';
import { failedTries } from './mocha';
import { lineOf } from './numbers';

/** Common Test Report Format. https://ctrf.io/docs/full-schema */

const Attempt = z.object({ status: TextOrNone });

const Test = z.object({
  name: TextOrNone,
  status: TextOrNone,
  rawStatus: OptionalText,
  duration: OptionalNumber,
  start: OptionalNumber,
  suite: z.union([z.string().transform((text) => text.split(' > ')), z.array(z.string())]).catch([]),
  filePath: OptionalText,
  line: OptionalNumber,
  message: OptionalText,
  trace: OptionalText,
  retries: OptionalNumber,
  retryAttempts: listOf(Attempt),
});

const Report = z.object({ results: z.object({ tests: listOf(z.unknown()) }) });
const WHAT = 'The CTRF report';

const OUTCOMES: ReadonlyMap<string, TestOutcome> = new Map([
  ['passed', 'passed'],
  ['failed', 'failed'],
]);

/** @throws {ReportError} */
export function readCtrf(value: unknown): TestReport {
  const list = caseList();
  const { tests } = parseReport(Report, value, WHAT).results;
  for (const test of eachOf(Test, tests, WHAT, ['results', 'tests'])) list.add(caseOf(test));
  return { kind: 'tests', format: 'ctrf', cases: list.cases() };
}

function caseOf(test: z.output<typeof Test>): FoundCase {
  const told = test.retryAttempts.map(({ status }) => OUTCOMES.get(status) ?? ('failed' as const));
  return {
    suite: test.suite,
    name: test.name,
    file: test.filePath,
    line: lineOf(test.line),
    outcome: OUTCOMES.get(test.status) ?? 'skipped',
    durationMs: test.duration,
    startedAt: startOf(test.start),
    earlierTries: told.length > 0 ? told.slice(0, test.retries ?? told.length) : failedTries(test.retries ?? 0),
    message: test.message,
    details: test.trace,
  };
}

/** Milliseconds by the schema; early writers gave seconds. */
const startOf = (start: number | undefined): string | undefined =>
  start === undefined || start <= 0 ? undefined : isoOf(start < 1e11 ? start * 1000 : start);
