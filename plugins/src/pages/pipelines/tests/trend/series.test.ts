import { axisOf, points, seriesOf } from './series';

const item = (id: number, covered: number, total = 100, name = 'ci') => ({
  run: { id: `r${id}`, name, number: id, commit: null, branch: 'main', at: new Date(id * 3_600_000).toISOString() },
  lines: { covered, total },
  branches: null,
});

test('each pipeline is a line over the time that all share', () => {
  const series = seriesOf([item(0, 50), item(1, 20, 100, 'nightly'), item(2, 60), item(4, 70), item(3, 0, 0)]);
  expect(series.map(({ pipeline, points: all }) => [pipeline, all.map(({ x, ratio }) => [x, ratio])])).toEqual([
    [
      'ci',
      [
        [0, 0.5],
        [0.5, 0.6],
        [1, 0.7],
      ],
    ],
    ['nightly', [[0.25, 0.2]]],
  ]);
});

test('one run stands in the middle', () => {
  expect(seriesOf([item(3, 50)])[0]?.points[0]?.x).toBe(0.5);
});

test.each([
  ['nothing', [], 0, 1],
  ['what lies close', [item(1, 81), item(2, 83)], 0.8, 0.85],
  ['all', [item(1, 100), item(2, 0)], 0, 1],
  ['one at the top', [item(1, 100)], 0.95, 1],
])('the axis of %s', (_, items, low, high) => {
  const axis = axisOf(seriesOf(items));
  expect([axis.low, axis.high]).toEqual([expect.closeTo(low), expect.closeTo(high)]);
});

test.each([
  [0.0123, '+1.2 points'],
  [-0.01, '−1 point'],
  [0.0004, '±0 points'],
])('%d is %s', (ratio, expected) => {
  expect(points(ratio)).toBe(expected);
});
