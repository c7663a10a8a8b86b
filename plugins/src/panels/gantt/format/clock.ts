import { dateTimeFormat, systemDateFormats, type TimeZone } from '@grafana/data';

/** The earliest origin that is a clock time rather than a count from zero: a table may have either. */
const FIRST_CLOCK_MS = 1e11;

/** Whether the times of a chart can be shown as dates. */
export const isClock = (originMs: number): boolean => originMs >= FIRST_CLOCK_MS;

/** A point in time in the user's zone, to the millisecond. */
export const formatClock = (ms: number, timeZone: TimeZone): string =>
  dateTimeFormat(ms, { timeZone, format: systemDateFormats.fullDateMS });

/** Label of a tick in clock time, as fine as the step needs. */
export const formatClockTick = (ms: number, stepMs: number, timeZone: TimeZone): string => {
  const { interval } = systemDateFormats;
  const format =
    stepMs < 1000
      ? interval.millisecond
      : stepMs < 60_000
        ? interval.second
        : stepMs < 86_400_000
          ? interval.minute
          : interval.day;
  return dateTimeFormat(ms, { timeZone, format });
};
