import type { BuildProfile } from '@summit/contracts';
import { z } from 'zod';
import { malformed } from '../error';
import { OptionalNumber, OptionalText, TextOrNone } from '../json';
import { isoOf } from '../../time';
import { unitList } from './units';

/** `bazel build --profile=FILE`: Chrome's trace events, https://bazel.build/advanced/performance/json-trace-profile. Times are microseconds. */

const Trace = z.object({
  otherData: z
    .object({ build_id: OptionalText, date: OptionalText, profile_start_ts: OptionalNumber })
    .optional()
    .catch(undefined),
  traceEvents: z.array(z.unknown()),
});

const Complete = z.object({
  ph: z.literal('X'),
  cat: TextOrNone,
  name: TextOrNone,
  ts: z.number(),
  dur: z.number().nonnegative(),
  args: z.object({ mnemonic: OptionalText }).optional().catch(undefined),
});
type Complete = z.output<typeof Complete>;

const ACTION = 'action processing';
/** What actions are made of is in them already, and the critical path tells of some a second time. */
const KINDS: ReadonlyMap<string, string> = new Map([
  [ACTION, 'action'],
  ['package creation', 'package'],
  ['bazel module processing', 'module'],
  ['Fetching repository', 'repository'],
]);

/** @throws {ReportError} */
export function readBazelProfile(value: unknown): BuildProfile {
  const trace = Trace.safeParse(value);
  if (!trace.success) throw malformed('The profile has no list of trace events.');
  const list = unitList();
  const seen = { start: Infinity, end: -Infinity, checks: 0, downloads: 0, remote: 0, actions: 0 };
  for (const event of trace.data.traceEvents) {
    const one = Complete.safeParse(event);
    if (!one.success) continue;
    count(one.data, seen);
    seen.start = Math.min(seen.start, one.data.ts);
    seen.end = Math.max(seen.end, one.data.ts + one.data.dur);
  }
  for (const event of trace.data.traceEvents) {
    const one = Complete.safeParse(event);
    const kind = one.success ? KINDS.get(one.data.cat) : undefined;
    if (!one.success || kind === undefined) continue;
    const { name, ts, dur, args } = one.data;
    list.add({
      name,
      kind: args?.mnemonic ?? kind,
      startMs: (ts - seen.start) / 1000,
      durationMs: dur / 1000,
    });
  }
  if (seen.actions === 0)
    throw malformed('The trace tells of no action of Bazel; profiles of other tools are not read.');
  return list.profile({
    format: 'bazel-profile',
    tool: 'bazel',
    durationMs: (seen.end - seen.start) / 1000,
    startedAt: startOf(trace.data.otherData?.profile_start_ts, trace.data.otherData?.date),
    cache: cacheOf(seen),
  });
}

type Seen = Record<'checks' | 'downloads' | 'remote' | 'actions', number>;

function count({ cat }: Complete, seen: Seen): void {
  if (cat === ACTION) seen.actions += 1;
  else if (cat === 'remote action cache check') seen.checks += 1;
  else if (cat === 'remote output download') seen.downloads += 1;
  else if (cat === 'remote action execution') seen.remote += 1;
}

/** Bazel does not say how a look-up ended, but what it found it downloads. What was built remotely is downloaded too. */
function cacheOf({ checks, downloads, remote }: Seen) {
  const hits = Math.min(checks, Math.max(0, downloads - remote));
  return checks === 0 ? undefined : { hits, misses: checks - hits };
}

/** Newer releases say the moment; older ones a date that Java writes, with a zone by name. */
function startOf(ms: number | undefined, date: string | undefined): string | undefined {
  if (ms !== undefined) return isoOf(ms);
  const [, day, clock, year] = /^\w{3} (\w{3} \d{1,2}) (\d\d:\d\d:\d\d) UTC (\d{4})$/.exec(date ?? '') ?? [];
  return day === undefined ? undefined : isoOf(Date.parse(`${day} ${year} ${clock} UTC`));
}
