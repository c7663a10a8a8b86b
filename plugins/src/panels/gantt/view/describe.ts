import type { QueueSegments } from '../layout/queues';
import { queueMs } from '../layout/queues';
import {
  FLAG,
  durationOf,
  hasFlag,
  hasRows,
  isQueueSegment,
  nameOf,
  serviceOf,
  statusAt,
  type SpanColumns,
} from '../model/columns';
import { KINDS, type Kind } from '../model/kind';
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

/** How many spans there are of each status and of each kind, by their codes. */
export interface SpanCounts {
  readonly statuses: Int32Array;
  readonly kinds: Int32Array;
}

/** Waiting segments belong to their parent's row and are not counted, as a search does not find them. */
export const countSpans = (spans: SpanColumns): SpanCounts => {
  const statuses = new Int32Array(STATUSES.length);
  const kinds = new Int32Array(KINDS.length);
  for (let span = 0; span < spans.count; span++) {
    if (!isQueueSegment(spans, span)) {
      const status = u8(spans.status, span);
      const kind = u8(spans.kind, span);
      statuses[status] = i32(statuses, status) + 1;
      kinds[kind] = i32(kinds, kind) + 1;
    }
  }
  return { statuses, kinds };
};

/** The chart in one sentence: how many of what, how long, and how many in each state that is not plain success. */
export const describeChart = (counts: SpanCounts, lengthMs: number, duration: DurationText): string => {
  const states = STATUSES.flatMap((status, code) => {
    const count = i32(counts.statuses, code);
    return count > 0 && status !== 'success' && status !== 'unknown'
      ? [`${count} ${STATUS_WORD[status].toLowerCase()}`]
      : [];
  });
  return [`${describeCounted(counts)} over ${duration(lengthMs)}`, ...states].join(', ');
};

/** In the order of a build's tree. A wait that has a row of its own is a span like any other. */
const counted: readonly (readonly [kinds: readonly Kind[], word: string])[] = [
  [['run'], 'run'],
  [['job'], 'job'],
  [['step'], 'step'],
  [['span', 'queue'], 'span'],
];

/** What there is, in its own words: `1 run, 7 jobs, 66 steps`, or `1,204 spans`. */
export const describeCounted = ({ kinds }: SpanCounts): string => {
  const parts = counted.flatMap(([of, word]) => {
    const count = of.reduce((sum, kind) => sum + i32(kinds, KINDS.indexOf(kind)), 0);
    return count > 0 ? [`${count.toLocaleString()} ${word}${count === 1 ? '' : 's'}`] : [];
  });
  return parts.join(', ');
};
