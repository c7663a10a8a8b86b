import type { TestCase } from '@summit/contracts';
import { readReport } from './report';

const cases = (xml: string): TestCase[] => {
  const report = readReport(xml);
  return report.kind === 'tests' ? report.cases : [];
};
const suite = (inner: string): TestCase[] => cases(`<testsuite name="cart">${inner}</testsuite>`);
const only = (inner: string): TestCase | undefined => suite(inner)[0];

describe('where a test belongs', () => {
  test('its class, where it has one', () => {
    expect(only('<testcase classname="shop.Cart" name="adds"/>')?.suite).toBe('shop.Cart');
  });

  test('else the suites around it, outermost first', () => {
    const [found] = cases(
      '<testsuites name="all"><testsuite name="unit"><testsuite name="cart"><testcase name="adds"/></testsuite></testsuite></testsuites>',
    );
    expect(found?.suite).toBe('unit › cart');
  });

  test('a class that is the name again tells nothing', () => {
    expect(only('<testcase classname="cart adds" name="cart adds"/>')?.suite).toBe('cart');
  });

  test('the file and line of the test, or the file of its suite', () => {
    const [first, second] = cases(
      '<testsuite file="src\\cart.ts"><testcase name="a" file="src/other.ts" line="7"/><testcase name="b" line="0"/></testsuite>',
    );
    expect(first).toMatchObject({ file: 'src/other.ts', line: 7 });
    expect(second).toMatchObject({ file: 'src/cart.ts' });
    expect(second).not.toHaveProperty('line');
  });

  test("Playwright's projects are told apart, which it writes where others have the host", () => {
    const found = cases(
      `<testsuites id="" name="">
        <testsuite name="cart.spec.ts" hostname="desktop"><testcase name="adds" classname="cart.spec.ts"><failure>x</failure></testcase></testsuite>
        <testsuite name="cart.spec.ts" hostname="phone"><testcase name="adds" classname="cart.spec.ts"/></testsuite>
      </testsuites>`,
    );
    expect(found.map(({ suite: where, outcome }) => [where, outcome])).toEqual([
      ['desktop › cart.spec.ts', 'failed'],
      ['phone › cart.spec.ts', 'passed'],
    ]);
  });
});

test('the host of any other tool is no project', () => {
  const [found] = cases(
    '<testsuites id="1"><testsuite name="shop.Cart" hostname="runner-7f3"><testcase name="adds" classname="shop.Cart"/></testsuite></testsuites>',
  );
  expect(found?.suite).toBe('shop.Cart');
});

describe('how a test ended', () => {
  test.each([
    ['', 'passed'],
    ['<system-out>error failure</system-out>', 'passed'],
    ['<failure/>', 'failed'],
    ['<error/>', 'error'],
    ['<skipped/>', 'skipped'],
    ['<skipped/><failure/>', 'failed'],
    ['<properties><property name="error" value="1"/></properties>', 'passed'],
  ])('%s is %s', (inner, outcome) => {
    expect(only(`<testcase name="a">${inner}</testcase>`)?.outcome).toBe(outcome);
  });

  test.each([
    ['status="run"', 'passed'],
    ['status="notrun"', 'skipped'],
    ['status="run" result="skipped"', 'skipped'],
    ['status="run" result="suppressed"', 'skipped'],
    ['status="disabled"', 'skipped'],
    ['status="failed"', 'failed'],
  ])('without an element, %s is %s', (attributes, outcome) => {
    expect(only(`<testcase name="a" ${attributes}/>`)?.outcome).toBe(outcome);
  });

  test('a failure of a suite itself is a test that could not run', () => {
    expect(suite('<error message="no database"/><testcase name="a"/>')).toEqual([
      { suite: 'cart', name: '(the suite itself)', outcome: 'error', message: 'no database' },
      { suite: 'cart', name: 'a', outcome: 'passed' },
    ]);
  });
});

