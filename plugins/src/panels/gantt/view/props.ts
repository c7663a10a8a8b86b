import type { TimeZone } from '@grafana/data';

import type { SpanColumns } from '../model/columns';
import type { ColourBy } from '../render/picture';
import type { ChartPlayhead } from './playhead';
import type { AxisMode } from './useFormats';
import type { GanttViewState } from './viewState';

export interface GanttViewProps {
  /** What to draw, from `fromFrames` or `buildSpans`; keep the identity while the data is the same. */
  readonly spans: SpanColumns;
  /** State of the view, when the page keeps it (in its URL); the chart keeps its own without. */
  readonly view?: GanttViewState;
  /** State to begin with, when the chart keeps its own. */
  readonly initialView?: GanttViewState;
  readonly onViewChange?: (view: GanttViewState) => void;
  /** Called when a span is selected, with its id, or undefined when none is. */
  readonly onSelect?: (spanId: string | undefined) => void;
  /** Called when a span is opened with Enter. */
  readonly onOpen?: (spanId: string) => void;
  /** Called when a span is clicked, also where it is selected already. */
  readonly onPick?: (spanId: string) => void;
  /** Called with milliseconds since the epoch when the axis is clicked. */
  readonly onSeek?: (at: number) => void;
  /** A line over the chart at a time that the page moves. */
  readonly playhead?: ChartPlayhead;
  /** Ids of spans that are known to have held nothing up; the critical path is else what times alone say. Keep the identity. */
  readonly offCriticalPath?: ReadonlySet<string>;
  /** Default `auto`: by service where few statuses are known, else by status. */
  readonly colourBy?: ColourBy | 'auto';
  readonly showQueue?: boolean;
  readonly showToolbar?: boolean;
  readonly showLegend?: boolean;
  readonly showMinimap?: boolean;
  /** Show the selected span under the chart; a page with its own details turns this off. */
  readonly showDetails?: boolean;
  readonly axis?: AxisMode;
  readonly timeZone?: TimeZone;
  /** Time for spans that still run; milliseconds since the epoch. */
  readonly clock?: () => number;
  readonly emptyTitle?: string;
  readonly emptyHint?: string;
}

type Optional =
  | 'view'
  | 'initialView'
  | 'onViewChange'
  | 'onSelect'
  | 'onOpen'
  | 'onPick'
  | 'onSeek'
  | 'playhead'
  | 'offCriticalPath';
export type FullProps = Required<Omit<GanttViewProps, Optional>> & Pick<GanttViewProps, Optional>;

const systemClock = (): number => Date.now();

/** Fills in what the caller left out. */
export const withDefaults = (props: GanttViewProps): FullProps => ({
  ...props,
  colourBy: props.colourBy ?? 'auto',
  showQueue: props.showQueue ?? true,
  showToolbar: props.showToolbar ?? true,
  showLegend: props.showLegend ?? true,
  showMinimap: props.showMinimap ?? true,
  showDetails: props.showDetails ?? true,
  axis: props.axis ?? 'offset',
  timeZone: props.timeZone ?? 'browser',
  clock: props.clock ?? systemClock,
  emptyTitle: props.emptyTitle ?? 'No spans',
  emptyHint: props.emptyHint ?? 'They appear here when the first job or trace of the time range arrives.',
});
