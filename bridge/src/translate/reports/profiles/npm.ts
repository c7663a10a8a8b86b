import type { BuildProfile } from '@summit/contracts';
import { z } from 'zod';
import { malformed } from '../error';
import { isoOf } from '../../time';
import { unitList } from './units';

/** `npm install --timing`, npm 9 and later: `_logs/*-timing.json` in npm's cache. Timers are milliseconds, by name; they do not say when they began. */

const Timing = z.object({
  metadata: z.object({ id: z.string().optional().catch(undefined) }),
  timers: z.record(z.string(), z.unknown()),
});

/** npm's own time is that of the whole, and so is the command's. */
const WHOLE = /^(?:npm$|command:)/;

/** @throws {ReportError} */
export function readNpmTiming(value: unknown): BuildProfile {
  const timing = Timing.safeParse(value);
  if (!timing.success) throw malformed('The timings of npm have no timers.');
  const { timers, metadata } = timing.data;
  const list = unitList();
  for (const [name, ms] of Object.entries(timers)) {
    if (typeof ms !== 'number' || WHOLE.test(name)) continue;
    list.add({ ...unitOf(name, timers), durationMs: ms });
  }
  const total = timers['npm'];
  return list.profile({
    format: 'npm-timing',
    tool: 'npm',
    durationMs: typeof total === 'number' ? total : undefined,
    startedAt: startOf(metadata.id),
  });
}

/** Timers lie in each other, by their names: a step is part of a phase, so that only units of one kind may be summed. */
function unitOf(name: string, timers: Readonly<Record<string, unknown>>): { name: string; kind: string } {
  const colon = name.indexOf(':');
  const head = colon < 0 ? name : name.slice(0, colon);
  if (head === 'reifyNode') return { name: name.slice(colon + 1), kind: 'package' };
  if (name.startsWith('build:run:')) return { name: name.slice('build:run:'.length), kind: 'script' };
  if (head === 'idealTree' && name.includes('node_modules/')) return { name, kind: 'resolution' };
  const around = name.slice(0, Math.max(0, name.lastIndexOf(':')));
  return { name, kind: Object.hasOwn(timers, around) && !WHOLE.test(around) ? 'step' : 'phase' };
}

/** `2026-11-22T02_13_03_402Z`: a time that may be part of a file's name. */
function startOf(id: string | undefined): string | undefined {
  const found = /^(\d{4}-\d\d-\d\dT\d\d)_(\d\d)_(\d\d)_(\d{3}Z)$/.exec(id ?? '');
  return found ? isoOf(Date.parse(`${found[1]}:${found[2]}:${found[3]}.${found[4]}`)) : undefined;
}
