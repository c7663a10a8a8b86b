import type { CriticalPath } from '../layout/criticalPath';
import type { Viewport } from '../layout/geometry';
import type { IntervalIndex } from '../layout/intervals';
import type { QueueSegments } from '../layout/queues';
import type { Rows } from '../layout/rows';
import type { TimeWindow } from '../layout/timeWindow';
import type { SpanColumns } from '../model/columns';
import type { Palette } from './palette';
import type { TextFitter } from './text';
import type { Textures } from './texture';

export type ColourBy = 'status' | 'service';

/** Texts the chart shows, in the user's formats. */
export interface Formats {
  readonly duration: (ms: number) => string;
  /** Label of a tick: time after the origin, for ticks `stepMs` apart. */
  readonly tick: (offsetMs: number, stepMs: number) => string;
  /** Added to a time before ticks count as round: 0 for time since the start. */
  readonly tickPhaseMs: number;
}

/** Everything one frame is drawn from. */
export interface Picture {
  readonly view: Viewport;
  readonly spans: SpanColumns;
  readonly rows: Rows;
  /** Absent when waiting time is not shown. */
  readonly queues: QueueSegments | undefined;
  readonly critical: CriticalPath | undefined;
  /** 1 for spans a search found; absent without a search. */
  readonly matches: Uint8Array | undefined;
  readonly collapsed: Uint8Array;
  /** What is under a collapsed span, to draw as a summary. */
  readonly summaryOf: (span: number) => IntervalIndex;
  readonly selected: number;
  readonly hoveredRow: number;
  readonly focusVisible: boolean;
  readonly brush: TimeWindow | undefined;
  readonly hoverTime: number | undefined;
  readonly colourBy: ColourBy;
  readonly formats: Formats;
}

/** What a painter draws with. */
export interface Brushes {
  readonly pen: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly textures: Textures;
  readonly texts: TextFitter;
  readonly pixelRatio: number;
}

/** Moves a coordinate onto the device's pixels, so that edges are sharp. */
export const snap = (value: number, pixelRatio: number): number => Math.round(value * pixelRatio) / pixelRatio;
