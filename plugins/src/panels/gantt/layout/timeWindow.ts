/** A stretch of time in milliseconds after the origin of the spans. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/** Zooming in stops here: a nanosecond, which is also where the precision of times after the origin would end. */
const SHORTEST_MS = 1e-6;

export const lengthOf = (window: TimeWindow): number => window.end - window.start;

export const sameWindow = (a: TimeWindow, b: TimeWindow): boolean => a.start === b.start && a.end === b.end;

/** Moves and shrinks a window so that it lies inside `extent`; a window that is no window becomes the extent. */
export const clampWindow = (window: TimeWindow, extent: TimeWindow): TimeWindow => {
  const whole = lengthOf(extent);
  const wanted = lengthOf(window);
  if (!Number.isFinite(wanted) || !Number.isFinite(window.start) || wanted <= 0 || wanted >= whole) {
    return extent;
  }
  const length = Math.max(wanted, Math.min(SHORTEST_MS, whole));
  const start = Math.min(Math.max(window.start, extent.start), extent.end - length);
  return { start, end: start + length };
};

/**
 * Zooms with the time at `pivot` staying where it is on screen.
 *
 * @param factor length of the new window in terms of the old: below 1 zooms in
 */
export const zoomWindow = (window: TimeWindow, extent: TimeWindow, factor: number, pivot: number): TimeWindow => {
  const length = Math.max(lengthOf(window) * factor, SHORTEST_MS);
  const share = (pivot - window.start) / lengthOf(window);
  const start = pivot - share * length;
  return clampWindow({ start, end: start + length }, extent);
};

/** Moves a window by milliseconds, stopping at the ends of the extent. */
export const panWindow = (window: TimeWindow, extent: TimeWindow, byMs: number): TimeWindow =>
  clampWindow({ start: window.start + byMs, end: window.end + byMs }, extent);

/** A window that shows `from … to` with a margin on both sides. */
export const windowAround = (from: number, to: number, extent: TimeWindow): TimeWindow => {
  const margin = Math.max((to - from) * 0.05, lengthOf(extent) * 1e-4, SHORTEST_MS);
  return clampWindow({ start: from - margin, end: to + margin }, extent);
};

/** The least move that brings `from … to` into the window; a longer stretch shows from its start. */
export const revealInWindow = (window: TimeWindow, extent: TimeWindow, from: number, to: number): TimeWindow => {
  const length = lengthOf(window);
  if (to < window.start || from > window.end) {
    const start = to - from > length ? from - length * 0.1 : (from + to) / 2 - length / 2;
    return clampWindow({ start, end: start + length }, extent);
  }
  return window;
};

/** The window two pinching fingers ask for: the times under them when they came down stay under them. */
export const pinchWindow = (
  timeA: number,
  timeB: number,
  shareA: number,
  shareB: number,
  extent: TimeWindow,
): TimeWindow => {
  const spread = shareB - shareA;
  if (Math.abs(spread) < 1e-3 || timeA === timeB) {
    return extent;
  }
  const length = Math.abs((timeB - timeA) / spread);
  const start = timeA - shareA * length;
  return clampWindow({ start, end: start + length }, extent);
};
