import { clockDriftMs, occurredMs, parseTime } from './time';

const received = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

test.each<[unknown, string | undefined]>([
  [1_795_176_000, '2026-11-20T12:00:00.000Z'],
  [1_795_176_000.25, '2026-11-20T12:00:00.250Z'],
  ['1795176000.5', '2026-11-20T12:00:00.500Z'],
  ['2026-11-20T12:00:00Z', '2026-11-20T12:00:00.000Z'],
  ['2026-11-20T12:00:00', '2026-11-20T12:00:00.000Z'],
  ['2026-11-20T12:00:00.123456', '2026-11-20T12:00:00.123Z'],
  ['2026-11-20T13:00:00+01:00', '2026-11-20T12:00:00.000Z'],
  ['2026-11-20 12:00:00', '2026-11-20T12:00:00.000Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['yesterday', undefined],
  ['2026-99-99T00:00:00Z', undefined],
  ['', undefined],
  [-5, undefined],
  [0, undefined],
  [1e300, undefined],
  [Number.NaN, undefined],
  [null, undefined],
  [{}, undefined],
])('parseTime(%p)', (given, expected) => {
  const ms = parseTime(given);
  expect(ms === undefined ? undefined : new Date(ms).toISOString()).toBe(expected);
});

test.each([
  ['right', '2026-11-20T12:00:00Z', 0],
  ['54 minutes behind: within what is left alone', '2026-11-20T11:06:00Z', 0],
  ['55 minutes behind', '2026-11-20T11:05:00Z', 55 * MINUTE],
  ['a day ahead', '2026-11-21T12:00:00Z', -24 * 60 * MINUTE],
  ['unknown', undefined, 0],
  ['nonsense', 'nonsense', 0],
])('a client clock that is %s', (_, sentAt, drift) => {
  expect(clockDriftMs(sentAt, received)).toBe(drift);
});

test.each([
  ['as it says', '2026-11-20T11:00:00Z', 0, '2026-11-20T11:00:00.000Z'],
  ['a day old: late, not wrong', '2026-11-19T10:00:00Z', 0, '2026-11-19T10:00:00.000Z'],
  ['with the drift taken out', '2026-11-21T11:59:00Z', -24 * 60 * MINUTE, '2026-11-20T11:59:00.000Z'],
  ['in the future: when it was received', '2026-11-20T12:00:01Z', 0, '2026-11-20T12:00:00.000Z'],
  ['31 days old: a broken clock', '2026-10-20T12:00:00Z', 0, '2026-11-20T12:00:00.000Z'],
  ['without a time', undefined, 0, '2026-11-20T12:00:00.000Z'],
])('an event happened %s', (_, timestamp, drift, expected) => {
  expect(new Date(occurredMs(timestamp, drift, received)).toISOString()).toBe(expected);
});
