import { FLAG, type SpanColumns } from './columns';
import { findParents } from './parents';
import type { RawSpans } from './rawSpans';
import { isFinal, statusCode, statusOf } from './status';
import { treeOrder, type TreeOrder } from './treeOrder';
import { f64, i32, u8 } from './typed';

/**
 * Builds the columns that layout and drawing work on.
 *
 * Takes any input: what is broken is repaired and marked (see `FLAG`), never dropped, so there are as many spans as rows came in.
 *
 * @param now the time at which a span without an end is drawn to end, in the unit of `raw.start`
 */
export const buildSpans = (raw: RawSpans, now: number): SpanColumns => {
  const { parent, flags: rawFlags, ids, rowOf } = findParents(raw);
  const { rawStart, earliest } = knownStarts(raw, now);
  const order = treeOrder(parent, rawStart, earliest);
  const times = resolveTimes(raw, rawStart, rawFlags, order, earliest, now);
  const service = internColumn(raw.service, order.source);
  return {
    count: raw.count,
    origin: earliest,
    ...times,
    parent: order.parent,
    depth: order.depth,
    last: order.last,
    kind: gatherBytes(raw.kind, order.source),
    names: gatherTexts(raw.name, order.source),
    service: service.column,
    services: service.texts,
    ids: gatherTexts(ids, order.source),
    source: order.source,
    attributes: (span) => raw.attributes(i32(order.source, span)),
    url: (span) => raw.url(i32(order.source, span)),
    indexOf: (id) => {
      const row = rowOf(id);
      return row < 0 ? -1 : i32(order.position, row);
    },
  };
};

const gatherBytes = (column: Uint8Array, source: Int32Array): Uint8Array => {
  const gathered = new Uint8Array(source.length);
  for (let span = 0; span < source.length; span++) {
    gathered[span] = column[source[span] ?? 0] ?? 0;
  }
  return gathered;
};

const gatherTexts = (texts: readonly string[], source: Int32Array): string[] => {
  const gathered = new Array<string>(source.length);
  for (let span = 0; span < source.length; span++) {
    gathered[span] = texts[source[span] ?? 0] ?? '';
  }
  return gathered;
};

/** The same spans with what is live grown to `now` (milliseconds since the epoch); cheap enough for every second. */
export const withNow = (spans: SpanColumns, now: number): SpanColumns => {
  if (!spans.hasLive) {
    return spans;
  }
  const end = spans.end.map((value, span) =>
    (u8(spans.flags, span) & FLAG.live) !== 0 ? Math.max(now - spans.origin, value) : value,
  );
  return { ...spans, end };
};

/** Starts as given, or the end where only that is known; and the earliest of them. */
const knownStarts = (raw: RawSpans, now: number): { rawStart: Float64Array; earliest: number } => {
  const rawStart = new Float64Array(raw.count);
  let earliest = Infinity;
  for (let row = 0; row < raw.count; row++) {
    const given = raw.start[row] ?? NaN;
    const end = raw.end[row] ?? NaN;
    const start = Number.isFinite(given) ? given : Number.isFinite(end) ? end : NaN;
    rawStart[row] = start;
    if (start < earliest) {
      earliest = start;
    }
  }
  return { rawStart, earliest: Number.isFinite(earliest) ? earliest : now };
};

interface Times {
  readonly hasLive: boolean;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly status: Uint8Array;
  readonly flags: Uint8Array;
}

const RUNNING = statusCode('running');

const resolveTimes = (
  raw: RawSpans,
  rawStart: Float64Array,
  rawFlags: Uint8Array,
  order: TreeOrder,
  origin: number,
  now: number,
): Times => {
  const { count, start: givenStart, end: rawEnd, status: rawStatus } = raw;
  const { source, parent } = order;
  const start = new Float64Array(count);
  const end = new Float64Array(count);
  const status = new Uint8Array(count);
  const flags = new Uint8Array(count);
  let hasLive = false;
  const latestChild = new Float64Array(count).fill(-Infinity);
  // Children come after their parents, so going backwards each span knows when its last child ended.
  for (let span = count - 1; span >= 0; span--) {
    const row = i32(source, span);
    const from = f64(rawStart, row) - origin;
    const to = f64(rawEnd, row) - origin;
    let code = u8(rawStatus, row);
    let flag = u8(rawFlags, row) | (Number.isFinite(givenStart[row]) ? 0 : FLAG.repaired);
    let until = Math.max(from, to);
    if (!Number.isFinite(to)) {
      const final = isFinal(statusOf(code));
      until = Math.max(from, final ? f64(latestChild, span) : now - origin);
      flag |= final ? FLAG.repaired : FLAG.live;
      code = code === 0 ? RUNNING : code;
      hasLive = hasLive || !final;
    } else if (to < from) {
      flag |= FLAG.repaired;
    }
    start[span] = from;
    end[span] = until;
    status[span] = code;
    flags[span] = flag;
    const above = i32(parent, span);
    if (above >= 0 && until > f64(latestChild, above)) {
      latestChild[above] = until;
    }
  }
  return { start, end, status, flags, hasLive };
};

/** Stores each different text once; columns then hold its position. */
const internColumn = (texts: readonly string[], source: Int32Array): { column: Int32Array; texts: string[] } => {
  const known = new Map<string, number>();
  // Neighbours mostly share a service.
  let last: string | undefined;
  let position = 0;
  const column = new Int32Array(source.length);
  for (let span = 0; span < source.length; span++) {
    const text = texts[source[span] ?? 0] ?? '';
    if (text !== last) {
      last = text;
      position = known.get(text) ?? known.size;
      known.set(text, position);
    }
    column[span] = position;
  }
  return { column, texts: [...known.keys()] };
};
