import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { Folding } from '../folding/folding';
import { fixedHeights, measuredHeights, type Heights, type MeasuredHeights } from './heights';
import { pointAt, scaleOf, topForPoint, type Scale } from './scale';

export const LINE_PX = 18;
const SPARE_ROWS = 12;

/** Where a line is brought to: `nearest` moves as little as it takes, `middle` reads around it, `point` is where the playhead stands. */
export type Aim = 'nearest' | 'middle' | 'point';

export interface LogWindow {
  readonly scroller: RefObject<HTMLDivElement>;
  readonly spacerPx: number;
  /** Rows that are drawn. */
  readonly first: number;
  readonly past: number;
  /** Pixels of a row below the top of the spacer. */
  readonly yOf: (row: number) => number;
  readonly scrollToLine: (line: number, aim: Aim) => void;
  readonly scrollToEnd: () => void;
  readonly pageRows: () => number;
  /** The first line of the view, and the one that the scroll position is about. */
  readonly firstLine: () => number;
  readonly lineInView: () => number;
}

interface Place {
  /** Pixels of content above the view. */
  top: number;
  viewPx: number;
  /** Where the scroll bar is for that. */
  scrollTop: number;
}

interface Options {
  folding: Folding;
  wrap: boolean;
  /** Told when a person scrolled. */
  onScroll: (window: Pick<LogWindow, 'lineInView'> & { atEnd: boolean }) => void;
}

/** The window of rows over a log that may have a million, of one height or, wrapped, each of its own. */
export function useLogWindow({ folding, wrap, onScroll }: Options): LogWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place>({ top: 0, viewPx: 0, scrollTop: 0 });
  const [, redraw] = useState(0);
  const measured = useRef(new Map<number, number>());
  const heights = useHeights(folding, wrap, measured.current);
  const scale = scaleOf(heights.totalPx, place.viewPx);
  /** What holds while heights become known: a line that was aimed at, else the first line of the view. */
  const aimed = useRef<{ line: number; aim: Aim } | undefined>(undefined);
  const anchor = useRef({ line: 1, offset: 0 });
  const expected = useRef(0);
  const latest = useRef({ heights, scale, place, folding, onScroll });
  latest.current = { heights, scale, place, folding, onScroll };

  const moveTo = useCallback((wanted: number): void => {
    const element = scroller.current;
    const { heights: rows, folding: lines, place: at } = latest.current;
    if (!element) return;
    const viewPx = element.clientHeight;
    const now = scaleOf(rows.totalPx, viewPx);
    const exact = now.clamp(wanted);
    element.scrollTop = now.scrollTopOf(exact);
    expected.current = element.scrollTop;
    // Browsers hold whole pixels; where one is one, rows stay where they are on the spacer and are not drawn anew.
    const top = now.isScaled ? exact : element.scrollTop;
    const row = rows.rowAt(top);
    anchor.current = { line: lines.lineOf(row), offset: top - rows.top(row) };
    if (top !== at.top || viewPx !== at.viewPx || element.scrollTop !== at.scrollTop) {
      latest.current.place = { top, viewPx, scrollTop: element.scrollTop };
      setPlace(latest.current.place);
    }
  }, []);

  const topFor = useCallback((line: number, aim: Aim): number => {
    const { heights: rows, folding: lines, place: at } = latest.current;
    const row = lines.rowOf(line);
    const from = rows.top(row);
    const to = rows.top(row + 1);
    if (aim === 'middle') return (from + to - at.viewPx) / 2;
    if (aim === 'point') return topForPoint((from + to) / 2, rows.totalPx, at.viewPx);
    if (from < at.top + LINE_PX) return from - LINE_PX;
    return to + LINE_PX > at.top + at.viewPx ? to + LINE_PX - at.viewPx : at.top;
  }, []);

  const settle = useCallback((): void => {
    const { heights: rows, folding: lines } = latest.current;
    const goal = aimed.current;
    if (goal) moveTo(topFor(goal.line, goal.aim));
    else moveTo(rows.top(lines.rowOf(anchor.current.line)) + anchor.current.offset);
  }, [moveTo, topFor]);

  // The same line stays where it is when groups are folded, lines come or the wrapping changes.
  useLayoutEffect(settle, [heights, settle]);
  useMeasuring(scroller, wrap, heights, measured.current, folding, () => {
    settle();
    redraw((n) => n + 1);
  });
  useResize(scroller, settle);
  useUserScroll(scroller, latest, expected, (top) => {
    aimed.current = undefined;
    moveTo(top);
    const { scale: now, place: at } = latest.current;
    latest.current.onScroll({ lineInView, atEnd: at.top >= now.most - LINE_PX });
  });

  const lineInView = useCallback((): number => {
    const { heights: rows, folding: lines, place: at } = latest.current;
    return lines.lineOf(rows.rowAt(pointAt(at.top, rows.totalPx, at.viewPx)));
  }, []);

  const first = Math.max(0, heights.rowAt(place.top) - SPARE_ROWS);
  const past = Math.min(heights.count, heights.rowAt(place.top + place.viewPx) + 1 + SPARE_ROWS);
  return {
    scroller,
    spacerPx: scale.spacerPx,
    first,
    past: place.viewPx === 0 ? first : past,
    yOf: (row) => heights.top(row) - place.top + place.scrollTop,
    scrollToLine: useCallback(
      (line, aim) => {
        aimed.current = { line, aim };
        moveTo(topFor(line, aim));
      },
      [moveTo, topFor],
    ),
    scrollToEnd: useCallback(() => {
      const { folding: lines } = latest.current;
      aimed.current = { line: lines.lineOf(Math.max(0, lines.rowCount - 1)), aim: 'nearest' };
      moveTo(Infinity);
    }, [moveTo]),
    pageRows: useCallback(() => Math.max(1, Math.floor(latest.current.place.viewPx / LINE_PX) - 1), []),
    firstLine: useCallback(() => {
      const { heights: rows, folding: lines, place: at } = latest.current;
      return lines.lineOf(rows.rowAt(at.top + LINE_PX / 2));
    }, []),
    lineInView,
  };
}

