import type { TestReport } from '@summit/contracts';
import { z } from 'zod';
import { caseList } from './cases';
import { outcomeOf } from './cucumber';
import { malformed } from './error';
import { listOf, OptionalNumber, OptionalText, parseJson, parseReport, TextOrNone } from './json';
import { linesOf } from './lines';
import { isoOf } from '../time';
import { nameOf, pathOf, suiteWithin } from './words';

/** Cucumber Messages, one JSON object a line: features, scenarios ("pickles"), and what happened to each. https://github.com/cucumber/messages */

const Location = z.object({ line: OptionalNumber }).optional().catch(undefined);
const Timestamp = z.object({ seconds: z.coerce.number(), nanos: z.number() }).optional().catch(undefined);
const Scenario = z.object({ id: z.string(), location: Location });
const Child = z.object({ scenario: Scenario.optional() });
const Rule = z.object({ name: TextOrNone, children: listOf(Child) });
const Feature = z.object({ name: TextOrNone, children: listOf(Child.extend({ rule: Rule.optional() })) });

const Message = z.object({
  gherkinDocument: z.object({ feature: Feature.nullish() }).optional(),
  pickle: z
    .object({ id: z.string(), uri: TextOrNone, name: TextOrNone, astNodeIds: listOf(z.string()), location: Location })
    .optional(),
  testCase: z.object({ id: z.string(), pickleId: z.string() }).optional(),
  testCaseStarted: z.object({ id: z.string(), testCaseId: z.string(), timestamp: Timestamp }).optional(),
  testStepFinished: z
    .object({
      testCaseStartedId: z.string(),
      testStepResult: z.object({ status: TextOrNone, message: OptionalText, duration: Timestamp }),
    })
    .optional(),
  testCaseFinished: z.object({ testCaseStartedId: z.string() }).optional(),
});
type Message = z.output<typeof Message>;

interface Place {
  suite: string;
  line: number | undefined;
}

/** A scenario, which may run many times; cut once. */
interface Pickle {
  id: string;
  name: string;
  file: string | undefined;
  astNodeId: string;
  line: number | undefined;
}

interface Started {
  testCaseId: string;
  startedAtMs: number | undefined;
  statuses: string[];
  durationMs: number;
  message: string | undefined;
}

/** @throws {ReportError} */
export function readCucumberMessages(text: string): TestReport {
  const list = caseList();
  const places = new Map<string, Place>();
  const pickles = new Map<string, Pickle>();
  const testCases = new Map<string, string>();
  const started = new Map<string, Started>();
  let hasBegun = false;

  const add = (of: Started): void => {
    const pickle = pickles.get(testCases.get(of.testCaseId) ?? '');
    if (pickle === undefined) throw malformed('The Cucumber messages tell of a test without its scenario.');
    const place = places.get(pickle.astNodeId);
    const line = pickle.line ?? place?.line;
    list.add(
      {
        suite: [place?.suite],
        name: pickle.name,
        file: pickle.file,
        line,
        outcome: outcomeOf(of.statuses),
        durationMs: of.durationMs,
        startedAt: of.startedAtMs === undefined ? undefined : isoOf(of.startedAtMs),
        message: of.message,
        details: of.message,
      },
      pickle.id,
    );
  };

  const step = ({ testCaseStartedId, testStepResult }: NonNullable<Message['testStepFinished']>): void => {
    const of = started.get(testCaseStartedId);
    if (of === undefined) return;
    of.statuses.push(testStepResult.status);
    of.durationMs += msOf(testStepResult.duration) ?? 0;
    of.message ??= testStepResult.message;
    if (testStepResult.status === 'UNDEFINED') of.message ??= 'A step has no code.';
  };

  const takeResult = ({ testCaseStarted, testStepFinished, testCaseFinished }: Message): void => {
    if (testCaseStarted) {
      const { id, testCaseId, timestamp } = testCaseStarted;
      started.set(id, { testCaseId, startedAtMs: msOf(timestamp), statuses: [], durationMs: 0, message: undefined });
    }
    if (testStepFinished) step(testStepFinished);
    if (testCaseFinished) {
      const of = started.get(testCaseFinished.testCaseStartedId);
      if (of) add(of);
      started.delete(testCaseFinished.testCaseStartedId);
    }
  };

  for (const line of linesOf(text)) {
    if (line.trim() === '') continue;
    const message = parseReport(Message, parseJson(line), 'The Cucumber messages');
    hasBegun = true;
    if (message.gherkinDocument?.feature) addPlaces(places, message.gherkinDocument.feature);
    if (message.pickle) pickles.set(message.pickle.id, pickleOf(message.pickle));
    if (message.testCase) testCases.set(message.testCase.id, message.testCase.pickleId);
    takeResult(message);
  }
  if (!hasBegun) throw malformed('The Cucumber messages are empty.');
  for (const of of started.values())
    add({ ...of, statuses: [...of.statuses, 'FAILED'], message: of.message ?? 'It did not end.' });
  return { kind: 'tests', format: 'cucumber', cases: list.cases() };
}

const pickleOf = ({ id, name, uri, astNodeIds, location }: NonNullable<Message['pickle']>): Pickle => ({
  id: nameOf(id),
  name: nameOf(name),
  file: pathOf(uri),
  astNodeId: astNodeIds[0] ?? '',
  line: location?.line,
});

function addPlaces(places: Map<string, Place>, feature: z.output<typeof Feature>): void {
  const add = (scenario: z.output<typeof Scenario> | undefined, suite: string): void => {
    if (scenario) places.set(scenario.id, { suite, line: scenario.location?.line });
  };
  const suite = nameOf(feature.name);
  for (const { scenario, rule } of feature.children) {
    add(scenario, suite);
    const within = suiteWithin(suite, rule?.name ?? '');
    for (const child of rule?.children ?? []) add(child.scenario, within);
  }
}

const msOf = (time: z.output<typeof Timestamp>): number | undefined =>
  time === undefined ? undefined : time.seconds * 1000 + time.nanos / 1e6;
