import type { TestCase, TestOutcome } from '@summit/contracts';
import { dropUndefined } from '../fields';
import { tooLarge } from './error';
import { MAX_CASES, MAX_EARLIER_TRIES } from './limits';
import { detailsOf, messageOf, nameOf, partsOf, pathOf } from './words';
import { durationOf, lineOf } from './numbers';

/** A test as a format tells it; texts as they are in the file. */
export interface FoundCase {
  suite: readonly (string | undefined)[];
  name: string;
  outcome: TestOutcome;
  file?: string | undefined;
  line?: number | undefined;
  durationMs?: number | undefined;
  startedAt?: string | undefined;
  earlierTries?: readonly TestOutcome[] | undefined;
  message?: string | undefined;
  details?: string | undefined;
}

export interface CaseList {
  /**
   * Adds a test, or a try of one. Many formats write each try as if it were a test. Nobody tries again what has passed, so: one of the same suite
   * and name that follows one that did not pass, in the same `place` of the report, is a further try of it. Any other is a test of its own (a set
   * of parameters that its name does not tell, or a title used twice) and gets its number behind its name: `adds [2]`.
   * Without a place nothing is a further try: for formats that tell tries themselves.
   */
  add(found: FoundCase, place?: string): void;
  cases(): TestCase[];
}

/** Tests of one name, by the latest of them. */
interface Namesakes {
  test: TestCase;
  place: string | undefined;
  count: number;
}

export function caseList(): CaseList {
  const cases: TestCase[] = [];
  const known = new Map<string, Namesakes>();
  const suiteNamed = remembering(nameOf);
  const pathNamed = remembering(pathOf);
  let read = 0;

  return {
    add(found, place) {
      read += 1;
      if (read > MAX_CASES) throw tooLarge(`The report has more than ${MAX_CASES} tests; split it.`);
      const test = caseOf(found, suiteNamed(partsOf(found.suite)), pathNamed(found.file ?? ''));
      const namesakes = known.get(keyOf(test));
      if (namesakes === undefined) {
        known.set(keyOf(test), { test, place, count: 1 });
      } else if (place !== undefined && namesakes.place === place && didNotPass(namesakes.test.outcome)) {
        tryAgain(namesakes.test, test);
        return;
      } else {
        const { name } = test;
        do {
          namesakes.count += 1;
          test.name = nameOf(`${name} [${namesakes.count}]`);
        } while (known.has(keyOf(test)));
        namesakes.test = test;
        namesakes.place = place;
        known.set(keyOf(test), { test, place, count: 1 });
      }
      cases.push(test);
    },
    cases: () => cases,
  };
}

const keyOf = ({ suite, name }: TestCase): string => `${suite}\0${name}`;

const didNotPass = (outcome: TestOutcome): boolean => outcome === 'failed' || outcome === 'error';

/** Suites and files come in rows: what was made of the last one is one string for all of them. */
function remembering<T>(make: (text: string) => T): (text: string) => T {
  let last = '';
  let made = make(last);
  return (text) => {
    if (text !== last) {
      made = make(text);
      last = text;
    }
    return made;
  };
}

/** Only what is told is set, and in this order: a hundred thousand objects of one shape are small and fast, mended ones are not. */
function caseOf(found: FoundCase, suite: string, file: string | undefined): TestCase {
  const test: TestCase = { suite, name: nameOf(found.name) || '(without a name)', outcome: found.outcome };
  const line = lineOf(found.line);
  const took = durationOf(found.durationMs);
  if (file !== undefined) test.file = file;
  if (line !== undefined) test.line = line;
  if (took !== undefined) test.durationMs = took;
  if (found.startedAt !== undefined) test.startedAt = found.startedAt;
  if (found.earlierTries?.length) test.earlierTries = found.earlierTries.slice(0, MAX_EARLIER_TRIES);
  if (found.outcome !== 'passed' || test.earlierTries !== undefined) addWords(test, found);
  return test;
}

function addWords(test: TestCase, found: FoundCase): void {
  const message = messageOf(found.message);
  const details = detailsOf(found.details);
  if (message !== undefined) test.message = message;
  if (details !== undefined) test.details = details;
}

/** Makes `test` what it is after one more try; in place, because there may be thousands. */
function tryAgain(test: TestCase, next: TestCase): void {
  const earlier = (test.earlierTries ??= []);
  for (const outcome of [test.outcome, ...(next.earlierTries ?? [])]) {
    if (earlier.length < MAX_EARLIER_TRIES) earlier.push(outcome);
  }
  const { message, details } = next.message === undefined && next.details === undefined ? test : next;
  const { outcome, durationMs, startedAt } = next;
  Object.assign(test, { outcome, durationMs, startedAt, message, details });
  dropUndefined(test);
}
