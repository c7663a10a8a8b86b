import { formatDuration, formatOffset } from './duration';

const S = 1000;
const M = 60 * S;
const H = 60 * M;

it.each([
  [0, '0 ms'],
  [0.0004, '0.40 µs'],
  [0.25, '250 µs'],
  [1, '1 ms'],
  [850, '850 ms'],
  [1500, '1.50 s'],
  [12_400, '12.4 s'],
  [59_999, '1m'],
  [M, '1m'],
  [12 * M + 40 * S, '12m 40s'],
  [59 * M + 59.7 * S, '1h'],
  [65 * M, '1h 5m'],
  [23 * H + 59 * M + 40 * S, '1d'],
  [26 * H, '1d 2h'],
  [-90 * S, '−1m 30s'],
  [NaN, '–'],
  [Infinity, '–'],
])('writes %d ms as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

it.each([
  [0, 2 * M, '0'],
  [4 * M, 2 * M, '4m'],
  [90 * S, 30 * S, '1m 30s'],
  [0.3, 0.1, '300 µs'],
  [12 * M + 1234.5, 0.5, '12m 1.2345s'],
])('labels %d ms on an axis in steps of %d as %s', (ms, step, text) => {
  expect(formatOffset(ms, step)).toBe(text);
});
