import type { BuildProfile } from '@summit/contracts';
import { z } from 'zod';
import { malformed } from '../error';
import { OptionalText, TextOrNone } from '../json';
import { durationMs, timeOf, wholeNumber } from '../numbers';
import { between, plainText } from './html';
import { unitList } from './units';

/** `cargo build --timings`: `target/cargo-timings/cargo-timing*.html`, a page whose units are a JSON array in its script. Times are seconds. */

const Unit = z.object({
  name: z.string(),
  version: TextOrNone,
  mode: OptionalText,
  target: TextOrNone,
  start: z.number(),
  duration: z.number(),
});
type Unit = z.output<typeof Unit>;

/** @throws {ReportError} */
export function readCargoTimings(text: string): BuildProfile {
  const units = unitsOf(text);
  const list = unitList();
  for (const value of units) {
    const unit = Unit.safeParse(value).data;
    // What was fresh took no time.
    if (!unit || unit.duration <= 0) continue;
    list.add({
      name: `${unit.name} ${unit.version}${unit.target}`.trim(),
      kind: kindOf(unit),
      startMs: unit.start * 1000,
      durationMs: unit.duration * 1000,
    });
  }
  const fact = factsOf(text);
  const fresh = wholeNumber(fact('Fresh units:'));
  const dirty = wholeNumber(fact('Dirty units:'));
  return list.profile({
    format: 'cargo-timings',
    tool: 'cargo',
    // `75.2s (1m 15.2s)`
    durationMs: durationMs(fact('Total time:')?.split(' ', 1)[0]),
    startedAt: timeOf(fact('Build start:')),
    cache: fresh === undefined || dirty === undefined ? undefined : { hits: fresh, misses: dirty },
  });
}

/** No text in JSON has a line break in it, so that the first line of its own that closes the array is its end. */
function unitsOf(text: string): unknown[] {
  const array = between(text, 'UNIT_DATA = [', '\n];')?.inner ?? between(text, 'UNIT_DATA = [', '];')?.inner;
  if (array === undefined) throw malformed("Cargo's timings have no list of units: the file was cut off.");
  try {
    return z.array(z.unknown()).parse(JSON.parse(`[${array}]`));
  } catch {
    throw malformed("Cargo's timings have a list of units that is not well-formed.");
  }
}

function kindOf({ mode, target }: Unit): string {
  if (mode === 'run-custom-build') return 'build script, run';
  if (target.includes('build-script')) return 'build script';
  return mode === undefined || mode === 'todo' || mode === 'build' ? 'compile' : mode;
}

/** The table at the head of the page. */
function factsOf(text: string): (name: string) => string | undefined {
  const table = between(text, 'summary-table', '</table>')?.inner ?? '';
  return (name) => {
    const cell = between(table, `<td>${name}</td>`, '</td>')?.inner;
    return cell === undefined ? undefined : plainText(cell);
  };
}
