import type { QueueSegments } from '../layout/queues';
import { queueMs } from '../layout/queues';
import {
  FLAG,
  durationOf,
  hasFlag,
  hasRows,
  isQueueSegment,
  kindAt,
  nameOf,
  serviceOf,
  statusAt,
  type SpanColumns,
} from '../model/columns';
import type { Kind } from '../model/kind';
import { STATUSES, STATUS_WORD } from '../model/status';
import { f64, i32, u8 } from '../model/typed';

export type DurationText = (ms: number) => string;

/** One sentence for a screen reader: everything the row shows. */
export const describeSpan = (
  spans: SpanColumns,
  queues: QueueSegments,
  span: number,
  collapsed: boolean,
  onCritical: boolean,
  duration: DurationText,
): string => {
  const queued = queueMs(spans, queues, span);
  const parts = [
    nameOf(spans, span) || 'No name',
    serviceOf(spans, span),
    STATUS_WORD[statusAt(spans, span)],
    queued > 0 ? `queued ${duration(queued)}` : '',
    `took ${duration(durationOf(spans, span))}`,
    `starts at ${duration(f64(spans.start, span))}`,
    onCritical ? 'on the critical path' : '',
    `level ${i32(spans.depth, span) + 1}`,
    hasRows(spans, span) ? (collapsed ? 'collapsed' : 'expanded') : '',
    ...remarks(spans, span),
  ];
  return parts.filter((part) => part !== '').join(', ');
};

/** What is odd about a span's data, in words. */
export const remarks = (spans: SpanColumns, span: number): string[] => [
  ...(hasFlag(spans, span, FLAG.orphan) ? ['its parent is not in the data'] : []),
  ...(hasFlag(spans, span, FLAG.cycle) ? ['it names one of its descendants as its parent'] : []),
  ...(hasFlag(spans, span, FLAG.repaired) ? ['its times are incomplete'] : []),
  ...(hasFlag(spans, span, FLAG.duplicate) ? ['its id occurs more than once'] : []),
];

/** The chart in one sentence: how many of what, how long, and how many in each state that is not plain success. */
export const describeChart = (spans: SpanColumns, lengthMs: number, duration: DurationText): string => {
  const counts = countStatuses(spans);
  const states = STATUSES.flatMap((status, code) =>
    i32(counts, code) > 0 && status !== 'success' && status !== 'unknown'
      ? [`${i32(counts, code)} ${STATUS_WORD[status].toLowerCase()}`]
      : [],
  );
  return [`${describeCounted(spans)} over ${duration(lengthMs)}`, ...states].join(', ');
};

/** In the order of a build's tree. A wait that has a row of its own is a span like any other. */
const counted: readonly (readonly [kinds: readonly Kind[], word: string])[] = [
  [['run'], 'run'],
  [['job'], 'job'],
  [['step'], 'step'],
  [['span', 'queue'], 'span'],
];

/** What there is, in its own words: `1 run, 7 jobs, 66 steps`, or `1,204 spans`. */
export const describeCounted = (spans: SpanColumns): string => {
  const counts: Partial<Record<Kind, number>> = {};
  for (let span = 0; span < spans.count; span++) {
    if (!isQueueSegment(spans, span)) {
      const kind = kindAt(spans, span);
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
  }
  const parts = counted.flatMap(([kinds, word]) => {
    const count = kinds.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
    return count > 0 ? [`${count.toLocaleString()} ${word}${count === 1 ? '' : 's'}`] : [];
  });
  return parts.join(', ');
};

/** Number of spans in each status, by code. Waiting segments belong to their parent's row and are not counted, as a search does not find them. */
export const countStatuses = (spans: SpanColumns): Int32Array => {
  const counts = new Int32Array(STATUSES.length);
  for (let span = 0; span < spans.count; span++) {
    if (!isQueueSegment(spans, span)) {
      const code = u8(spans.status, span);
      counts[code] = i32(counts, code) + 1;
    }
  }
  return counts;
};
