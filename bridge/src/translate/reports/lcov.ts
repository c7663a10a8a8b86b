import type { CoverageReport } from '@summit/contracts';
import { coverageList, type FileTally } from './coverage';
import { malformed } from './error';
import { linesOf } from './lines';
import { wholeNumber } from './numbers';

/** LCOV's tracefile (geninfo 1 and 2), as gcov, Istanbul, c8, coverage.py, Bun, Dart, Rust and many others write it. */

/** The sums of one record, for writers that leave the lines out. */
interface Sums {
  LF?: number;
  LH?: number;
  FNF?: number;
  FNH?: number;
  BRF?: number;
  BRH?: number;
}

interface Record {
  file: FileTally;
  sums: Sums;
}

type Keyword = (record: Record, value: string) => void;

const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  [
    'DA',
    ({ file }, value) => {
      const [line, hits] = value.split(',', 2);
      file.line(number(line, value), hitsOf(hits, value) > 0);
    },
  ],
  [
    'BRDA',
    ({ file }, value) => {
      // The branch may be an expression with commas in it, so the hits are what follows the last one.
      const comma = value.lastIndexOf(',');
      const hits = value.slice(comma + 1);
      if (comma < 0) throw refuse(value);
      file.branch(value.slice(0, comma), hits !== '-' && hitsOf(hits, value) > 0);
    },
  ],
  ['FN', ({ file }, value) => file.function(functionName(value), false)],
  [
    'FNDA',
    ({ file }, value) => file.function(value.slice(value.indexOf(',') + 1), hitsOf(value.split(',', 1)[0], value) > 0),
  ],
  // geninfo 2 gives functions a number in `FNL` and names them here.
  [
    'FNA',
    ({ file }, value) => {
      const [, hits, ...name] = value.split(',');
      file.function(name.join(','), hitsOf(hits, value) > 0);
    },
  ],
  ...(['LF', 'LH', 'FNF', 'FNH', 'BRF', 'BRH'] as const).map((keyword): [string, Keyword] => [
    keyword,
    ({ sums }, value) => {
      sums[keyword] = number(value, value);
    },
  ]),
]);

/** @throws {ReportError} */
export function readLcov(text: string): CoverageReport {
  const list = coverageList();
  let record: Record | undefined;
  for (const raw of linesOf(text)) {
    const line = raw.trim();
    if (line.startsWith('SF:')) {
      if (record) throw malformed('The LCOV report has a file that begins before the one before it has ended.');
      record = { file: list.file(line.slice(3)), sums: {} };
    } else if (line === 'end_of_record') {
      if (record) close(record);
      record = undefined;
    } else if (record) {
      const colon = line.indexOf(':');
      KEYWORDS.get(line.slice(0, Math.max(colon, 0)))?.(record, line.slice(colon + 1));
    }
  }
  if (record) throw malformed('The LCOV report ends within a file: it was cut off.');
  return list.report('lcov');
}

function close({ file, sums: { LF, LH = 0, FNF, FNH = 0, BRF, BRH = 0 } }: Record): void {
  file.sums({
    lines: LF === undefined ? undefined : { covered: Math.min(LH, LF), total: LF },
    functions: FNF === undefined ? undefined : { covered: FNH, total: FNF },
    branches: BRF === undefined ? undefined : { covered: BRH, total: BRF },
  });
}

/** `FN:line,name` or, since LCOV 1.16, `FN:line,end,name`. */
function functionName(value: string): string {
  const [, second = '', ...rest] = value.split(',');
  return rest.length > 0 && /^\d+$/.test(second) ? rest.join(',') : [second, ...rest].join(',');
}

function number(text: string | undefined, value: string): number {
  const found = wholeNumber(text);
  if (found === undefined) throw refuse(value);
  return found;
}

/** Some writers count past what is a safe number or below zero: only whether there were any is asked. */
function hitsOf(text: string | undefined, value: string): number {
  const hits = Number(text);
  if (text === undefined || text === '' || Number.isNaN(hits)) throw refuse(value);
  return hits;
}

const refuse = (value: string) => malformed(`The LCOV report is malformed at "${value.slice(0, 80)}".`);
