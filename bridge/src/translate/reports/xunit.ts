import type { TestOutcome, TestReport } from '@summit/contracts';
import { caseList } from './cases';
import { durationMs, lineOf, timeOf, wholeNumber } from './numbers';
import { xmlCase } from './xmlCase';
import type { XmlReader, XmlTag } from './xml';

/** xUnit.net v2 and v3. https://xunit.net/docs/format-xml-v2 */

const OUTCOMES: ReadonlyMap<string | undefined, TestOutcome> = new Map([
  ['Pass', 'passed'],
  ['Fail', 'failed'],
]);

export function xunitReader(): XmlReader<TestReport> {
  const list = caseList();
  const words = xmlCase(['message', 'stack-trace', 'reason'], ['failure', 'test']);
  let test: XmlTag['attributes'] | undefined;
  /** Of an assembly, class or fixture, outside of any test. */
  let error: XmlTag['attributes'] | undefined;

  return {
    open(tag) {
      if (tag.name === 'test') test = tag.attributes;
      else if (tag.name === 'error') error = tag.attributes;
      if (tag.name === 'test' || tag.name === 'error') words.begin();
      return (test !== undefined || error !== undefined) && words.open(tag);
    },
    close(name, text, parent) {
      words.close(name, text, parent);
      const said = () => ({
        message: words.end().text('message') ?? words.end().text('reason'),
        details: words.end().text('stack-trace'),
      });
      if (name === 'test' && test) {
        list.add({ ...caseOf(test), ...said() });
        test = undefined;
      } else if (name === 'error' && error) {
        list.add({ suite: [error['type']], name: error['name'] ?? '(around the tests)', outcome: 'error', ...said() });
        error = undefined;
      }
    },
    end: () => ({ kind: 'tests', format: 'xunit', cases: list.cases() }),
  };
}

function caseOf(test: XmlTag['attributes']) {
  const { name = '', type = '' } = test;
  return {
    suite: [type],
    name: type !== '' && name.startsWith(`${type}.`) ? name.slice(type.length + 1) : name,
    file: test['source-file'],
    line: lineOf(wholeNumber(test['source-line'])),
    outcome: OUTCOMES.get(test['result']) ?? ('skipped' as const),
    durationMs: durationMs(test['time']),
    startedAt: timeOf(test['start-rtf']),
  };
}
