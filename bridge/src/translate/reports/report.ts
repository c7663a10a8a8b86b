import type { BuildReport } from '@summit/contracts';
import { readArtifacts } from './artifacts';
import { cloverReader } from './clover';
import { coberturaReader } from './cobertura';
import { readCommands } from './commands';
import { readCtrf } from './ctrf';
import { readCucumber } from './cucumber';
import { readCucumberMessages } from './cucumberMessages';
import { decode } from './decode';
import { malformed, ReportError } from './error';
import { readGoCover } from './goCover';
import { readGoTest } from './goTest';
import { jacocoReader } from './jacoco';
import { readJest } from './jest';
import { junitReader } from './junit';
import { readLcov } from './lcov';
import { readMocha } from './mocha';
import { nunitReader } from './nunit';
import { readPlaywright } from './playwright';
import { isBazelEvent, readBazelEvents } from './profiles/bazelEvents';
import { readBazelProfile } from './profiles/bazelProfile';
import { readCargoTimings } from './profiles/cargo';
import { readGradleProfile } from './profiles/gradle';
import { between } from './profiles/html';
import { isMavenLog, readMavenLog } from './profiles/maven';
import { readNpmTiming } from './profiles/npm';
import { readPytest } from './pytest';
import { testngReader } from './testng';
import { trxReader } from './trx';
import { type XmlReader, type XmlTag, readXml } from './xml';
import { xunitReader } from './xunit';
import { parseJson } from './json';

export { ReportError } from './error';

/** What `format` may be, and the names it also goes by; the first is the one that the report carries. */
const FORMATS: readonly (readonly string[])[] = [
  ['junit', 'junit-xml', 'surefire', 'ctest', 'phpunit', 'gotestsum'],
  ['nunit', 'nunit2', 'nunit3'],
  ['xunit', 'xunit2'],
  ['testng'],
  ['trx', 'vstest', 'mstest'],
  ['mocha', 'mocha-json'],
  ['jest', 'jest-json', 'vitest', 'vitest-json'],
  ['playwright', 'playwright-json'],
  ['cucumber', 'cucumber-json', 'cucumber-messages'],
  ['go-test', 'gotest', 'go-test-json', 'test2json'],
  ['pytest', 'pytest-json', 'pytest-json-report'],
  ['ctrf'],
  ['lcov'],
  ['cobertura'],
  ['jacoco'],
  ['clover'],
  ['go', 'go-cover', 'gocover'],
  ['bazel-profile', 'bazel', 'bazel-trace'],
  ['bazel-events', 'bazel-bep', 'bep'],
  ['gradle-profile', 'gradle'],
  ['maven-log', 'maven'],
  ['npm-timing', 'npm'],
  ['cargo-timings', 'cargo', 'cargo-timing'],
  ['artifacts'],
  ['commands'],
];

const NAMES: ReadonlyMap<string, string> = new Map(
  FORMATS.flatMap(([format = '', ...others]) => [format, ...others].map((name) => [name, format] as const)),
);

/** The formats that are read, by the names that reports carry. */
export const reportFormats: readonly string[] = FORMATS.flatMap(([format]) => format ?? []);

export interface ReportOptions {
  /** What the file was called; asked only where the content leaves it open. */
  name?: string | undefined;
  /** What it has to be; found out where it is not said. */
  format?: string | undefined;
}

/**
 * A report of tests or coverage, or the profile of a build, in the words of no tool. The format is found by the content.
 *
 * @param bytes the file, not compressed; UTF-8, or as its byte order mark or XML declaration says
 * @throws {ReportError} for what is no report, a broken one, another one than announced, or one past a limit
 */
export function readReport(bytes: Buffer | string, { name = '', format }: ReportOptions = {}): BuildReport {
  const wanted = format === undefined || format === '' ? undefined : NAMES.get(format.toLowerCase());
  if (format !== undefined && format !== '' && wanted === undefined) {
    throw unknown(`"${format.slice(0, 40)}" is no format that is read`);
  }
  const report = reportOf(decode(bytes).trimStart(), name.toLowerCase(), wanted);
  if (wanted !== undefined && report.format !== wanted) {
    throw malformed(`The report was announced as ${wanted}, but it is ${report.format}.`);
  }
  return report;
}

