import type { CoverageReport } from '@summit/contracts';
import { coverageList, type FileTally } from './coverage';
import { wholeNumber } from './numbers';
import { nameOf } from './words';
import type { XmlReader, XmlTag } from './xml';

/** JaCoCo XML, which sums up each source file. Reports of several modules have a group around each, which tells their files apart. */
export function jacocoReader(): XmlReader<CoverageReport> {
  const list = coverageList();
  const groups: string[] = [];
  let packageName = '';
  let file: FileTally | undefined;

  return {
    open({ name, attributes, parent }) {
      if (name === 'group') groups.push(within(groups.at(-1) ?? '', attributes['name']));
      else if (name === 'package') packageName = within(groups.at(-1) ?? '', attributes['name']);
      else if (name === 'sourcefile') {
        file = list.file(within(packageName, attributes['name']));
      } else if (name === 'counter' && parent === 'sourcefile') addCounter(file, attributes);
      return false;
    },
    close(name) {
      if (name === 'group') groups.pop();
      else if (name === 'sourcefile') file = undefined;
    },
    end: () => list.report('jacoco'),
  };
}

/** Groups and packages are cut as they begin: each of their files has their names in front. */
const within = (around: string, name = ''): string =>
  nameOf(around === '' || name === '' ? around + name : `${around}/${name}`);

const COUNTERS: ReadonlyMap<string | undefined, 'lines' | 'branches' | 'functions'> = new Map([
  ['LINE', 'lines'],
  ['BRANCH', 'branches'],
  ['METHOD', 'functions'],
]);

function addCounter(file: FileTally | undefined, attributes: XmlTag['attributes']): void {
  const kind = COUNTERS.get(attributes['type']);
  const missed = wholeNumber(attributes['missed']);
  const covered = wholeNumber(attributes['covered']);
  if (kind === undefined || missed === undefined || covered === undefined) return;
  file?.sums({ [kind]: { covered, total: missed + covered } });
}
