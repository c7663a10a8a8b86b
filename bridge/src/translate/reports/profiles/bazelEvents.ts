import type { BuildProfile, CacheUse } from '@summit/contracts';
import { z } from 'zod';
import { malformed } from '../error';
import { OptionalText } from '../json';
import { linesOf } from '../lines';
import { isoOf } from '../../time';
import { type UnitList, unitList } from './units';

/**
 * `bazel build --build_event_json_file=FILE`: the Build Event Protocol, one event a line. Actions that succeeded are in it with
 * `--build_event_publish_all_actions`, and with their times since Bazel 6; results of tests always are.
 */

/** 64-bit numbers are text in the JSON of protocol buffers. */
const Long = z.union([z.number(), z.string().regex(/^-?\d{1,18}$/)]).transform(Number);
const OptionalLong = Long.optional().catch(undefined);
const Moment = z.iso.datetime({ offset: true }).optional().catch(undefined);
/** `1.250s`. */
const Seconds = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,9})?s$/)
  .transform((text) => Number(text.slice(0, -1)) * 1000)
  .optional()
  .catch(undefined);

const Runner = z.object({ name: z.string(), count: Long.catch(0) });

const Event = z.object({
  id: z.looseObject({
    actionCompleted: z.object({ label: OptionalText, primaryOutput: OptionalText }).optional().catch(undefined),
    testResult: z.object({ label: OptionalText, run: OptionalLong, shard: OptionalLong }).optional().catch(undefined),
  }),
  started: z.object({ startTimeMillis: OptionalLong, startTime: Moment }).optional().catch(undefined),
  action: z
    .object({ type: OptionalText, label: OptionalText, startTime: Moment, endTime: Moment })
    .optional()
    .catch(undefined),
  testResult: z
    .object({
      cachedLocally: z.boolean().optional().catch(undefined),
      executionInfo: z.object({ cachedRemotely: z.boolean().optional() }).optional().catch(undefined),
      testAttemptStartMillisEpoch: OptionalLong,
      testAttemptDurationMillis: OptionalLong,
      testAttemptStart: Moment,
      testAttemptDuration: Seconds,
    })
    .optional()
    .catch(undefined),
  finished: z.object({ finishTimeMillis: OptionalLong, finishTime: Moment }).optional().catch(undefined),
  buildMetrics: z
    .object({
      actionSummary: z
        .object({
          runnerCount: z.array(Runner).optional().catch(undefined),
          actionCacheStatistics: z.object({ hits: OptionalLong, misses: OptionalLong }).optional().catch(undefined),
        })
        .optional()
        .catch(undefined),
      timingMetrics: z.object({ wallTimeInMs: OptionalLong }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  buildToolLogs: z
    .object({ log: z.array(z.object({ name: OptionalText, contents: OptionalText })) })
    .optional()
    .catch(undefined),
});
type Event = z.output<typeof Event>;

interface Build {
  list: UnitList;
  startMs: number | undefined;
  endMs: number | undefined;
  wallMs: number | undefined;
  cache: CacheUse | undefined;
}

/** The first event is always the same. */
export const isBazelEvent = (text: string): boolean => /^\{\s{0,9}"id":\s{0,9}\{\s{0,9}"started":/.test(text);

/** @throws {ReportError} */
export function readBazelEvents(text: string): BuildProfile {
  const build: Build = { list: unitList(), startMs: undefined, endMs: undefined, wallMs: undefined, cache: undefined };
  let lastLine = '';
  for (const line of linesOf(text)) {
    if (line.trim() === '') continue;
    lastLine = line;
    const event = eventOf(line);
    if (event !== undefined) take(event, build);
  }
  if (eventOf(lastLine) === undefined) throw malformed('The build events end within an event: the file was cut off.');
  if (build.startMs === undefined) throw malformed('The build events do not say when the build started.');
  const { list, startMs, endMs, wallMs, cache } = build;
  return list.profile({
    format: 'bazel-events',
    tool: 'bazel',
    durationMs: endMs === undefined ? wallMs : endMs - startMs,
    startedAt: isoOf(startMs),
    cache,
  });
}

function eventOf(line: string): Event | undefined {
  try {
    return Event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

const momentOf = (ms: number | undefined, text: string | undefined): number | undefined =>
  ms ?? (text === undefined ? undefined : Date.parse(text));

function take(event: Event, build: Build): void {
  const { started, finished, buildMetrics, buildToolLogs } = event;
  if (started) build.startMs ??= momentOf(started.startTimeMillis, started.startTime);
  if (finished) build.endMs = momentOf(finished.finishTimeMillis, finished.finishTime);
  if (buildMetrics) {
    build.wallMs = buildMetrics.timingMetrics?.wallTimeInMs;
    build.cache =
      cacheOfRunners(
        buildMetrics.actionSummary?.runnerCount,
        buildMetrics.actionSummary?.actionCacheStatistics?.hits,
      ) ?? build.cache;
  }
  if (buildToolLogs) build.cache ??= cacheOfLogs(buildToolLogs.log);
  takeAction(event, build);
  takeTest(event, build);
}

function takeAction({ id, action }: Event, { list, startMs }: Build): void {
  if (action?.startTime === undefined || action.endTime === undefined) return;
  const start = Date.parse(action.startTime);
  list.add({
    name: id.actionCompleted?.primaryOutput ?? action.label ?? id.actionCompleted?.label ?? '',
    kind: action.type ?? 'action',
    startMs: startMs === undefined ? undefined : Math.max(0, start - startMs),
    durationMs: Date.parse(action.endTime) - start,
  });
}

function takeTest({ id, testResult }: Event, { list, startMs }: Build): void {
  const test = id.testResult;
  if (!test || !testResult || testResult.cachedLocally === true || testResult.executionInfo?.cachedRemotely === true)
    return;
  const start = momentOf(testResult.testAttemptStartMillisEpoch, testResult.testAttemptStart);
  const shard = test.shard !== undefined && test.shard > 1 ? ` (shard ${test.shard})` : '';
  list.add({
    name: `${test.label ?? ''}${shard}`,
    kind: 'test',
    startMs: start === undefined || startMs === undefined ? undefined : Math.max(0, start - startMs),
    durationMs: testResult.testAttemptDurationMillis ?? testResult.testAttemptDuration,
  });
}

const IS_HIT = /cache hit$/;
/** Bazel's own bookkeeping is no work that a cache could spare, and `total` is the sum. */
const IS_WORK = /^(?!total$|internal$)/;

function cacheOfRunners(runners: readonly z.output<typeof Runner>[] | undefined, local = 0): CacheUse | undefined {
  if (runners === undefined) return undefined;
  const sum = (wanted: (name: string) => boolean): number =>
    runners.reduce((total, { name, count }) => total + (wanted(name) ? Math.max(0, count) : 0), 0);
  return {
    hits: sum((name) => IS_HIT.test(name)) + Math.max(0, local),
    misses: sum((name) => !IS_HIT.test(name) && IS_WORK.test(name)),
  };
}

/** Before Bazel 6 only the closing sentence says it: `4 processes: 2 remote cache hit, 2 linux-sandbox.` */
function cacheOfLogs(
  logs: readonly { name?: string | undefined; contents?: string | undefined }[],
): CacheUse | undefined {
  const contents = logs.find(({ name }) => name === 'process stats')?.contents;
  if (contents === undefined) return undefined;
  const words = Buffer.from(contents.slice(0, 2000), 'base64').toString('utf8');
  const [, list] = /^\d{1,9} process(?:es)?: (.{1,1000})$/.exec(words.trim().replace(/\.$/, '')) ?? [];
  return cacheOfRunners(
    list?.split(', ').flatMap((part) => {
      const [, count, name] = /^(\d{1,9}) (.{1,60})$/.exec(part) ?? [];
      return count === undefined || name === undefined ? [] : [{ name, count: Number(count) }];
    }),
  );
}