function reportOf(text: string, name: string, wanted: string | undefined): BuildReport {
  if (text === '') throw malformed('The report is empty.');
  if (/^<(?:!doctype html|html)\b/i.test(text)) return htmlOf(text);
  if (text.startsWith('<')) return readXml<BuildReport>(text, readerFor);
  if (text.startsWith('mode: ')) return readGoCover(text);
  if (/^(?:TN|SF):/.test(text) || wanted === 'lcov' || /\.(?:info|lcov)$/.test(name)) return lcovOf(text);
  // What Maven prints may begin as an array would, with a level in brackets.
  if (!text.startsWith('{') && isMavenLog(text)) return readMavenLog(text);
  if (text.startsWith('[')) return jsonArray(text);
  if (isBazelEvent(text)) return readBazelEvents(text);
  const line = firstEvent(text);
  if (line !== undefined) return line.includes('"Action"') ? readGoTest(text) : readCucumberMessages(text);
  if (text.startsWith('{')) return jsonObject(parseJson(text));
  throw unknown('The report is none of the formats that are read');
}

/** Two tools write pages of their builds; how they call themselves stands in the title. */
function htmlOf(text: string): BuildReport {
  const title = between(text.slice(0, 10_000), '<title>', '</title>')?.inner ?? '';
  if (title.startsWith('Cargo Build Timings')) return readCargoTimings(text);
  if (title === 'Profile report') return readGradleProfile(text);
  throw unknown("The report is a page, and neither cargo's timings nor Gradle's profile");
}

/** Trace files may begin with comments. */
function lcovOf(text: string): BuildReport {
  const report = readLcov(text);
  if (report.files.length === 0 && !/^(?:TN|SF|end_of_record)/m.test(text)) throw unknown('The report is not LCOV');
  return report;
}

const XML_ROOTS: ReadonlyMap<string, () => XmlReader<BuildReport>> = new Map<string, () => XmlReader<BuildReport>>([
  ['test-run', nunitReader],
  ['test-results', nunitReader],
  ['assemblies', xunitReader],
  ['assembly', xunitReader],
  ['testng-results', testngReader],
  ['TestRun', trxReader],
  ['report', jacocoReader],
]);

function readerFor(root: XmlTag): XmlReader<BuildReport> {
  const { name, attributes } = root;
  if (name === 'testsuites' || name === 'testsuite') return junitReader(root);
  if (name === 'coverage') {
    const isClover = attributes['clover'] !== undefined || attributes['generated'] !== undefined;
    return isClover && attributes['line-rate'] === undefined ? cloverReader() : coberturaReader();
  }
  const reader = XML_ROOTS.get(name);
  if (reader) return reader();
  throw unknown(
    name === 'Site'
      ? "The report is CTest's own; write it with --output-junit"
      : `The report is XML of <${name.slice(0, 40)}>`,
  );
}

const jsonArray = (text: string): BuildReport => readCucumber(parseJson(text));

/** JSON formats by a field that only they have at the top. */
function jsonObject(value: unknown): BuildReport {
  const has = (field: string): boolean => typeof value === 'object' && value !== null && Object.hasOwn(value, field);
  if (has('testResults')) return readJest(value);
  if (has('results')) return readCtrf(value);
  if (has('stats') && has('passes')) return readMocha(value);
  if (has('suites')) return readPlaywright(value);
  if (has('artifacts')) return readArtifacts(value);
  if (has('commands')) return readCommands(value);
  if (has('traceEvents')) return readBazelProfile(value);
  if (has('metadata') && has('timers')) return readNpmTiming(value);
  if (has('collectors') || (has('tests') && has('exitcode'))) return readPytest(value);
  throw unknown('The report is JSON, but of no tool that is known');
}

/** How many lines a build may print before the first event of its tests. */
const LINES_BEFORE = 1000;
const LINE_LENGTH = 2000;
const EVENT = /^\{"(?:Time|Action|ImportPath)":|^\{"(?:meta|source|gherkinDocument|pickle|testRunStarted)":\{/;

/** The first line that is an event of go or Cucumber, in front of which other programs may have printed. */
function firstEvent(text: string): string | undefined {
  let start = 0;
  for (let line = 0; line < LINES_BEFORE && start < text.length; line++) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const found = text.slice(start, Math.min(end, start + LINE_LENGTH));
    if (EVENT.test(found)) return found;
    if (text.startsWith('{')) return undefined;
    start = end + 1;
  }
  return undefined;
}

const unknown = (what: string): ReportError =>
  new ReportError(
    'unknown_format',
    `${what}. Tests: ${listed(0, 12)}. Coverage: ${listed(12, 17)}. Profiles: ${listed(17, 23)}. Lists: ${listed(23)}.`,
  );

const listed = (from: number, to?: number): string => reportFormats.slice(from, to).join(', ');
