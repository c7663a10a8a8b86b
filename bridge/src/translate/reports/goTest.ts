import type { TestOutcome, TestReport } from '@summit/contracts';
import { z } from 'zod';
import { type CaseList, caseList } from './cases';
import { malformed } from './error';
import { OptionalNumber, OptionalText, TextOrNone } from './json';
import { MAX_DETAILS } from './limits';
import { linesOf } from './lines';
import { timeOf } from './numbers';
import { messageOf } from './words';

/** `go test -json` (test2json) and gotestsum's `--jsonfile`: a stream of events, which ends when the last package does. */

const Event = z.object({
  Time: OptionalText,
  Action: z.string(),
  Package: TextOrNone,
  Test: OptionalText,
  Elapsed: OptionalNumber,
  Output: TextOrNone,
  ImportPath: OptionalText,
  FailedBuild: OptionalText,
});
type Event = z.output<typeof Event>;

interface Running {
  startedAt: string | undefined;
  output: string;
}

interface Package {
  running: Map<string, Running>;
  hasFailed: boolean;
  output: string;
}

const ENDS: ReadonlyMap<string, TestOutcome> = new Map([
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['skip', 'skipped'],
]);

/** A text is cut later, and visibly: it has to be longer then. */
const KEPT_OUTPUT = MAX_DETAILS * 2;

/** Tests of one report that carry what was printed for others too: with a long text for each, a short report would fill the memory. */
const MAX_SHARING = 1000;

/** The tests so far, and how many of them carry a text that is not theirs alone. */
interface Found {
  list: CaseList;
  sharing: number;
}

/** What a build printed, which is the same for each package that could not be tested for it. */
interface Build {
  output: string;
  message?: string | undefined;
}

/** Programs print between the events, and a build says what it downloads: such lines are passed over, but not a file of nothing else. */
export function readGoTest(text: string): TestReport {
  const list = caseList();
  const found: Found = { list, sharing: 0 };
  const packages = new Map<string, Package>();
  const builds = new Map<string, Build>();
  let lastLine = '';
  for (const line of linesOf(text)) {
    if (line.trim() !== '') lastLine = line;
    const event = eventOf(line);
    if (event === undefined) continue;
    if (event.ImportPath !== undefined) {
      builds.set(event.ImportPath, { output: longer(builds.get(event.ImportPath)?.output ?? '', event.Output) });
    } else if (event.Package !== '') handle(event, packageOf(packages, event.Package), found, builds);
  }
  if (lastLine.startsWith('{') && eventOf(lastLine) === undefined) {
    throw malformed('The report of go test ends within an event: it was cut off.');
  }
  for (const [name, { running, output }] of packages) addUnfinished(found, name, running, output);
  return { kind: 'tests', format: 'go-test', cases: list.cases() };
}

function eventOf(line: string): Event | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return Event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function packageOf(packages: Map<string, Package>, name: string): Package {
  const known = packages.get(name) ?? { running: new Map(), hasFailed: false, output: '' };
  packages.set(name, known);
  return known;
}

function handle(event: Event, of: Package, found: Found, builds: ReadonlyMap<string, Build>): void {
  const { Action: action, Test: test } = event;
  if (test === undefined) {
    if (action === 'output') of.output = longer(of.output, event.Output);
    else if (ENDS.has(action)) endPackage(event, of, found, builds);
    return;
  }
  if (action === 'run') of.running.set(test, { startedAt: timeOf(event.Time), output: '' });
  const running = of.running.get(test);
  if (action === 'output' && running) running.output = longer(running.output, event.Output);
  const outcome = ENDS.get(action);
  if (outcome === undefined) return;
  of.running.delete(test);
  of.hasFailed ||= outcome === 'failed';
  found.list.add(
    {
      suite: [event.Package],
      name: test,
      outcome,
      durationMs: event.Elapsed === undefined ? undefined : event.Elapsed * 1000,
      startedAt: running?.startedAt,
      message: firstWords(running?.output ?? ''),
      details: running?.output,
    },
    event.Package,
  );
}

/** A package that failed without a test that did: it was not built, or its `TestMain`, an `init` or the race detector failed it. */
function endPackage(event: Event, of: Package, found: Found, builds: ReadonlyMap<string, Build>): void {
  const { Package: name, Action: action, FailedBuild: build } = event;
  const isOutOfTests = action === 'fail' && !of.hasFailed && of.running.size === 0;
  addUnfinished(found, name, of.running, of.output);
  if (isOutOfTests) {
    const said: Build = (build === undefined ? undefined : builds.get(build)) ?? { output: of.output };
    said.message ??= messageOf(firstWords(said.output)) ?? '';
    const details = mayShare(found) ? said.output : undefined;
    found.list.add({ suite: [name], name: '(the package)', outcome: 'error', message: said.message, details }, name);
  }
  of.running.clear();
  of.hasFailed = false;
  of.output = '';
}

/** A test that was never told to end took the whole package with it: a panic elsewhere, `os.Exit`, the time limit. */
function addUnfinished(found: Found, name: string, running: ReadonlyMap<string, Running>, packageOutput: string): void {
  if (running.size === 0) return;
  const packageWords = messageOf(firstWords(packageOutput));
  for (const [test, { startedAt, output }] of running) {
    const message = firstWords(output) ?? packageWords;
    const details = mayShare(found) ? `${output}${packageOutput}` : output;
    found.list.add({ suite: [name], name: test, outcome: 'error', startedAt, message, details }, name);
  }
}

function mayShare(found: Found): boolean {
  found.sharing += 1;
  return found.sharing <= MAX_SHARING;
}

const longer = (kept: string, more: string): string =>
  kept.length >= KEPT_OUTPUT ? kept : kept + more.slice(0, KEPT_OUTPUT - kept.length);

/** The first line that neither go nor the build wrote to announce something. */
function firstWords(output: string): string | undefined {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '' && !/^(?:=== |--- |# |FAIL\b|PASS$)/.test(line));
}
