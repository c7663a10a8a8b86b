/** The time of a line in milliseconds since the epoch: a number where it is known, null where the line has none, undefined where it is not loaded. */
export type TimeOfLine = (line: number) => number | null | undefined;

/** Farther than this from where one was, the bridge is asked. */
const FARTHEST = 5000;

/**
 * The last line that was written by `at`, looked for around `near` in what is loaded: while a log plays, the next line is one of the next few.
 * Undefined where what is loaded does not say.
 */
export function lineAt(at: number, near: number, total: number, timeOf: TimeOfLine): number | undefined {
  let line = Math.min(Math.max(near, 1), Math.max(1, total));
  // A line without a time was written with the one before it.
  const timeUpTo = (start: number): { line: number; time: number } | undefined => {
    for (let back = start; back >= 1 && start - back < FARTHEST; back--) {
      const time = timeOf(back);
      if (time === undefined) return undefined;
      if (time !== null) return { line: back, time };
    }
    return undefined;
  };
  let here = timeUpTo(line);
  if (!here) return undefined;
  while (here.time > at) {
    if (here.line <= 1) return 1;
    line = here.line - 1;
    if (near - line > FARTHEST) return undefined;
    const before = timeUpTo(line);
    // Nothing before it has a time: the log begins here.
    if (!before) return timeOf(line) === undefined ? undefined : 1;
    here = before;
  }
  for (let next = line + 1; next <= total; next++) {
    if (next - near > FARTHEST) return undefined;
    const time = timeOf(next);
    if (time === undefined) return undefined;
    if (time !== null && time > at) return line;
    line = next;
  }
  return line;
}

/** The time of a line, or of the nearest before it that has one, in what is loaded. */
export function timeAround(line: number, timeOf: TimeOfLine): number | undefined {
  for (let back = line; back >= 1 && line - back < FARTHEST; back--) {
    const time = timeOf(back);
    if (time === undefined) return undefined;
    if (time !== null) return time;
  }
  return undefined;
}