/** Heights of the rows; what was measured belongs to lines, and so outlives folding. */
function useHeights(folding: Folding, wrap: boolean, measured: ReadonlyMap<number, number>): Heights {
  return useMemo(() => {
    if (!wrap) return fixedHeights(folding.rowCount, LINE_PX);
    const known = [...measured].flatMap(([line, px]): [number, number][] =>
      folding.isHidden(line) ? [] : [[folding.rowOf(line), px]],
    );
    return measuredHeights(folding.rowCount, LINE_PX, known);
  }, [folding, wrap, measured]);
}

const canMeasure = (heights: Heights): heights is MeasuredHeights => 'measure' in heights;

/** Takes the heights of what was drawn. Another width means other heights for all. */
function useMeasuring(
  scroller: RefObject<HTMLDivElement>,
  wrap: boolean,
  heights: Heights,
  measured: Map<number, number>,
  folding: Folding,
  onChange: () => void,
): void {
  const width = useRef(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!wrap || !element || !canMeasure(heights)) return;
    if (element.clientWidth !== width.current) {
      width.current = element.clientWidth;
      measured.clear();
    }
    let changed = false;
    for (const row of element.querySelectorAll<HTMLElement>('[data-row]')) {
      const index = Number(row.dataset['row']);
      const px = row.offsetHeight;
      if (px > 0 && heights.measure(index, px)) {
        measured.set(folding.lineOf(index), px);
        changed = true;
      }
    }
    if (changed) onChange();
  });
}

function useResize(scroller: RefObject<HTMLDivElement>, settle: () => void): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(settle);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, settle]);
}

interface Latest {
  heights: Heights;
  scale: Scale;
  place: Place;
}

const WHEEL_LINE = 1;
const WHEEL_PAGE = 2;

/** Scrolling by people: the bar as the browser moves it; the wheel by its own pixels also where the bar's stand for several. */
function useUserScroll(
  scroller: RefObject<HTMLDivElement>,
  latest: RefObject<Latest>,
  expected: RefObject<number>,
  onMove: (top: number) => void,
): void {
  const move = useRef(onMove);
  move.current = onMove;
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const onScroll = () => {
      const { current } = latest;
      if (!current || Math.abs(element.scrollTop - (expected.current ?? 0)) < 1) return;
      move.current(scaleOf(current.heights.totalPx, element.clientHeight).topOf(element.scrollTop));
    };
    const onWheel = (event: WheelEvent) => {
      const { current } = latest;
      if (!current?.scale.isScaled || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      const { top } = current.place;
      // At an end the page scrolls on.
      if (event.deltaY < 0 ? top <= 0 : top >= current.scale.most) return;
      event.preventDefault();
      const unit = event.deltaMode === WHEEL_LINE ? LINE_PX : event.deltaMode === WHEEL_PAGE ? current.place.viewPx : 1;
      move.current(current.scale.clamp(top + event.deltaY * unit));
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
    };
  }, [scroller, latest, expected]);
}