describe('tries', () => {
  test('told inside the test: one that passed in the end', () => {
    expect(
      only(
        `<testcase name="a"><flakyFailure message="slow"><stackTrace>at A</stackTrace><system-out>noise</system-out></flakyFailure>
         <flakyError message="gone"><stackTrace>at B</stackTrace></flakyError></testcase>`,
      ),
    ).toEqual({
      suite: 'cart',
      name: 'a',
      outcome: 'passed',
      earlierTries: ['failed', 'error'],
      message: 'gone',
      details: 'at B',
    });
  });

  test('told inside the test: one that never did', () => {
    expect(
      only(
        '<testcase name="a"><failure message="first"/><rerunFailure message="second"/><rerunError message="third"/></testcase>',
      ),
    ).toMatchObject({ outcome: 'error', earlierTries: ['failed', 'failed'], message: 'third' });
  });

  test('one of the same name behind one that did not pass is a further try', () => {
    expect(
      suite('<testcase name="a"><failure>no</failure></testcase><testcase name="b"/><testcase name="a" time="2"/>'),
    ).toEqual([
      {
        suite: 'cart',
        name: 'a',
        outcome: 'passed',
        durationMs: 2000,
        earlierTries: ['failed'],
        message: 'no',
        details: 'no',
      },
      { suite: 'cart', name: 'b', outcome: 'passed' },
    ]);
  });

  test('one of the same name behind one that passed is another test, and counted', () => {
    const found = suite(
      '<testcase name="a"/><testcase name="a"/><testcase name="a [2]"/><testcase name="a"><failure/></testcase>',
    );
    expect(found.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'a passed',
      'a [2] passed',
      'a [2] [2] passed',
      'a [3] failed',
    ]);
  });

  test('one of the same name in another suite is no try of it', () => {
    const found = cases(
      `<testsuites><testsuite name="firefox"><testcase classname="c" name="a"><failure/></testcase></testsuite>
       <testsuite name="chrome"><testcase classname="c" name="a"/></testsuite></testsuites>`,
    );
    expect(found.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(['a failed', 'a [2] passed']);
  });

  test('of pytest, whose repeated tries have nothing in them', () => {
    const [found, ...others] = cases(
      '<testsuites name="pytest tests"><testsuite name="pytest"><testcase name="a"/><testcase name="a"/><testcase name="a"/></testsuite></testsuites>',
    );
    expect(found).toEqual({ suite: 'pytest', name: 'a', outcome: 'passed', earlierTries: ['failed', 'failed'] });
    expect(others).toEqual([]);
  });

  test('thousands of them stay cheap and are told up to a hundred', () => {
    const [found] = suite('<testcase name="a"><failure/></testcase>'.repeat(20_000));
    expect(found?.earlierTries).toHaveLength(100);
  });
});

describe('texts', () => {
  test('a message is one line, details keep theirs; CDATA, entities and colours are read', () => {
    expect(
      only(
        '<testcase name="a &lt;b&gt;&#10;c"><failure message="&#10;  one &amp; two&#10;three"><![CDATA[\u001b[31mat <x>\u001b[0m\r\n  at y]]></failure></testcase>',
      ),
    ).toMatchObject({ name: 'a <b> c', message: 'one & two', details: 'at <x>\n  at y' });
  });

  test('characters that XML forbids, raw or by number, do not spoil a report', () => {
    expect(
      only('<testcase name="a\u0000\u0007b"><failure message="&#x1b;[31mred&#x1b;[0m &#0;">]]></failure></testcase>'),
    ).toMatchObject({
      name: 'ab',
      outcome: 'failed',
      message: 'red &#0;',
    });
  });

  test('halves of characters and NUL are gone, which PostgreSQL would refuse', () => {
    const [found] = cases(
      JSON.stringify({ results: { tests: [{ name: 'a\ud800b\u0000c😀', status: 'failed', message: '\udc00x' }] } }),
    );
    expect(found).toMatchObject({ name: 'ab c😀', message: 'x' });
  });

  test('what is too long is cut visibly, and names stay apart', () => {
    const long = 'n'.repeat(3000);
    const [first, second] = suite(
      `<testcase name="${long}1"><failure message="${'m'.repeat(5000)}">${'d\n'.repeat(40_000)}</failure></testcase><testcase name="${long}2"/>`,
    );
    expect(first?.name).toHaveLength(1000);
    expect(first?.name).not.toBe(second?.name);
    expect(first?.name).toMatch(/n… [0-9a-f]{8}$/);
    expect(first?.message).toMatch(/^m{100,} … \(cut\)$/);
    expect(first?.message).toHaveLength(2000);
    expect(first?.details).toMatch(/ … \(cut\)$/);
    expect(first?.details).toHaveLength(16_000);
  });

  test('a test without a name has one that says so', () => {
    expect(only('<testcase/>')).toEqual({ suite: 'cart', name: '(without a name)', outcome: 'passed' });
  });

  test('what was printed is kept of a failure that says nothing else', () => {
    expect(only('<testcase name="a"><failure message=""/><system-out>got 10</system-out></testcase>')?.details).toBe(
      'got 10',
    );
    expect(
      only('<testcase name="a"><failure message="no"/><system-out>got 10</system-out></testcase>'),
    ).not.toHaveProperty('details');
  });
});
