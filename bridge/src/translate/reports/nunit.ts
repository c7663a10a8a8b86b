import type { TestOutcome, TestReport } from '@summit/contracts';
import { caseList } from './cases';
import { durationMs, timeOf } from './numbers';
import { xmlCase, type XmlCaseWords } from './xmlCase';
import type { XmlReader, XmlTag } from './xml';

/** NUnit 3 and 4 (`test-run`) and NUnit 2 (`test-results`). https://docs.nunit.org/articles/nunit/technical-notes/usage/Test-Result-XML-Format.html */

/** What makes a failed test one that could not be run to its end. */
const ERROR_LABELS: ReadonlySet<string | undefined> = new Set(['Error', 'Invalid', 'Cancelled', 'NotRunnable']);

const OUTCOMES: ReadonlyMap<string | undefined, TestOutcome> = new Map([
  ['Passed', 'passed'],
  ['Success', 'passed'],
  ['Warning', 'passed'],
  ['Failed', 'failed'],
  ['Failure', 'failed'],
  ['Error', 'error'],
  ['Cancelled', 'error'],
  ['NotRunnable', 'error'],
]);

export function nunitReader(): XmlReader<TestReport> {
  const list = caseList();
  const words = xmlCase(['message', 'stack-trace'], ['failure', 'reason', 'assertion']);
  let test: XmlTag['attributes'] | undefined;

  return {
    open(tag) {
      if (tag.name === 'test-case') {
        test = tag.attributes;
        words.begin();
      }
      return test !== undefined && words.open(tag);
    },
    close(name, text, parent) {
      if (test === undefined) return;
      if (name !== 'test-case') return words.close(name, text, parent);
      list.add(caseOf(test, words.end()));
      test = undefined;
    },
    end: () => ({ kind: 'tests', format: 'nunit', cases: list.cases() }),
  };
}

function caseOf(test: XmlTag['attributes'], words: XmlCaseWords) {
  const result = OUTCOMES.get(test['result']) ?? 'skipped';
  const { suite, name } = placeOf(test);
  return {
    suite: [suite],
    name,
    outcome: result === 'failed' && ERROR_LABELS.has(test['label']) ? ('error' as const) : result,
    durationMs: durationMs(test['duration'] ?? test['time']),
    startedAt: timeOf(test['start-time']),
    message: words.text('message'),
    details: words.text('stack-trace'),
  };
}

/** The full name without the name is the fixture with its parameters, which the class name leaves out. NUnit 2 has the full name only. */
function placeOf(test: XmlTag['attributes']): { suite: string; name: string } {
  const { name = '', fullname, classname } = test;
  if (fullname?.endsWith(`.${name}`)) return { suite: fullname.slice(0, -name.length - 1), name };
  if (classname !== undefined) return { suite: classname, name };
  const parameters = name.indexOf('(');
  const dot = name.lastIndexOf('.', parameters < 0 ? undefined : parameters);
  return dot < 0 ? { suite: '', name } : { suite: name.slice(0, dot), name: name.slice(dot + 1) };
}
