import type { DoraFigure } from '@summit/contracts';
import { formatValue, interval, madeOf } from './format';
import { trendOf } from './trend';

test.each([
  ['ms', 7_800_000, '2h 10m'],
  ['ms', null, '–'],
  ['per_day', 3.25, '3.3 per day'],
  ['per_day', 12, '12 per day'],
  ['per_day', 0.5, '3.5 per week'],
  ['per_day', 0.1, '3 per month'],
  ['per_day', 0.01, '3.7 per year'],
  ['per_day', 0, '0 per day'],
  ['ratio', 0.123, '12%'],
  ['ratio', 0.004, '0.4%'],
  ['ratio', 0.0001, '0%'],
  ['ratio', 0, '0%'],
  ['ratio', 1, '100%'],
] as const)('%s %p reads %s', (unit, value, text) => expect(formatValue(unit, value)).toBe(text));

test('an interval needs both ends', () => {
  expect(interval({ unit: 'ratio', low: 0.1, high: 0.3 })).toBe('10% to 30%');
  expect(interval({ unit: 'ratio', low: null, high: null })).toBe('');
});

test('one change, many changes', () => {
  expect(madeOf('leadTime', 1)).toBe('1 change');
  expect(madeOf('recoveryTime', 0)).toBe('0 recovered failures');
});

const figure = (unit: DoraFigure['unit'], value: number | null, previous: number | null): DoraFigure => ({
  unit,
  value,
  n: 5,
  low: null,
  high: null,
  previous: { value: previous, n: 5 },
  band: null,
});

test('less lead time is good, less deployments are not', () => {
  expect(trendOf('leadTime', figure('ms', 60_000, 120_000))).toEqual({
    change: '−50%',
    direction: 'down',
    good: true,
    before: '2m',
  });
  expect(trendOf('deploymentFrequency', figure('per_day', 1, 2))).toMatchObject({ change: '−50%', good: false });
});

test('rates are compared in points', () => {
  expect(trendOf('changeFailRate', figure('ratio', 0.15, 0.1))).toMatchObject({ change: '+5 points', good: false });
  expect(trendOf('reworkRate', figure('ratio', 0.1, 0.1))).toMatchObject({ change: '±0 points', good: null });
});

test('nothing is compared with nothing', () => {
  expect(trendOf('leadTime', figure('ms', null, 1))).toBeNull();
  expect(trendOf('leadTime', figure('ms', 1, null))).toBeNull();
  expect(trendOf('deploymentFrequency', figure('per_day', 1, 0))).toBeNull();
});
