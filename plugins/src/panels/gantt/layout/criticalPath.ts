import { idOf, isQueueSegment, type SpanColumns } from '../model/columns';
import { f64, i32 } from '../model/typed';

/** What the whole took its time for: consecutive stretches in time order, each in the span that held things up. */
export interface CriticalPath {
  readonly span: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** 1 for spans with a stretch of their own. */
  readonly onPath: Uint8Array;
  /** Sum of the stretches. */
  readonly lengthMs: number;
}

/** One span being walked, from its end backwards. */
interface Walk {
  /** -1 for the parent that all roots are given. */
  readonly span: number;
  readonly end: number;
  /** Nothing before this belongs to the span or what is under it. */
  readonly floor: number;
  /** Children still to be looked at, latest end first. */
  readonly children: readonly number[];
  next: number;
  /** Where the walk stands; moves towards the start. */
  time: number;
}

/**
 * The critical path by the last-finishing child, as Jaeger and CRISP do it: from the end backwards, the child that ended last
 * held its parent up; before it, the child that ended last before that one began; what no child covers is the parent's own.
 * Children are clipped to their parent, except waiting time, which lies before it. Several roots are treated as children of one.
 *
 * @param off ids of spans that are known to have held nothing up, whatever their times
 */
export const criticalPath = (spans: SpanColumns, off: ReadonlySet<string> = new Set()): CriticalPath => {
  const stretches: { span: number; start: number; end: number }[] = [];
  const emit = (walk: Walk, from: number): void => {
    const start = Math.max(from, walk.floor, f64(spans.start, walk.span));
    if (walk.span >= 0 && walk.time > start) {
      stretches.push({ span: walk.span, start, end: walk.time });
    }
  };
  const stack: Walk[] = [walkOf(spans, off, -1, Infinity, -Infinity)];
  for (let walk = stack.at(-1); walk; walk = stack.at(-1)) {
    const child = walk.children[walk.next];
    if (child === undefined) {
      emit(walk, -Infinity);
      stack.pop();
      continue;
    }
    walk.next++;
    const end = Math.min(f64(spans.end, child), walk.end);
    const floor = isQueueSegment(spans, child) ? walk.floor : ownFloor(spans, walk);
    const start = Math.max(floor, earliestStart(spans, child));
    if (end <= walk.time && start < end) {
      emit(walk, end);
      walk.time = start;
      stack.push(walkOf(spans, off, child, end, floor));
    }
  }
  stretches.reverse();
  return columnsOf(spans.count, stretches);
};

const ownFloor = (spans: SpanColumns, walk: Walk): number =>
  walk.span < 0 ? walk.floor : Math.max(walk.floor, f64(spans.start, walk.span));

const walkOf = (spans: SpanColumns, off: ReadonlySet<string>, span: number, end: number, floor: number): Walk => ({
  span,
  end,
  floor,
  children: childrenOf(spans, off, span).sort((a, b) => f64(spans.end, b) - f64(spans.end, a) || a - b),
  next: 0,
  time: end,
});

const childrenOf = (spans: SpanColumns, off: ReadonlySet<string>, span: number): number[] => {
  const children: number[] = [];
  const past = span < 0 ? spans.count : i32(spans.last, span);
  for (let child = span + 1; child < past; child = i32(spans.last, child)) {
    if (off.size === 0 || !off.has(idOf(spans, child))) {
      children.push(child);
    }
  }
  return children;
};

/** A span's start, or that of its waiting time. */
const earliestStart = (spans: SpanColumns, span: number): number => {
  let start = f64(spans.start, span);
  for (let child = span + 1; child < i32(spans.last, span); child = i32(spans.last, child)) {
    if (isQueueSegment(spans, child)) {
      start = Math.min(start, f64(spans.start, child));
    }
  }
  return start;
};

const columnsOf = (count: number, stretches: readonly { span: number; start: number; end: number }[]): CriticalPath => {
  const onPath = new Uint8Array(count);
  let lengthMs = 0;
  for (const stretch of stretches) {
    onPath[stretch.span] = 1;
    lengthMs += stretch.end - stretch.start;
  }
  return {
    span: Int32Array.from(stretches, (stretch) => stretch.span),
    start: Float64Array.from(stretches, (stretch) => stretch.start),
    end: Float64Array.from(stretches, (stretch) => stretch.end),
    onPath,
    lengthMs,
  };
};
