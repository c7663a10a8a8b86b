import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BuildReport } from '@summit/contracts';
import fc from 'fast-check';
import { readReport, type ReportOptions, ReportError, reportFormats } from './report';

const fixtures = path.join(__dirname, 'fixtures');
const samples = readdirSync(fixtures);
const sample = (name: string): Buffer => readFileSync(path.join(fixtures, name));

function refusalOf(bytes: Buffer | string, options: ReportOptions = {}): ReportError {
  try {
    readReport(bytes, options);
  } catch (error) {
    if (error instanceof ReportError) return error;
    throw error;
  }
  throw new Error('It was read.');
}

/** What a report may be made of whatever comes: one, or the clear error. */
function readsOrRefuses(bytes: Buffer | string, options?: ReportOptions): void {
  try {
    const report = readReport(bytes, options);
    expect(report).toEqual(BuildReport.parse(report));
    expect(JSON.stringify(report)).not.toMatch(/\\u0000|\\ud[89a-f]/);
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    expect(error.message).toMatch(/^[A-Z"][^\n]{5,600}\.$/);
  }
}

const junit = '<testsuite name="größe"><testcase name="añade"/></testsuite>';
const read = { kind: 'tests', format: 'junit', cases: [{ suite: 'größe', name: 'añade', outcome: 'passed' }] };

describe('encodings', () => {
  const declared = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?>\n${junit}`;
  const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
  test.each<[string, Buffer | string]>([
    ['a string', declared('utf-8')],
    ['UTF-8', Buffer.from(declared('utf-8'))],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${declared('utf-8')}`)],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${declared('utf-16')}`, 'utf16le')],
    ['UTF-16 without one', Buffer.from(declared('utf-16'), 'utf16le')],
    ['UTF-16, big end first', utf16be(`\ufeff${declared('utf-16')}`)],
    ['UTF-8 that says it is UTF-16', Buffer.from(declared('utf-16'))],
    ['Latin-1', Buffer.from(declared('iso-8859-1'), 'latin1')],
    ['blank lines in front', Buffer.from(`\n\n  ${declared('utf-8')}\n\n`)],
  ])('%s', (_, bytes) => {
    expect(readReport(bytes)).toEqual(read);
  });

  test('one that nobody knows is named', () => {
    expect(refusalOf(Buffer.from(declared('klingon'))).message).toBe(
      'The report is written in klingon, which is not known; write it in UTF-8.',
    );
  });

  test("go test's events, as PowerShell writes them", () => {
    const text = sample('go-test.json').toString();
    expect(readReport(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual(readReport(text));
  });
});

describe('the format', () => {
  test.each(samples)('of %s is found without its name', (name) => {
    expect(readReport(sample(name))).toEqual(readReport(sample(name), { name }));
  });

  test('may be announced, by any of its names', () => {
    expect(readReport(junit, { format: 'JUnit' })).toEqual(read);
    expect(readReport(junit, { format: 'surefire' })).toEqual(read);
    expect(readReport(junit, { format: '' })).toEqual(read);
  });

  test('another one than announced is refused', () => {
    expect(refusalOf(junit, { format: 'lcov' }).message).toBe('The report was announced as lcov, but it is junit.');
    expect(refusalOf(junit, { format: 'trx' }).message).toBe('The report was announced as trx, but it is junit.');
  });

  test('one that is not known is refused, with those that are', () => {
    const { message, problem } = refusalOf(junit, { format: 'excel' });
    expect(problem).toBe('unknown_format');
    for (const format of reportFormats) expect(message).toContain(format);
  });

  test('events of go behind what a build prints', () => {
    const text = `go: downloading example.org/x v1.0.0\n${sample('go-test.json').toString()}exit status 1\n`;
    expect(readReport(text)).toEqual(readReport(sample('go-test.json')));
  });
});

describe('what is refused, in words for people', () => {
  test.each<[string, Buffer | string, RegExp]>([
    ['nothing', '', /^The report is empty/],
    ['blanks', ' \n ', /^The report is empty/],
    ['prose', 'All tests passed!', /none of the formats.*Tests: junit.*Coverage: lcov/],
    ['a page', '<!DOCTYPE html><html><body><br></body></html>', /is a page/],
    ["CTest's own", '<Site><Testing/></Site>', /write it with --output-junit/],
    [
      "SonarQube's",
      '<coverage version="1"><file path="a"><lineToCover lineNumber="1" covered="true"/></file></coverage>',
      /SonarQube's own/,
    ],
    ['JSON of no tool', '{"name":"shop"}', /JSON, but of no tool/],
    ['JSON that was cut off', '{"stats":{},"pas', /malformed JSON/],
    [
      'JSON with wrong fields',
      '{"testResults":[{"assertionResults":7}]}',
      /The Jest report: testResults\.0\.assertionResults/,
    ],
    [
      'XML that was cut off',
      '<testsuite><testcase name="a">',
      /^The XML is malformed at line 1, column \d+: unclosed tag/,
    ],
    ['XML that is none', '<testsuite name=a></testsuite>', /malformed at line 1, column \d+: unquoted attribute/],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), /compressed with gzip/],
    ['ZIP', Buffer.from('PK\u0003\u0004....'), /ZIP archive/],
    ['an unfinished event of go', '{"Action":"run","Package":"p","Test":"T"}\n{"Action":"pa', /cut off/],
  ])('%s', (_, bytes, words) => {
    expect(refusalOf(bytes).message).toMatch(words);
  });
});

describe('XML that means harm', () => {
  test('entities that grow are refused where they are used, and cost nothing', () => {
    const entities = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`).join('');
    const text = `<!DOCTYPE x [<!ENTITY e0 "lol">${entities}]><testsuite><testcase name="&e30;"/></testsuite>`;
    expect(refusalOf(text).message).toMatch(/undefined entity/);
  });

  test('an external entity is refused', () => {
    const text =
      '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><testsuite><testcase name="a">&f;</testcase></testsuite>';
    expect(refusalOf(text).message).toMatch(/undefined entity/);
  });

  test('a document type alone is passed over', () => {
    expect(readReport(`<!DOCTYPE testsuite SYSTEM "http://example.org/x.dtd" [<!ENTITY a "b">]>${junit}`)).toEqual(
      read,
    );
  });

  test('a million levels are refused at the hundredth', () => {
    expect(refusalOf(`<testsuite>${'<a>'.repeat(1_000_000)}`).message).toBe('The XML has more than 100 levels.');
  });

  test('what is pardoned is not pardoned for ever', () => {
    const often = (count: number): string =>
      `<testsuite><testcase name="a">${']]>'.repeat(count)}</testcase></testsuite>`;
    expect(readReport(often(1000))).toMatchObject({ cases: [{ name: 'a' }] });
    expect(refusalOf(often(200_000)).message).toMatch(/disallowed in char data/);
  });

  test('names of JavaScript are names', () => {
    const report = readReport(
      '<testsuite><testcase name="__proto__" classname="constructor" __proto__="x"/></testsuite>',
    );
    expect(report).toMatchObject({ cases: [{ suite: 'constructor', name: '__proto__' }] });
  });
});

