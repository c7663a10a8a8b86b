import type { TestOutcome, TestReport } from '@summit/contracts';
import { type CaseList, caseList, type FoundCase } from './cases';
import { tooLarge } from './error';
import { MAX_EARLIER_TRIES, MAX_SUITES } from './limits';
import { durationMs, lineOf, timeOf, wholeNumber } from './numbers';
import { nameOf, pathOf, suiteWithin } from './words';
import type { XmlReader, XmlTag } from './xml';

/**
 * JUnit XML, which has no schema but many writers: Ant and Maven (with reruns), Gradle, jest-junit, Vitest, pytest, gotestsum, Playwright, Mocha,
 * PHPUnit (nested suites), GoogleTest, CTest, Cucumber. What tests print (`system-out`) is
 * kept only of one that failed without another word.
 */

/** What its tests share, cut once. */
interface Suite {
  /** With the suites around it. */
  path: string;
  isScript: boolean;
  file: string | undefined;
}

interface Problem {
  outcome: TestOutcome;
  type: string;
  message: string;
  text: string;
  /** What the test printed, where nothing else was said. */
  printed: string;
}

interface OpenCase {
  attributes: XmlTag['attributes'];
  problems: Problem[];
  /** Tries told inside the test: Maven's `flakyFailure` of a test that passed in the end, `rerunFailure` of one that never did. */
  flaky: Problem[];
  reruns: Problem[];
}

const OUTCOMES: ReadonlyMap<string, TestOutcome> = new Map([
  ['failure', 'failed'],
  ['error', 'error'],
  ['skipped', 'skipped'],
  ['flakyFailure', 'failed'],
  ['flakyError', 'error'],
  ['rerunFailure', 'failed'],
  ['rerunError', 'error'],
]);

/** Words of GoogleTest, CTest and others for what they give no element to. */
const STATES: ReadonlyMap<string, TestOutcome> = new Map([
  ['notrun', 'skipped'],
  ['disabled', 'skipped'],
  ['skipped', 'skipped'],
  ['suppressed', 'skipped'],
  ['ignored', 'skipped'],
  ['pending', 'skipped'],
  ['fail', 'failed'],
  ['failed', 'failed'],
  ['error', 'error'],
]);

export function junitReader(root: XmlTag): XmlReader<TestReport> {
  const suites: Suite[] = [];
  const list = caseList();
  // pytest writes a try that pytest-rerunfailures repeats as a test with nothing in it; other tests of one name it does not have.
  const pytest = root.attributes['name'] === 'pytest tests' ? pytestCases(list) : undefined;
  /** Playwright runs each test once a project, and writes the project where others have the host. */
  const namesProjects = root.name === 'testsuites' && root.attributes['id'] !== undefined;
  let project: string | undefined;
  let seen = 0;
  let open: OpenCase | undefined;
  let problem: Problem | undefined;

  const enter = (attributes: XmlTag['attributes']): void => {
    seen += 1;
    if (seen > MAX_SUITES) throw tooLarge(`The report has more than ${MAX_SUITES} suites; split it.`);
    const around = suites.at(-1);
    const name = suiteName(attributes['name']);
    suites.push({
      path: suiteWithin(around?.path ?? '', name),
      isScript: SCRIPT.test(name.slice(-LONGEST_ENDING)),
      file: attributes['file'] === undefined ? around?.file : pathOf(attributes['file']),
    });
    project = namesProjects && attributes['hostname'] !== undefined ? nameOf(attributes['hostname']) : undefined;
  };

  const add = (found: FoundCase): void => {
    const place = suites.at(-1)?.path ?? '';
    if (pytest) pytest.add(found, place);
    else list.add(found, place);
  };

  const closeProblem = (closed: Problem, element: string, text: string): void => {
    if (text.trim() !== '') closed.text = text;
    if (open) keep(open, element, closed);
    else if (closed.outcome !== 'skipped') add(suiteProblem(closed, suites.at(-1)));
  };

  return {
    open(tag) {
      const { name, attributes } = tag;
      if (name === 'testsuite') {
        enter(attributes);
        return false;
      }
      if (name === 'testcase') {
        open = { attributes, problems: [], flaky: [], reruns: [] };
        return false;
      }
      const outcome = OUTCOMES.get(name);
      if (outcome !== undefined && isProblem(name, tag.parent)) {
        problem = {
          outcome,
          type: attributes['type'] ?? '',
          message: attributes['message'] ?? '',
          text: '',
          printed: '',
        };
        return true;
      }
      if (name === 'system-out') return tag.parent === 'testcase' && saysNothing(open);
      return name === 'stackTrace' && problem !== undefined;
    },
    close(name, text, parent) {
      if (name === 'testsuite') {
        suites.pop();
      } else if (name === 'testcase') {
        if (open) add(caseOf(open, suites.at(-1), project));
        open = undefined;
      } else if (name === 'stackTrace') {
        if (problem) problem.text = text;
      } else if (name === 'system-out') {
        if (open && saysNothing(open)) for (const silent of open.problems) silent.printed = text;
      } else if (problem !== undefined && isProblem(name, parent)) {
        closeProblem(problem, name, text);
        problem = undefined;
      }
    },
    end() {
      pytest?.end();
      return { kind: 'tests', format: 'junit', cases: list.cases() };
    },
  };
}

