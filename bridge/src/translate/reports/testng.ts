import type { TestOutcome, TestReport } from '@summit/contracts';
import { caseList } from './cases';
import { durationOf, timeOf } from './numbers';
import { nameOf, suiteWithin } from './words';
import { xmlCase } from './xmlCase';
import type { XmlReader, XmlTag } from './xml';

/** `testng-results.xml` of TestNG 6 and 7. */

const OUTCOMES: ReadonlyMap<string | undefined, TestOutcome> = new Map([
  ['PASS', 'passed'],
  ['FAIL', 'failed'],
]);

export function testngReader(): XmlReader<TestReport> {
  const list = caseList();
  const words = xmlCase(['message', 'full-stacktrace', 'short-stacktrace'], ['exception']);
  const tests: string[] = [];
  let className = '';
  let method: XmlTag['attributes'] | undefined;
  let parameters: string[] = [];
  let exception = '';

  return {
    open(tag) {
      const { name, attributes } = tag;
      if (name === 'test') tests.push(suiteWithin(tests.at(-1) ?? '', attributes['name'] ?? ''));
      else if (name === 'class') className = nameOf(attributes['name'] ?? '');
      else if (name === 'test-method') {
        method = attributes;
        parameters = [];
        exception = '';
        words.begin();
      } else if (name === 'exception') exception = attributes['class'] ?? '';
      return method !== undefined && (words.open(tag) || (name === 'value' && tag.parent === 'param'));
    },
    close(name, text, parent) {
      if (name === 'test') tests.pop();
      if (method === undefined) return;
      if (name === 'value') parameters.push(text.trim());
      words.close(name, text, parent);
      if (name !== 'test-method') return;
      const outcome = outcomeOf(method);
      // What prepares tests is no test, but where it fails it is why they did not run.
      if (method['is-config'] !== 'true' || outcome === 'failed') {
        const said = words.end();
        const title = method['name'] ?? '';
        list.add(
          {
            suite: [className],
            name: parameters.length > 0 ? `${title}(${parameters.join(', ')})` : title,
            outcome: method['is-config'] === 'true' ? 'error' : outcome,
            durationMs: durationOf(Number(method['duration-ms'] ?? NaN)),
            startedAt: timeOf(method['started-at']),
            message: said.text('message') ?? exception,
            details: said.text('full-stacktrace') ?? said.text('short-stacktrace'),
          },
          tests.at(-1) ?? '',
        );
      }
      method = undefined;
    },
    end: () => ({ kind: 'tests', format: 'testng', cases: list.cases() }),
  };
}

/** A try that a retry analyser did not accept is written as skipped, and marked. */
function outcomeOf(method: XmlTag['attributes']): TestOutcome {
  if (method['retried'] === 'true') return 'failed';
  return OUTCOMES.get(method['status']) ?? 'skipped';
}
