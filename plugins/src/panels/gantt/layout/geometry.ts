import { hasRows, type SpanColumns } from '../model/columns';
import { f64, i32 } from '../model/typed';
import type { QueueSegments } from './queues';
import type { Rows } from './rows';
import type { TimeWindow } from './timeWindow';

/** Fixed measures of the chart in CSS pixels. */
export const MEASURE = { axis: 28, row: 24, bar: 14, indent: 14, chevron: 16, padding: 8 } as const;

/** How the chart lies on the canvas, in CSS pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  /** Width of the column of names; bars begin right of it. */
  readonly namesWidth: number;
  /** Pixels of rows above the first line shown. */
  readonly scrollTop: number;
  readonly window: TimeWindow;
}

export const plotWidth = (view: Viewport): number => Math.max(1, view.width - view.namesWidth);

export const xOf = (view: Viewport, time: number): number =>
  view.namesWidth + ((time - view.window.start) / (view.window.end - view.window.start)) * plotWidth(view);

export const timeAt = (view: Viewport, x: number): number =>
  view.window.start + ((x - view.namesWidth) / plotWidth(view)) * (view.window.end - view.window.start);

export const yOfRow = (view: Viewport, row: number): number => MEASURE.axis + row * MEASURE.row - view.scrollTop;

/** First row shown and one past the last. */
export const visibleRows = (view: Viewport, rowCount: number): readonly [first: number, past: number] => {
  const first = Math.max(0, Math.floor(view.scrollTop / MEASURE.row));
  const past = Math.ceil((view.scrollTop + Math.max(0, view.height - MEASURE.axis)) / MEASURE.row);
  return [Math.min(first, rowCount), Math.min(Math.max(past, 0), rowCount)];
};

/** Left edge of what is in the name column for a depth; deep trees stop indenting so that names can still be read. */
export const indentOf = (view: Viewport, depth: number): number =>
  MEASURE.padding + Math.min(depth * MEASURE.indent, Math.max(0, view.namesWidth * 0.5 - MEASURE.padding));

/** What lies under a point. */
export type Hit =
  | { readonly zone: 'axis'; readonly time: number }
  | { readonly zone: 'outside' }
  | { readonly zone: 'chevron' | 'name' | 'bar' | 'queue' | 'row'; readonly row: number; readonly span: number };

/** What a point of the chart is tested against. */
export interface HitTarget {
  readonly view: Viewport;
  readonly spans: SpanColumns;
  readonly rows: Rows;
  /** Absent when waiting time is not shown. */
  readonly queues: QueueSegments | undefined;
}

const OUTSIDE: Hit = { zone: 'outside' };

/** Bars can be hit this far beside them, however narrow they are. */
const SLACK_PX = 3;

/** Finds what lies under a point of the canvas. */
export const hitTest = (target: HitTarget, x: number, y: number): Hit => {
  const { view, rows } = target;
  if (x < 0 || y < 0 || x >= view.width || y >= view.height) {
    return OUTSIDE;
  }
  if (y < MEASURE.axis) {
    return x < view.namesWidth ? OUTSIDE : { zone: 'axis', time: timeAt(view, x) };
  }
  const row = Math.floor((y - MEASURE.axis + view.scrollTop) / MEASURE.row);
  if (row < 0 || row >= rows.count) {
    return OUTSIDE;
  }
  return x < view.namesWidth ? hitName(target, row, x) : hitBar(target, row, x);
};

const hitName = ({ view, spans, rows }: HitTarget, row: number, x: number): Hit => {
  const span = i32(rows.span, row);
  const left = indentOf(view, i32(spans.depth, span));
  const onChevron = x >= left - 4 && x < left + MEASURE.chevron && hasRows(spans, span);
  return { zone: onChevron ? 'chevron' : 'name', row, span };
};

const hitBar = ({ view, spans, rows, queues }: HitTarget, row: number, x: number): Hit => {
  const span = i32(rows.span, row);
  const covers = (candidate: number): boolean =>
    x >= xOf(view, f64(spans.start, candidate)) - SLACK_PX && x <= xOf(view, f64(spans.end, candidate)) + SLACK_PX;
  if (covers(span)) {
    return { zone: 'bar', row, span };
  }
  for (let queue = queues ? i32(queues.first, span) : -1; queues && queue >= 0; queue = i32(queues.next, queue)) {
    if (covers(queue)) {
      return { zone: 'queue', row, span: queue };
    }
  }
  return { zone: 'row', row, span };
};
