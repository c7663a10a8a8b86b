/** The top of an axis from zero: the next of 1, 2, 2.5, 5 times a power of ten, so that a line is not glued to the edge. */
export function niceTop(max: number): number {
  if (!(max > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(max));
  const factor = [1, 2, 2.5, 5, 10].find((step) => step * power >= max * (1 - 1e-9)) ?? 10;
  return factor * power;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Durations that people read at once, milliseconds. */
const durations = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 3, 7, 14, 30, 60, 90, 180].map((days) => days * DAY),
];

/** The same of an axis of milliseconds: 15 minutes rather than 10 minutes and 40 seconds. */
export const niceDuration = (max: number): number =>
  max <= 0 ? MINUTE : (durations.find((ms) => ms >= max) ?? niceTop(max / DAY) * DAY);

/** The stretches of a line: runs of values without a gap, as indices of the values. */
export function stretches(values: readonly (number | null)[]): number[][] {
  const found: number[][] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    const last = found.at(-1);
    if (last && last.at(-1) === index - 1) last.push(index);
    else found.push([index]);
  });
  return found;
}
