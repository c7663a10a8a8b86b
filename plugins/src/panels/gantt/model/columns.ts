import { KINDS, kindOf, type Kind } from './kind';
import type { Attribute } from './rawSpans';
import { statusOf, type Status } from './status';
import { f64, i32, textAt, u8 } from './typed';

/** Bits of the flags column: what a reader should know about a span beyond its status. */
export const FLAG = {
  /** Has no end yet; drawn up to now. */
  live: 1,
  /** Names a parent that is not there; shown as a root. */
  orphan: 2,
  /** Was its own ancestor; the ring is cut here. */
  cycle: 4,
  /** Had a missing start, a missing end or an end before its start. */
  repaired: 8,
  /** Repeats the id of an earlier span. */
  duplicate: 16,
} as const;

/**
 * Spans as columns, in tree order: parents before their children, siblings by start, so that the descendants of span `i` are
 * exactly `i + 1 … last[i] - 1`. Times are milliseconds after `origin`, which keeps them precise below a microsecond.
 */
export interface SpanColumns {
  readonly count: number;
  /** Milliseconds since the epoch of the earliest start. */
  readonly origin: number;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Index of the parent, -1 for a root. */
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  /** One past the last descendant. */
  readonly last: Int32Array;
  /** Codes of `STATUSES`, `KINDS` and bits of `FLAG`. */
  readonly status: Uint8Array;
  readonly kind: Uint8Array;
  readonly flags: Uint8Array;
  readonly names: readonly string[];
  /** Position in `services`, which holds each once. */
  readonly service: Int32Array;
  readonly services: readonly string[];
  readonly ids: readonly string[];
  /** Row of the span in its source. */
  readonly source: Int32Array;
  readonly hasLive: boolean;
  readonly attributes: (span: number) => readonly Attribute[];
  readonly url: (span: number) => string;
  /** The first span with this id, or -1. */
  readonly indexOf: (id: string) => number;
}

export const nameOf = (spans: SpanColumns, span: number): string => textAt(spans.names, span);
export const serviceOf = (spans: SpanColumns, span: number): string => textAt(spans.services, i32(spans.service, span));
export const idOf = (spans: SpanColumns, span: number): string => textAt(spans.ids, span);
export const statusAt = (spans: SpanColumns, span: number): Status => statusOf(u8(spans.status, span));
export const kindAt = (spans: SpanColumns, span: number): Kind => kindOf(u8(spans.kind, span));
export const durationOf = (spans: SpanColumns, span: number): number => f64(spans.end, span) - f64(spans.start, span);
export const hasFlag = (spans: SpanColumns, span: number, flag: number): boolean =>
  (u8(spans.flags, span) & flag) !== 0;

const QUEUE_CODE = KINDS.indexOf('queue');

/** Whether a span is the waiting time of its parent, drawn in the parent's row rather than in one of its own. */
export const isQueueSegment = (spans: SpanColumns, span: number): boolean =>
  u8(spans.kind, span) === QUEUE_CODE && i32(spans.parent, span) >= 0 && i32(spans.last, span) === span + 1;

/** Whether a span has children that get rows of their own. */
export const hasRows = (spans: SpanColumns, span: number): boolean => {
  for (let child = span + 1; child < i32(spans.last, span); child = i32(spans.last, child)) {
    if (!isQueueSegment(spans, child)) {
      return true;
    }
  }
  return false;
};