/** Of the processor, whatever else runs on it. Work on a long text again for each of thousands takes far longer. */
const SLOW_MS = 2_000;

describe('limits', () => {
  const many = (count: number, one: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => one(i)).join('');

  test('200,000 tests are read, one more is refused', () => {
    const tests = many(200_000, (i) => `<testcase name="t${i}"/>`);
    const report = readReport(`<testsuite>${tests}</testsuite>`);
    expect(report.kind === 'tests' ? report.cases.length : 0).toBe(200_000);
    expect(refusalOf(`<testsuite>${tests}<testcase name="x"/></testsuite>`)).toMatchObject({
      problem: 'too_large',
      message: 'The report has more than 200000 tests; split it.',
    });
  });

  test('100,000 files are read, one more is refused', () => {
    const files = many(100_000, (i) => `SF:f${i}\nDA:1,1\nend_of_record\n`);
    const report = readReport(files);
    expect(report.kind === 'coverage' ? report.files.length : 0).toBe(100_000);
    expect(refusalOf(`${files}SF:x\nend_of_record\n`).problem).toBe('too_large');
  });

  test('100,000 files of Go are read, one more is refused', () => {
    const files = `mode: set\n${many(100_000, (i) => `f${i}.go:1.1,2.2 1 1\n`)}`;
    const report = readReport(files);
    expect(report.kind === 'coverage' ? report.files.length : 0).toBe(100_000);
    expect(refusalOf(`${files}x.go:1.1,2.2 1 1\n`).problem).toBe('too_large');
  });

  test('a Go profile past the limit of lines is refused before the rest of it is read', () => {
    const blocks = `mode: set\n${many(5_000_001, (i) => `a.go:${i}.1,2.2 1 1\n`)}`;
    expect(refusalOf(`${blocks}this is no block`)).toMatchObject({
      problem: 'too_large',
      message: 'The report tells more than 5000000 lines; split it.',
    });
  }, 60_000);

  test('200,000 suites are read, one more is refused', () => {
    const suites = '<testsuite/>'.repeat(199_999);
    expect(readReport(`<testsuite>${suites}</testsuite>`)).toMatchObject({ cases: [] });
    expect(refusalOf(`<testsuite>${suites}<testsuite/></testsuite>`)).toMatchObject({
      problem: 'too_large',
      message: 'The report has more than 200000 suites; split it.',
    });
  });

  const long = `.${'x'.repeat(3_000_000)}`;
  const events = (lines: readonly object[]): string => lines.map((line) => JSON.stringify(line)).join('\n');
  const of = (count: number, one: object): object[] => Array.from({ length: count }, () => one);
  const scenario = { id: 's', name: long, uri: long, astNodeIds: ['n'] };
  const children = [{ rule: { name: long, children: [{ scenario: { id: 'n' } }] } }];
  test.each<[string, () => string]>([
    [
      'JUnit, suites',
      () => `<testsuites><testsuite name="${long}">${'<testsuite/>'.repeat(8_000)}</testsuite></testsuites>`,
    ],
    [
      'JUnit, tests',
      () =>
        `<testsuite name="${long}" file="${long}">${many(8_000, (i) => `<testcase name="${i}" ${i % 2 ? 'file="a"' : ''}/>`)}</testsuite>`,
    ],
    [
      'JUnit of Playwright',
      () =>
        `<testsuites id=""><testsuite name="${long}.ts" hostname="${long}">${'<testcase name="a"/>'.repeat(8_000)}</testsuite></testsuites>`,
    ],
    [
      'TestNG',
      () =>
        `<testng-results><test name="${long}"><test name="b"><class name="${long}">${'<test-method name="a" status="FAIL"/>'.repeat(8_000)}</class></test></test></testng-results>`,
    ],
    [
      'TRX',
      () =>
        `<TestRun><Results>${many(8_000, (i) => `<UnitTestResult testId="${i % 2}" testName="a" outcome="Passed"/>`)}</Results><UnitTest id="0"><TestMethod className="${long}"/></UnitTest><UnitTest id="1"><TestMethod className="B"/></UnitTest></TestRun>`,
    ],
    [
      'Jest',
      () =>
        JSON.stringify({
          testResults: [{ name: long, assertionResults: of(8_000, { title: 'a', status: 'passed' }) }],
        }),
    ],
    [
      'Playwright',
      () =>
        JSON.stringify({
          suites: [
            { title: long, specs: [{ title: long, file: long, tests: of(8_000, { projectName: 'p', results: [] }) }] },
          ],
        }),
    ],
    [
      'Cucumber messages',
      () =>
        events([
          { gherkinDocument: { feature: { name: long, children } } },
          { pickle: scenario },
          { testCase: { id: 'c', pickleId: 's' } },
          ...Array.from({ length: 8_000 }, (_, i) => ({ testCaseStarted: { id: `${i}`, testCaseId: 'c' } })),
        ]),
    ],
    [
      'go test, a long output of a package',
      () =>
        events([
          ...Array.from({ length: 8_000 }, (_, i) => ({ Action: 'run', Package: 'p', Test: `T${i}` })),
          { Action: 'output', Package: 'p', Output: `${long}\n` },
        ]),
    ],
    [
      'Cobertura',
      () =>
        `<coverage line-rate="1"><class name="${long}" filename="a">${'<method name="m"></method>'.repeat(8_000)}</class></coverage>`,
    ],
    [
      'JaCoCo',
      () =>
        `<report><group name="${long}"><package name="${long}">${many(8_000, (i) => `<sourcefile name="${i}"/>`)}</package></group></report>`,
    ],
  ])('a long text around many is worked on once: %s', (_, make) => {
    const text = make();
    const before = process.cpuUsage();
    readReport(text);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(SLOW_MS);
  });

  test('of tests that did not end, a thousand carry what their package printed, and all say why', () => {
    const tests = Array.from({ length: 3_000 }, (_, i) => ({ Action: 'run', Package: 'p', Test: `T${i}` }));
    const report = readReport(
      events([...tests, { Action: 'output', Package: 'p', Output: 'panic: no more memory\n' }]),
    );
    const cases = report.kind === 'tests' ? report.cases : [];
    expect(cases.filter(({ message }) => message === 'panic: no more memory')).toHaveLength(3_000);
    expect(cases.filter(({ details }) => details === 'panic: no more memory')).toHaveLength(1_000);
  });

  test('suites of Playwright within each other', () => {
    const depth = 50_000;
    const text = `{"suites":[${'{"title":"s","suites":['.repeat(depth)}${']}'.repeat(depth)}]}`;
    expect(refusalOf(text).message).toMatch(/levels/);
  });
});

