import { toFixed } from '@grafana/data';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A number as Grafana writes it, with its unit. The registry of all of Grafana's formats takes 50 ms to build and is not needed here. */
const inUnit = (unit: string, value: number): string => `${toFixed(value, decimalsFor(value))} ${unit}`;

/** Digits that make three figures of a number, so that 1.25 s and 12.5 s say the same amount. */
const decimalsFor = (value: number): number => (Number.isInteger(value) ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0);

const two = (ms: number, big: number, bigUnit: string, small: number, smallUnit: string): string => {
  const whole = Math.round(ms / small);
  const perBig = big / small;
  const rest = whole % perBig;
  return rest === 0 ? `${whole / perBig}${bigUnit}` : `${Math.floor(whole / perBig)}${bigUnit} ${rest}${smallUnit}`;
};

/** A duration in at most two units: `850 µs`, `12.4 s`, `12m 40s`, `1h 5m`, `3d 2h`. Not a number: a dash. */
export const formatDuration = (ms: number): string => {
  const size = Math.abs(ms);
  if (!Number.isFinite(ms)) {
    return '–';
  }
  const sign = ms < 0 ? '−' : '';
  if (size === 0) {
    return inUnit('ms', 0);
  }
  if (size < 1) {
    return sign + inUnit('µs', size * 1000);
  }
  if (size < MINUTE - 50) {
    return sign + (size < SECOND ? inUnit('ms', size) : inUnit('s', size / SECOND));
  }
  if (size < HOUR - 500) {
    return sign + two(size, MINUTE, 'm', SECOND, 's');
  }
  return sign + (size < DAY - 30 * SECOND ? two(size, HOUR, 'h', MINUTE, 'm') : two(size, DAY, 'd', HOUR, 'h'));
};

/** Label of an axis tick at a time after the start, no finer than the step between ticks. */
export const formatOffset = (ms: number, stepMs: number): string => {
  if (Math.abs(ms) < stepMs / 2) {
    return '0';
  }
  if (stepMs >= SECOND || Math.abs(ms) < MINUTE) {
    return formatDuration(Number(ms.toPrecision(12)));
  }
  // Ticks closer than a second, far from the start: minutes, and seconds with as many digits as the step has.
  const minutes = Math.floor(ms / MINUTE);
  const digits = Math.min(9, Math.max(1, Math.ceil(-Math.log10(stepMs / SECOND))));
  const seconds = ((ms - minutes * MINUTE) / SECOND).toFixed(digits);
  return `${minutes}m ${seconds}s`;
};
