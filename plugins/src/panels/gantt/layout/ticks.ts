import { lengthOf, type TimeWindow } from './timeWindow';

export interface Ticks {
  /** Milliseconds between two ticks. */
  readonly stepMs: number;
  /** Milliseconds after the origin. */
  readonly at: readonly number[];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps people count in, from a second up. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((n) => n * DAY),
];

/** The smallest round step of at least `atLeastMs`: 1, 2 or 5 of a decimal below a second, clock steps above. */
export const niceStep = (atLeastMs: number): number => {
  if (!(atLeastMs > 0)) {
    return SECOND;
  }
  if (atLeastMs > 500) {
    return STEPS.find((step) => step >= atLeastMs) ?? Math.ceil(atLeastMs / (365 * DAY)) * 365 * DAY;
  }
  const decade = 10 ** Math.floor(Math.log10(atLeastMs));
  // The tolerance keeps 0.2 from being taken for a little more than 0.2.
  const factor = [1, 2, 5, 10].find((n) => n * decade >= atLeastMs * (1 - 1e-9)) ?? 10;
  return factor * decade;
};

/**
 * Round times in a window, at least `minGapPx` apart on an axis of `widthPx`.
 *
 * @param phaseMs what to add to a time before it counts as round: 0 for time since the origin, the origin itself for clock time
 */
export const timeTicks = (window: TimeWindow, widthPx: number, minGapPx: number, phaseMs = 0): Ticks => {
  if (!(widthPx > 0)) {
    return { stepMs: SECOND, at: [] };
  }
  const stepMs = niceStep((lengthOf(window) * minGapPx) / widthPx);
  const first = Math.ceil((window.start + phaseMs) / stepMs - 1e-9);
  const last = Math.floor((window.end + phaseMs) / stepMs + 1e-9);
  const ticks: number[] = [];
  for (let n = first; n <= last; n++) {
    // Adding 0 turns -0 into 0.
    ticks.push(n * stepMs - phaseMs + 0);
  }
  return { stepMs, at: ticks };
};

/** Pixels between a tick and its label, and at least between two labels. */
const LABEL_GAP_PX = 4;

/**
 * Where the label of a tick begins: right of the tick, or left of it where it would be cut at the end of the axis.
 *
 * @param freeFromPx where the label before it ends
 * @returns undefined when it fits on neither side
 */
export const placeLabel = (tickPx: number, widthPx: number, freeFromPx: number, endPx: number): number | undefined => {
  const right = tickPx + LABEL_GAP_PX;
  if (right + widthPx <= endPx) {
    return right;
  }
  const left = tickPx - LABEL_GAP_PX - widthPx;
  return left >= freeFromPx + LABEL_GAP_PX ? left : undefined;
};
