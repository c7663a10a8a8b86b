import type { TimeWindow } from '../layout/timeWindow';

export type CriticalMode = 'off' | 'line' | 'only';

/** What a user has done to the view. Small and serialisable, so that a page can keep it in its URL. Everything absent is the default. */
export interface GanttViewState {
  /** Milliseconds after the earliest start; absent: everything. */
  readonly window?: TimeWindow;
  /** Id of the selected span. */
  readonly selected?: string;
  readonly search?: string;
  /** Hide what the search does not find. */
  readonly matchesOnly?: boolean;
  /** Ids of the spans whose children are hidden. */
  readonly collapsed?: readonly string[];
  readonly critical?: CriticalMode;
  /** The accessible table instead of the chart. */
  readonly table?: boolean;
}

/** What follows "off" when the critical path is toggled: the line, then nothing else but it. */
export const nextCritical = (mode: CriticalMode): CriticalMode =>
  mode === 'off' ? 'line' : mode === 'line' ? 'only' : 'off';
