import type { CoverageReport, CoveredFile } from '@summit/contracts';
import { dropUndefined } from '../fields';
import { tooLarge } from './error';
import { MAX_FILES, MAX_LINES } from './limits';
import { pathOf } from './words';

interface Count {
  covered: number;
  total: number;
}

/** What a report says of one file, in any order and as often as it likes: a line is covered when it was so anywhere. */
export interface FileTally {
  line(number: number, isCovered: boolean): void;
  /** `place` names the branches that are the same ones when they are told again. */
  branches(place: string | number, covered: number, total: number): void;
  function(name: string, isCovered: boolean): void;
  /** For formats that give sums; they count where nothing was told one by one. */
  sums(sums: { lines?: Count | undefined; branches?: Count | undefined; functions?: Count | undefined }): void;
}

export interface CoverageList {
  file(path: string): FileTally;
  report(format: string): CoverageReport;
}

interface Tally extends FileTally {
  counted(path: string): CoveredFile;
}

export function coverageList(): CoverageList {
  const files = new Map<string, Tally>();
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
    report: (format) => ({
      kind: 'coverage',
      format,
      files: [...files].map(([path, tally]) => tally.counted(path)),
    }),
  };
}

function fileTally(count: () => void): Tally {
  const lines = new Map<number, boolean>();
  let branches: Map<string | number, Count> | undefined;
  let functions: Map<string, boolean> | undefined;
  let summed: Parameters<FileTally['sums']>[0] = {};
  return {
    line(number, isCovered) {
      count();
      if (isCovered || !lines.has(number)) lines.set(number, isCovered);
    },
    branches(place, covered, total) {
      count();
      branches ??= new Map();
      const known = branches.get(place);
      if (known === undefined) branches.set(place, { covered: Math.min(covered, total), total });
      else {
        known.total = Math.max(known.total, total);
        known.covered = Math.min(Math.max(known.covered, covered), known.total);
      }
    },
    function(name, isCovered) {
      count();
      functions ??= new Map();
      if (isCovered || !functions.has(name)) functions.set(name, isCovered);
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
        lines: lines.size > 0 ? countOf(lines) : (summed.lines ?? { covered: 0, total: 0 }),
        branches: some(branches === undefined ? summed.branches : total(branches)),
        functions: some(functions === undefined ? summed.functions : countOf(functions)),
      }),
  };
}

function countOf(told: ReadonlyMap<unknown, boolean>): Count {
  let covered = 0;
  for (const isCovered of told.values()) if (isCovered) covered += 1;
  return { covered, total: told.size };
}

function total(counts: ReadonlyMap<unknown, Count>): Count {
  let sum: Count = { covered: 0, total: 0 };
  for (const count of counts.values()) sum = plus(sum, count) ?? sum;
  return sum;
}

function plus(a: Count | undefined, b: Count | undefined): Count | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return {
    covered: Math.min(a.covered + b.covered, Number.MAX_SAFE_INTEGER),
    total: Math.min(a.total + b.total, Number.MAX_SAFE_INTEGER),
  };
}

/** None of none says nothing, and would be read as 0 %. */
const some = (count: Count | undefined): Count | undefined =>
  count === undefined || count.total === 0 ? undefined : { ...count, covered: Math.min(count.covered, count.total) };
