import type { CoverageReport, CoveredFile } from '@summit/contracts';
import { dropUndefined } from '../fields';
import { tooLarge } from './error';
import { MAX_FILES, MAX_LINES } from './limits';
import { keyOf, type Tally, tally } from './tally';
import { pathOf } from './words';

interface Count {
  covered: number;
  total: number;
}

/** What a report says of one file, in any order and as often as it likes: a line is covered when it was so anywhere. */
export interface FileTally {
  line(number: number, isCovered: boolean): void;
  /** `place` names the branch that is the same one when it is told again. */
  branch(place: string, isCovered: boolean): void;
  /** For formats that count the branches of a line; of what is told again the most counts. */
  branchesOf(line: number, covered: number, total: number): void;
  function(name: string, isCovered: boolean): void;
  /** For formats that give sums; they count where nothing was told one by one. */
  sums(sums: { lines?: Count | undefined; branches?: Count | undefined; functions?: Count | undefined }): void;
}

export interface CoverageList {
  file(path: string): FileTally;
  /** Counts a line that a reader keeps itself, before it does. @throws {ReportError} past the limit */
  count(): void;
  report(format: string): CoverageReport;
}

interface OpenFile extends FileTally {
  counted(path: string): CoveredFile;
}

export function coverageList(): CoverageList {
  const files = new Map<string, OpenFile>();
  let told = 0;
  const count = (): void => {
    told += 1;
    if (told > MAX_LINES) throw tooLarge(`The report tells more than ${MAX_LINES} lines; split it.`);
  };
  return {
    file(name) {
      const path = pathOf(name) ?? '(without a name)';
      const known = files.get(path);
      if (known) return known;
      if (files.size >= MAX_FILES) throw tooLarge(`The report has more than ${MAX_FILES} files; split it.`);
      const tally = fileTally(count);
      files.set(path, tally);
      return tally;
    },
    count,
    report: (format) => ({
      kind: 'coverage',
      format,
      files: [...files].map(([path, tally]) => tally.counted(path)),
    }),
  };
}

function fileTally(count: () => void): OpenFile {
  let lines: Tally | undefined;
  let branches: Tally | undefined;
  let functions: Tally | undefined;
  let branchesByLine: Map<number, Count> | undefined;
  let summed: Parameters<FileTally['sums']>[0] = {};
  return {
    line(number, isCovered) {
      count();
      (lines ??= tally()).add(number, isCovered);
    },
    branch(place, isCovered) {
      count();
      (branches ??= tally()).add(keyOf(place), isCovered);
    },
    branchesOf(line, covered, total) {
      count();
      branchesByLine ??= new Map();
      const known = branchesByLine.get(line);
      branchesByLine.set(line, {
        covered: Math.max(known?.covered ?? 0, covered),
        total: Math.max(known?.total ?? 0, total),
      });
    },
    function(name, isCovered) {
      count();
      (functions ??= tally()).add(keyOf(name), isCovered);
    },
    sums(sums) {
      summed = {
        lines: plus(summed.lines, sums.lines),
        branches: plus(summed.branches, sums.branches),
        functions: plus(summed.functions, sums.functions),
      };
    },
    counted: (path) =>
      dropUndefined<CoveredFile>({
        path,
        lines: sane(lines?.counted() ?? summed.lines ?? { covered: 0, total: 0 }),
        branches: some(branches?.counted() ?? total(branchesByLine) ?? summed.branches),
        functions: some(functions?.counted() ?? summed.functions),
      }),
  };
}

function total(counts: ReadonlyMap<number, Count> | undefined): Count | undefined {
  let sum: Count | undefined;
  for (const count of counts?.values() ?? []) sum = plus(sum, sane(count));
  return sum;
}

function plus(a: Count | undefined, b: Count | undefined): Count | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return {
    covered: Math.min(a.covered + b.covered, Number.MAX_SAFE_INTEGER),
    total: Math.min(a.total + b.total, Number.MAX_SAFE_INTEGER),
  };
}

/** No file has more, and no column of the database holds more. */
const MOST = 2 ** 31 - 1;

const sane = ({ covered, total }: Count): Count => ({
  covered: Math.min(covered, total, MOST),
  total: Math.min(total, MOST),
});

/** None of none says nothing, and would be read as 0 %. */
const some = (count: Count | undefined): Count | undefined =>
  count === undefined || count.total === 0 ? undefined : sane(count);
