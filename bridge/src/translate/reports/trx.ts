import type { TestOutcome, TestReport } from '@summit/contracts';
import { caseList, type FoundCase } from './cases';
import { durationMs, timeOf } from './numbers';
import { nameOf } from './words';
import { xmlCase } from './xmlCase';
import type { XmlReader, XmlTag } from './xml';

/** TRX of Visual Studio and `dotnet test --logger trx`: results first, and what class a test is of in the definitions behind them. */

const OUTCOMES: ReadonlyMap<string | undefined, TestOutcome> = new Map([
  ['Passed', 'passed'],
  ['PassedButRunAborted', 'passed'],
  ['Completed', 'passed'],
  ['Warning', 'passed'],
  ['Failed', 'failed'],
  ['NotExecuted', 'skipped'],
  ['Inconclusive', 'skipped'],
  ['Pending', 'skipped'],
]);

interface Result {
  testId: string;
  found: Omit<FoundCase, 'suite'>;
}

interface OpenResult {
  attributes: XmlTag['attributes'];
  hasRows: boolean;
  message: string | undefined;
  details: string | undefined;
}

export function trxReader(): XmlReader<TestReport> {
  const words = xmlCase(['Message', 'StackTrace'], ['ErrorInfo']);
  const results: Result[] = [];
  const open: OpenResult[] = [];
  const classes = new Map<string, string>();
  let definition = '';

  return {
    open(tag) {
      const { name, attributes } = tag;
      if (name === 'UnitTestResult') {
        // A data-driven test holds a result for each of its rows: these are the tests.
        const around = open.at(-1);
        if (around) around.hasRows = true;
        open.push({ attributes, hasRows: false, message: undefined, details: undefined });
      } else if (name === 'UnitTest') definition = attributes['id'] ?? '';
      else if (name === 'TestMethod') classes.set(definition, classOf(attributes['className'] ?? ''));
      else if (name === 'ErrorInfo') words.begin();
      return words.open(tag);
    },
    close(name, text, parent) {
      words.close(name, text, parent);
      const result = open.at(-1);
      if (result === undefined) return;
      if (name === 'ErrorInfo') {
        result.message = words.end().text('Message');
        result.details = words.end().text('StackTrace');
      }
      if (name !== 'UnitTestResult') return;
      open.pop();
      if (!result.hasRows) results.push(resultOf(result));
    },
    end() {
      const list = caseList();
      for (const { testId, found } of results) {
        const className = classes.get(testId) ?? '';
        const isPrefixed = className !== '' && found.name.startsWith(`${className}.`);
        list.add({
          ...found,
          suite: [className],
          name: isPrefixed ? found.name.slice(className.length + 1) : found.name,
        });
      }
      return { kind: 'tests', format: 'trx', cases: list.cases() };
    },
  };
}

/** Assemblies follow the class, with a version that changes from build to build. */
const classOf = (className: string): string => nameOf(className.split(',', 1)[0] ?? '');

const resultOf = ({ attributes, message, details }: OpenResult): Result => ({
  testId: attributes['testId'] ?? '',
  found: {
    name: attributes['testName'] ?? '',
    // What is left is an error of some kind: Timeout, Aborted, NotRunnable, Disconnected, or a run that stopped in the middle.
    outcome: OUTCOMES.get(attributes['outcome']) ?? 'error',
    durationMs: durationMs(attributes['duration']),
    startedAt: timeOf(attributes['startTime']),
    message: message ?? (OUTCOMES.has(attributes['outcome']) ? undefined : attributes['outcome']),
    details,
  },
});