/** CTest and Cucumber tell what went wrong in what was printed only. */
const saysNothing = (open: OpenCase | undefined): boolean =>
  open?.problems.some(({ outcome }) => outcome !== 'skipped') === true &&
  open.problems.every(({ message, text }) => message === '' && text === '');

const isProblem = (name: string, parent: string): boolean =>
  OUTCOMES.has(name) && (parent === 'testcase' || parent === 'testsuite');

/** CTest's word for a build without a name. */
const suiteName = (name: string | undefined): string => (name === undefined || name === '(empty)' ? '' : name);

function keep(open: OpenCase, element: string, problem: Problem): void {
  const kind = element.startsWith('flaky') ? 'flaky' : element.startsWith('rerun') ? 'reruns' : 'problems';
  // Of problems the first counts; all of them are looked through for each thing that the test printed.
  if (kind !== 'problems' || open.problems.length < MAX_EARLIER_TRIES) open[kind].push(problem);
}

function caseOf(open: OpenCase, around: Suite | undefined, project: string | undefined): FoundCase {
  const { attributes } = open;
  const first = open.problems.find(({ outcome }) => outcome !== 'skipped') ?? open.problems[0];
  const tries = [...(first ? [first] : []), ...open.reruns];
  const last = tries.at(-1);
  const said = last ?? open.flaky.at(-1);
  const name = attributes['name'] ?? '';
  return {
    suite: suiteOfCase(attributes, name, around, project),
    name,
    file: attributes['file'] ?? around?.file,
    line: lineOf(wholeNumber(attributes['line'] ?? attributes['lineno'])),
    outcome: last?.outcome ?? stateOf(attributes) ?? 'passed',
    durationMs: durationMs(attributes['time'] ?? attributes['duration']),
    startedAt: timeOf(attributes['timestamp']),
    earlierTries: [...open.flaky, ...tries.slice(0, -1)].map(({ outcome }) => outcome),
    ...wordsOf(said, name),
  };
}

/**
 * The class where there is one, else the suites around the test. Some writers (CTest, jest-junit as it comes) repeat the test's name as its class,
 * which tells nothing.
 */
function suiteOfCase(
  attributes: XmlTag['attributes'],
  name: string,
  around: Suite | undefined,
  project: string | undefined,
): readonly (string | undefined)[] {
  const className = attributes['classname'] ?? attributes['class'] ?? '';
  const suite = className === '' || className === name ? around?.path : className;
  const isOfProject = project !== undefined && around?.isScript === true && !name.startsWith(`[${project}]`);
  return isOfProject ? [project, suite] : [suite];
}

/** Playwright's suites are the files of its tests. */
const SCRIPT = /\.[cm]?[jt]sx?$/;
const LONGEST_ENDING = '.mtsx'.length;

const stateOf = (attributes: XmlTag['attributes']): TestOutcome | undefined =>
  STATES.get((attributes['result'] ?? '').toLowerCase()) ?? STATES.get((attributes['status'] ?? '').toLowerCase());

/** A failure of a suite itself, as of what prepares its tests. */
const suiteProblem = (problem: Problem, around: Suite | undefined): FoundCase => ({
  suite: [around?.path],
  name: '(the suite itself)',
  file: around?.file,
  outcome: problem.outcome,
  ...wordsOf(problem),
});

function wordsOf(problem: Problem | undefined, name = ''): Pick<FoundCase, 'message' | 'details'> {
  if (problem === undefined) return {};
  const { message, text, type, printed } = problem;
  // gotestsum's message is the word "Failed" on every test; the text then has more to say.
  const told = /^failed$/i.test(message.trim()) ? '' : firstWords(message, name);
  return { message: told || firstWords(text, name) || message || type, details: text || printed };
}

/** The first line that is neither go's announcement of a test nor PHPUnit's. */
function firstWords(text: string, name: string): string {
  const title = `::${name}`;
  for (const line of text.split('\n')) {
    const isTitle = /^(?:=== |\s*--- )/.test(line) || (name !== '' && line.includes(title));
    if (line.trim() !== '' && !isTitle) return line.trim();
  }
  return '';
}

/** Tells tries of pytest from what they look like: a bare one that is followed by its own name was not the last. */
function pytestCases(list: CaseList): { add(found: FoundCase, place: string): void; end(): void } {
  let held: { found: FoundCase; place: string } | undefined;
  const release = (): void => {
    if (held) list.add(held.found, held.place);
    held = undefined;
  };
  return {
    add(found, place) {
      if (held && held.found.name === found.name && held.found.suite.join('\0') === found.suite.join('\0')) {
        if (held.found.outcome === 'passed') held.found.outcome = 'failed';
      }
      release();
      held = { found, place };
    },
    end: release,
  };
}