describe('properties', () => {
  test('bytes of any kind are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.constantFrom(...reportFormats, undefined), (bytes, format) => {
        readsOrRefuses(Buffer.from(bytes), { format });
      }),
    );
  });

  test('texts with the beginning of a format are read or refused', () => {
    const beginnings = [
      '<testsuite>',
      '<testcase name="',
      '<coverage line-rate="1">',
      'mode: set\n',
      'TN:\nSF:',
      '{"Action":"',
      '[{"elements":[',
      '{"suites":[{',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), fc.string({ unit: 'binary', maxLength: 200 }), (beginning, rest) => {
        readsOrRefuses(beginning + rest);
      }),
    );
  });

  test.each(samples)('%s, cut off anywhere, is read or refused', (name) => {
    const bytes = sample(name);
    fc.assert(
      fc.property(fc.nat(bytes.length), (length) => readsOrRefuses(bytes.subarray(0, length), { name })),
      { numRuns: 40 },
    );
  });

  test.each(samples)('%s, with a byte changed anywhere, is read or refused', (name) => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(255), (at, byte) => {
        const bytes = sample(name);
        bytes[at % bytes.length] = byte;
        readsOrRefuses(bytes);
      }),
      { numRuns: 40 },
    );
  });

  test('JSON whose values are anything is read or refused', () => {
    const any = fc.jsonValue({ maxDepth: 3 });
    const shapes = fc.oneof(
      fc.record({ testResults: any }),
      fc.record({
        results: fc.record({
          tests: fc.array(fc.record({ name: any, status: any, suite: any, retries: any, start: any, duration: any })),
        }),
      }),
      fc.record({
        stats: any,
        passes: fc.array(fc.record({ title: any, fullTitle: any, currentRetry: any, duration: any, err: any })),
        failures: any,
      }),
      fc.record({
        suites: fc.array(fc.record({ specs: fc.array(fc.record({ tests: any, title: any })), suites: any })),
      }),
      fc.record({ collectors: any, tests: fc.array(fc.record({ nodeid: any, lineno: any, setup: any, call: any })) }),
      fc.array(fc.record({ elements: fc.array(fc.record({ steps: any, line: any, name: any })) })),
    );
    fc.assert(fc.property(shapes, (value) => readsOrRefuses(JSON.stringify(value))));
  });
});
