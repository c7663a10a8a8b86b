import { useMemo } from 'react';

import { collapsedFlags } from '../layout/collapse';
import { criticalPath, type CriticalPath } from '../layout/criticalPath';
import { extentOf } from '../layout/extent';
import { indexIntervals, type IntervalIndex } from '../layout/intervals';
import { queueSegments, type QueueSegments } from '../layout/queues';
import { layoutRows, type Rows } from '../layout/rows';
import { failures, findMatches, type Matches } from '../layout/search';
import type { TimeWindow } from '../layout/timeWindow';
import type { SpanColumns } from '../model/columns';
import { isQueueSegment } from '../model/columns';
import { i32, u8 } from '../model/typed';
import type { GanttViewState } from './viewState';

/** Everything derived from the spans and the state of the view; each part is made anew only when what it depends on changes. */
export interface GanttModel {
  readonly spans: SpanColumns;
  readonly extent: TimeWindow;
  readonly queues: QueueSegments;
  readonly collapsed: Uint8Array;
  readonly matches: Matches | undefined;
  readonly critical: CriticalPath | undefined;
  readonly rows: Rows;
  readonly failures: Int32Array;
  /** Index of the selected span, or -1. */
  readonly selected: number;
  readonly summaryOf: (span: number) => IntervalIndex;
}

const NONE: readonly string[] = [];

export const useGanttModel = (spans: SpanColumns, view: GanttViewState, off?: ReadonlySet<string>): GanttModel => {
  const { search = '', collapsed: collapsedIds = NONE, matchesOnly = false, critical: mode = 'off', selected } = view;
  const extent = useMemo(() => extentOf(spans), [spans]);
  const queues = useMemo(() => queueSegments(spans), [spans]);
  const collapsed = useMemo(() => collapsedFlags(spans, collapsedIds), [spans, collapsedIds]);
  const matches = useMemo(() => findMatches(spans, search), [spans, search]);
  const critical = useMemo(() => (mode === 'off' ? undefined : criticalPath(spans, off)), [spans, mode, off]);
  const found = useMemo(() => failures(spans), [spans]);
  const rows = useMemo(() => {
    const only = both(matchesOnly ? matches?.mask : undefined, mode === 'only' ? critical?.onPath : undefined);
    return layoutRows(spans, { collapsed, only });
  }, [spans, collapsed, matches, matchesOnly, critical, mode]);
  const summaryOf = useMemo(() => summaries(spans), [spans]);
  const index = selected === undefined ? -1 : spans.indexOf(selected);
  return useMemo(
    () => ({ spans, extent, queues, collapsed, matches, critical, rows, failures: found, selected: index, summaryOf }),
    [spans, extent, queues, collapsed, matches, critical, rows, found, index, summaryOf],
  );
};

const both = (a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array | undefined =>
  a && b ? a.map((value, span) => value & u8(b, span)) : (a ?? b);

/** Indexes what is under a collapsed span when it is first drawn, and keeps it. */
const summaries = (spans: SpanColumns): ((span: number) => IntervalIndex) => {
  const known = new Map<number, IntervalIndex>();
  return (span) => {
    const kept = known.get(span);
    if (kept) {
      return kept;
    }
    const members: number[] = [];
    for (let member = span + 1; member < i32(spans.last, span); member++) {
      if (!isQueueSegment(spans, member)) {
        members.push(member);
      }
    }
    const made = indexIntervals(spans, members);
    known.set(span, made);
    return made;
  };
};
