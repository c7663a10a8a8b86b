import type { CoverageReport } from '@summit/contracts';
import { coverageList, type FileTally } from './coverage';
import { wholeNumber } from './numbers';
import type { XmlReader, XmlTag } from './xml';

/** Clover XML, as Istanbul, PHPUnit and OpenClover write it. Lines are those with a statement; branches and functions come as sums of a file. */
export function cloverReader(): XmlReader<CoverageReport> {
  const list = coverageList();
  let file: FileTally | undefined;

  return {
    open({ name, attributes, parent }) {
      if (name === 'file') file = list.file(attributes['path'] ?? attributes['name'] ?? '');
      else if (name === 'line' && file && attributes['type'] !== 'method') {
        const number = wholeNumber(attributes['num']);
        if (number !== undefined) file.line(number, isCovered(attributes));
      } else if (name === 'metrics' && parent === 'file') {
        file?.sums({
          lines: sum(attributes, 'statements'),
          branches: sum(attributes, 'conditionals'),
          functions: sum(attributes, 'methods'),
        });
      }
      return false;
    },
    close(name) {
      if (name === 'file') file = undefined;
    },
    end: () => list.report('clover'),
  };
}

/** OpenClover counts a condition by how it turned out, not by how often it was asked. */
const isCovered = ({ count, truecount, falsecount }: XmlTag['attributes']): boolean =>
  Number(count ?? 0) > 0 || (count === undefined && Number(truecount ?? 0) + Number(falsecount ?? 0) > 0);

function sum(attributes: XmlTag['attributes'], what: string) {
  const total = wholeNumber(attributes[what]);
  const covered = wholeNumber(attributes[`covered${what}`]);
  return total === undefined || covered === undefined ? undefined : { covered, total };
}
