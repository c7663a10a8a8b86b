import type { TestOutcome, TestReport } from '@summit/contracts';
import { z } from 'zod';
import { type CaseList, caseList } from './cases';
import { eachOf, listOf, OptionalNumber, OptionalText, parseReport, TextOrNone } from './json';
import { lineOf, timeOf } from './numbers';
import { pathOf } from './words';

/** Cucumber's JSON of all its languages: a background is an element of its own in front of its scenario in some, its first steps in others. */

const Step = z.object({
  keyword: TextOrNone,
  name: TextOrNone,
  result: z
    .object({ status: TextOrNone, duration: OptionalNumber, error_message: OptionalText })
    .optional()
    .catch(undefined),
});

const Element = z.object({
  type: TextOrNone,
  name: TextOrNone,
  line: OptionalNumber,
  start_timestamp: OptionalText,
  before: listOf(Step),
  steps: listOf(Step),
  after: listOf(Step),
});

const Feature = z.object({ name: TextOrNone, uri: OptionalText, elements: listOf(z.unknown()) });

const WHAT = 'The Cucumber report';

type Steps = readonly z.output<typeof Step>[];

/** @throws {ReportError} */
export function readCucumber(value: unknown): TestReport {
  const list = caseList();
  const features = parseReport(z.array(z.unknown()), value, WHAT);
  for (const feature of eachOf(Feature, features, WHAT, [])) addFeature(list, feature);
  return { kind: 'tests', format: 'cucumber', cases: list.cases() };
}

function addFeature(list: CaseList, { name, uri, elements }: z.output<typeof Feature>): void {
  const file = pathOf(uri);
  let background: Steps = [];
  for (const element of eachOf(Element, elements, WHAT, [uri ?? name, 'elements'])) {
    const steps = [...element.before, ...element.steps, ...element.after];
    if (element.type === 'background') {
      background = steps;
      continue;
    }
    const all = [...background, ...steps];
    background = [];
    const said = all.find(({ result }) => STEP_OUTCOMES.get(result?.status.toLowerCase() ?? '') === 'failed');
    list.add(
      {
        suite: [name],
        name: element.name,
        file,
        line: lineOf(element.line),
        outcome: outcomeOf(all.map(({ result }) => result?.status ?? '')),
        durationMs: all.reduce((sum, { result }) => sum + (result?.duration ?? 0), 0) / 1e6,
        startedAt: timeOf(element.start_timestamp),
        message: said?.result?.error_message ?? (said && stepWords(said)),
        details: said?.result?.error_message,
      },
      `${file}:${element.line}`,
    );
  }
}

const stepWords = ({ keyword, name, result }: z.output<typeof Step>): string =>
  `${result?.status ?? ''}: ${keyword}${name}`;

/** A step without code, and one that is not finished, fail a scenario: all Cucumbers are strict by now. */
const STEP_OUTCOMES: ReadonlyMap<string, TestOutcome> = new Map([
  ['failed', 'failed'],
  ['undefined', 'failed'],
  ['ambiguous', 'failed'],
  ['pending', 'failed'],
  ['skipped', 'skipped'],
]);

/** Of the states of its steps, in whatever case they are written. */
export function outcomeOf(statuses: readonly string[]): TestOutcome {
  const outcomes = statuses.map((status) => STEP_OUTCOMES.get(status.toLowerCase()) ?? 'passed');
  return (
    outcomes.find((outcome) => outcome === 'failed') ?? outcomes.find((outcome) => outcome === 'skipped') ?? 'passed'
  );
}
