import type { CoverageReport } from '@summit/contracts';
import { coverageList, type FileTally } from './coverage';
import { malformed } from './error';
import { linesOf } from './lines';
import { wholeNumber } from './numbers';

/**
 * Go's cover profile. Go counts statements, not lines, and so do these figures: they are those of `go tool cover -func`. A block that several
 * packages' tests covered comes several times and counts once, as there.
 */

interface Block {
  statements: number;
  isCovered: boolean;
}

interface File {
  tally: FileTally;
  blocks: Map<string, Block>;
}

/** @throws {ReportError} */
export function readGoCover(text: string): CoverageReport {
  const files = new Map<string, File>();
  const list = coverageList();
  for (const line of linesOf(text)) {
    // Joined profiles repeat the line that says how was counted.
    if (line.trim() === '' || line.startsWith('mode: ')) continue;
    const { file, place, statements, count } = blockOf(line);
    // Files and blocks count as they come: a report past the limits is not to be in memory before it is refused.
    let of = files.get(file);
    if (of === undefined) files.set(file, (of = { tally: list.file(file), blocks: new Map<string, Block>() }));
    const known = of.blocks.get(place);
    if (known) {
      known.isCovered ||= count > 0;
      continue;
    }
    list.count();
    of.blocks.set(place, { statements, isCovered: count > 0 });
  }
  for (const { tally, blocks } of files.values()) {
    const counts = { covered: 0, total: 0 };
    for (const { statements, isCovered } of blocks.values()) {
      counts.total += statements;
      if (isCovered) counts.covered += statements;
    }
    tally.sums({ lines: counts });
  }
  return list.report('go');
}

/** `shop/cart.go:6.53,7.18 1 5`: file, from line.column to line.column, statements, count. */
function blockOf(line: string): { file: string; place: string; statements: number; count: number } {
  const countAt = line.lastIndexOf(' ');
  const statementsAt = line.lastIndexOf(' ', countAt - 1);
  const placeAt = line.lastIndexOf(':', statementsAt);
  const place = line.slice(placeAt + 1, statementsAt);
  const statements = wholeNumber(line.slice(statementsAt + 1, countAt));
  const count = wholeNumber(line.slice(countAt + 1));
  if (placeAt < 1 || !/^\d+\.\d+,\d+\.\d+$/.test(place) || statements === undefined || count === undefined) {
    throw malformed(`The Go cover profile is malformed at "${line.slice(0, 80)}".`);
  }
  return { file: line.slice(0, placeAt), place, statements, count };
}
