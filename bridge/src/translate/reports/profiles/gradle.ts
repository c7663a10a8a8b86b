import type { BuildProfile } from '@summit/contracts';
import { malformed } from '../error';
import { durationMs } from '../numbers';
import { isoOf } from '../../time';
import { between, plainText } from './html';
import { type UnitList, unitList } from './units';

/** `gradle --profile`: `build/reports/profile/profile-*.html`, the only account of a build that Gradle itself writes into a file. */

const MAX_ROWS = 1_000_000;

/** @throws {ReportError} */
export function readGradleProfile(text: string): BuildProfile {
  const sections = [...sectionsOf(text)];
  const rowsOf = (title: string) => sections.find((section) => section.title === title)?.rows ?? [];
  if (!sections.some(({ title }) => title === 'Task Execution'))
    throw malformed("Gradle's profile has no table of its tasks: it was cut off.");
  const list = unitList();
  for (const [name = '', took] of rowsOf('Configuration'))
    if (name.startsWith(':')) list.add({ name, kind: 'configuration', durationMs: duration(took) });
  for (const [name = '', took] of rowsOf('Artifact Transforms'))
    list.add({ name, kind: 'transform', durationMs: duration(took) });
  for (const [name = '', took] of rowsOf('Dependency Resolution'))
    if (name !== 'All dependencies') list.add({ name, kind: 'dependencies', durationMs: duration(took) });
  const cache = addTasks(rowsOf('Task Execution'), list);
  const total = rowsOf('Summary').find(([what]) => what === 'Total Build Time')?.[1];
  return list.profile({
    format: 'gradle-profile',
    tool: 'gradle',
    durationMs: duration(total),
    startedAt: startOf(text),
    cache,
  });
}

/** Nothing but what was done, or found done, says anything of caches: some tasks have nothing to do. */
function addTasks(rows: readonly string[][], list: UnitList) {
  const cache = { hits: 0, misses: 0 };
  for (const [name = '', took, result = ''] of rows) {
    if (result === '(total)') continue;
    if (result === 'UP-TO-DATE' || result === 'FROM-CACHE') cache.hits += 1;
    else if (result === '') cache.misses += 1;
    list.add({ name, kind: result === '' ? 'task' : `task ${result.toLowerCase()}`, durationMs: duration(took) });
  }
  return cache;
}

interface Section {
  title: string;
  rows: string[][];
}

/** Tables by the heading above each. */
function* sectionsOf(text: string): Generator<Section> {
  let left = MAX_ROWS;
  for (let at = text.indexOf('<h2>'); at >= 0; at = text.indexOf('<h2>', at + 4)) {
    const title = between(text, '<h2>', '</h2>', at);
    const table = title && between(text, '<table>', '</table>', title.end);
    if (!title || !table) return;
    const rows: string[][] = [];
    for (const row of table.inner.split('<tr>', left)) {
      const cells = row
        .split('<td')
        .slice(1)
        .map((cell) => plainText(`<td${cell}`));
      if (cells.length > 0) rows.push(cells);
    }
    left -= rows.length;
    yield { title: plainText(title.inner), rows };
    at = table.end - 4;
  }
}

/** `0.807s`, `1m2.34s`, `1h2m3.00s`, `1d2h…`. */
function duration(text: string | undefined): number | undefined {
  const found = /^(?:(\d{1,4})d)?(?:(\d{1,2})h)?(?:(\d{1,2})m)?(?:(\d{1,3}(?:\.\d{1,6})?)s)?$/.exec(text ?? '');
  if (!found || text === '') return durationMs(text);
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = found;
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** In the zone of the machine, which it does not tell: taken for UTC. */
function startOf(text: string): string | undefined {
  const [, year, month, day, clock] =
    /Started on: (\d{4})\/(\d\d)\/(\d\d) - (\d\d:\d\d:\d\d)/.exec(text.slice(0, 5000)) ?? [];
  return year === undefined ? undefined : isoOf(Date.parse(`${year}-${month}-${day}T${clock}Z`));
}
