import type { CoverageReport } from '@summit/contracts';
import { ReportError } from './error';
import { coverageList, type FileTally } from './coverage';
import { wholeNumber } from './numbers';
import { keyOf } from './tally';
import type { XmlReader, XmlTag } from './xml';

/** Cobertura XML, as coverage.py, Istanbul, coverlet, gcovr, PHPUnit and others write it. The classes of one file are told one by one. */

interface Method {
  name: string;
  isCovered: boolean;
}

export function coberturaReader(): XmlReader<CoverageReport> {
  const list = coverageList();
  let file: FileTally | undefined;
  /** Tells its methods from those of other classes; a number, for the name may be long and its methods many. */
  let classKey = 0;
  let method: Method | undefined;

  return {
    open({ name, attributes }) {
      if (name === 'class') {
        classKey = keyOf(attributes['name'] ?? '');
        file = list.file(attributes['filename'] ?? attributes['name'] ?? '');
      } else if (name === 'method') {
        const title = `${classKey}.${attributes['name'] ?? ''}${attributes['signature'] ?? ''}`;
        method = { name: title, isCovered: hits(attributes['hits']) || Number(attributes['line-rate'] ?? 0) > 0 };
      } else if (name === 'lineToCover') {
        throw new ReportError('unknown_format', "The report is SonarQube's own; upload the one that it was made of.");
      } else if (name === 'line' && file) {
        const isCovered = hits(attributes['hits']);
        if (method && isCovered) method.isCovered = true;
        addLine(file, attributes, isCovered);
      }
      return false;
    },
    close(name) {
      if (name === 'class') file = undefined;
      else if (name === 'method') {
        if (method) file?.function(method.name, method.isCovered);
        method = undefined;
      }
    },
    end: () => list.report('cobertura'),
  };
}

/** Istanbul writes a method's line as often as it was called, others as often as it ran; both say whether it ran at all. */
const hits = (text: string | undefined): boolean => Number(text ?? 0) > 0;

const CONDITIONS = /\((\d{1,9})\/(\d{1,9})\)/;

function addLine(file: FileTally, attributes: XmlTag['attributes'], isCovered: boolean): void {
  const number = wholeNumber(attributes['number']);
  if (number === undefined) return;
  file.line(number, isCovered);
  const [, covered, total] = CONDITIONS.exec(attributes['condition-coverage']?.slice(0, 60) ?? '') ?? [];
  if (total !== undefined) file.branchesOf(number, Number(covered), Number(total));
}
