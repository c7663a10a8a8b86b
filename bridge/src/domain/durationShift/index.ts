import { likeliestSplit, type Split } from '../statistics/changePoint';

/** A pipeline's runs take longer, or shorter, than they did. */
export interface DurationShift {
  /** The first run of the new level. */
  at: number;
  /** Medians, and of how many runs. */
  beforeMs: number;
  beforeRuns: number;
  afterMs: number;
  afterRuns: number;
}

/** Runs on each side: of fewer, even a clear change is chance too often. */
export const LEAST_RUNS = 8;
/** Runs looked at: what changed before them is how it always was. */
export const MOST_RUNS = 200;
/** What people do not notice is no shift. */
const LEAST_RATIO = 0.1;
const LEAST_MS = 15_000;
/** One series in a hundred in which nothing changed may be said to have. */
const FALSE_ALARMS = 0.01;
const SHORTEST = 3 * LEAST_RUNS;

/** The last runs, ever fewer of them: where a level came and went, the whole series shows neither clearly. */
function windowsOf(length: number): number[] {
  const windows = [length];
  while ((windows[0] ?? 0) / 2 >= SHORTEST) windows.unshift(Math.floor((windows[0] ?? 0) / 2));
  return windows;
}

/**
 * The latest lasting shift of a pipeline's durations, at least 10 % and 15 seconds; null where there is none. The windows of the last runs share the false alarms among
 * them; within one the series is split again behind each split that is found, so that the latest is (binary segmentation: A. J. Scott and M. Knott, "A cluster analysis method for grouping
 * means in the analysis of variance", Biometrics 30, 1974).
 *
 * @param durationsMs of runs that succeeded, oldest first
 */
export function latestShift(durationsMs: readonly number[]): DurationShift | null {
  const recent = durationsMs.slice(-MOST_RUNS);
  const skipped = durationsMs.length - recent.length;
  const windows = windowsOf(recent.length);
  const p = FALSE_ALARMS / windows.length;
  for (const window of windows) {
    const from = recent.length - window;
    const at = latestSplit(recent.slice(from), p);
    if (at === null) continue;
    const shift = between(recent, from + at, p);
    if (isNoticed(shift)) return { ...shift, at: shift.at + skipped };
  }
  return null;
}

const significant = (values: readonly number[], p: number): Split | null => {
  const split = likeliestSplit(values, LEAST_RUNS);
  return split !== null && split.p <= p ? split : null;
};

function latestSplit(values: readonly number[], p: number): number | null {
  let at: number | null = null;
  for (let split = significant(values, p); split !== null; split = significant(values.slice(at ?? 0), p))
    at = (at ?? 0) + split.at;
  return at;
}

/** The level before is that since the split before. */
function between(values: readonly number[], at: number, p: number): DurationShift {
  const before = values.slice(0, at);
  const level = before.slice(latestSplit(before, p) ?? 0);
  const after = values.slice(at);
  return { at, beforeMs: median(level), beforeRuns: level.length, afterMs: median(after), afterRuns: after.length };
}

const isNoticed = ({ beforeMs, afterMs }: DurationShift): boolean =>
  Math.abs(afterMs - beforeMs) >= Math.max(LEAST_MS, LEAST_RATIO * beforeMs);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
