import type { BuildReport, TestCase } from '@summit/contracts';
import { gunzipSync } from 'node:zlib';
import { readReport } from '../../../bridge/src/translate/reports/report';

/** By suite and name, as Summit keeps histories. */
export type Named = Pick<TestCase, 'suite' | 'name'>;

export interface ReadFile {
  file: string;
  bytes: Buffer;
}

interface Verdict {
  tests: number;
  /** Failures that count, and those that are put up with. */
  failed: readonly Named[];
  excused: readonly Named[];
  /** Why a file says nothing; the build cannot be called good for it. */
  unread: readonly string[];
}

/** Largest report after inflating, as the bridge takes by default. */
const MAX_BYTES = 32 * 1024 * 1024;

/** The quarantine as the bridge answers it. @throws Error where that is something else */
export function quarantineOf(answer: unknown): Named[] {
  const items = typeof answer === 'object' && answer !== null && 'items' in answer ? answer.items : undefined;
  if (!Array.isArray(items)) throw new Error('the bridge does not know of quarantines: is it older than this program?');
  return items.flatMap((item: unknown) =>
    typeof item === 'object' &&
    item !== null &&
    'suite' in item &&
    'name' in item &&
    typeof item.suite === 'string' &&
    typeof item.name === 'string'
      ? [{ suite: item.suite, name: item.name }]
      : [],
  );
}

const keyOf = ({ suite, name }: Named): string => JSON.stringify([suite, name]);

/** What the files say of the build, if failures of the tests in quarantine do not count. */
export function verdictOf(files: readonly ReadFile[], quarantine: readonly Named[], format = ''): Verdict {
  const known = new Set(quarantine.map(keyOf));
  const failed = new Map<string, Named>();
  const excused = new Map<string, Named>();
  const unread: string[] = [];
  let tests = 0;
  for (const { file, bytes } of files) {
    try {
      for (const one of casesOf(read(bytes, file, format))) {
        tests += 1;
        if (one.outcome !== 'failed' && one.outcome !== 'error') continue;
        (known.has(keyOf(one)) ? excused : failed).set(keyOf(one), { suite: one.suite, name: one.name });
      }
    } catch (error) {
      unread.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { tests, failed: [...failed.values()], excused: [...excused.values()], unread };
}

const casesOf = (report: BuildReport): readonly TestCase[] => (report.kind === 'tests' ? report.cases : []);

function read(bytes: Buffer, file: string, format: string): BuildReport {
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return readReport(isCompressed ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes, {
    name: file.replace(/\.gz$/, ''),
    format,
  });
}

/** Whether the build may go on: no test failed that counts, each file was read, and at least one test ran. */
export const isGood = ({ tests, failed, unread }: Verdict): boolean =>
  tests > 0 && failed.length === 0 && unread.length === 0;

const MOST_NAMED = 20;
const shown = ({ suite, name }: Named): string => (suite === '' ? name : `${suite} › ${name}`);

/** What people read in the log of the job. */
export function verdictLines(verdict: Verdict): string[] {
  const { tests, failed, excused, unread } = verdict;
  const named = (heading: string, list: readonly Named[]): string[] =>
    list.length === 0
      ? []
      : [
          `${heading} (${list.length}):`,
          ...list.slice(0, MOST_NAMED).map((one) => `  ${shown(one)}`),
          ...(list.length > MOST_NAMED ? [`  and ${list.length - MOST_NAMED} more`] : []),
        ];
  return [
    ...named('failed in quarantine, not counted', excused),
    ...named('failed', failed),
    ...unread.map((why) => `not read: ${why}`),
    isGood(verdict)
      ? `quarantine: no other test of ${tests} failed`
      : tests === 0
        ? 'quarantine: no test was reported, so the build fails'
        : 'quarantine: the build fails',
  ];
}
