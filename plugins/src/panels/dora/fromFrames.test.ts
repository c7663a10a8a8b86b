import { createDataFrame, FieldType } from '@grafana/data';
import type { DoraValue, DoraValues } from '@summit/contracts';
import fc from 'fast-check';
import type { DoraData } from '../../shared/dora/data';
import { doraFrames } from '../../shared/frames/dora';
import { fromFrames } from './fromFrames';

const value = (number: number | null, n: number): DoraValue => ({ value: number, n });
const values = (n: number): DoraValues => ({
  leadTime: value(n * 60_000, n),
  deploymentFrequency: value(n / 30, n),
  recoveryTime: value(null, 0),
  changeFailRate: value(0.25, n),
  reworkRate: value(0, n),
});
const figure = (unit: 'ms' | 'per_day' | 'ratio', number: number | null) => ({
  value: number,
  n: 12,
  unit,
  low: number === null ? null : number / 2,
  high: number === null ? null : number * 2,
  previous: value(number, 11),
  band: null,
});

const dora: DoraData = {
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-01-31T00:00:00.000Z',
  leadTimeStart: 'opened',
  benchmark: '2023',
  step: 'week',
  figures: {
    leadTime: { ...figure('ms', 7_200_000), band: { level: 'elite', published: 'less than one day' } },
    deploymentFrequency: figure('per_day', 1.5),
    recoveryTime: figure('ms', null),
    changeFailRate: figure('ratio', 0.2),
    reworkRate: figure('ratio', 0),
  },
  series: [
    { at: '2025-12-29T00:00:00.000Z', ...values(3) },
    { at: '2026-01-05T00:00:00.000Z', ...values(0) },
  ],
  groups: [{ repository: 'demo/shop', environment: 'production', ...values(12) }],
  groupsTotal: 7,
  unrecovered: 2,
  settling: true,
  marks: [
    { kind: 'deployment', id: 'd1', title: 'a', at: '2026-01-02T00:00:00.000Z', until: null },
    { kind: 'failure', id: 'd1', title: 'a', at: '2026-01-03T00:00:00.000Z', until: '2026-01-04T00:00:00.000Z' },
  ],
};

test('the panel reads from the frames what the query put into them', () => {
  expect(fromFrames(doraFrames(dora, { refId: 'A' }))).toEqual(dora);
});

test('in any order of the frames, with frames of other queries between them', () => {
  const other = createDataFrame({ refId: 'B', fields: [{ name: 'time', type: FieldType.time, values: [1] }] });
  fc.assert(
    fc.property(fc.shuffledSubarray([...doraFrames(dora, { refId: 'A' }), other], { minLength: 6 }), (frames) => {
      expect(fromFrames(frames)).toEqual(dora);
    }),
  );
});

test('figures alone are enough for tiles; other data is none of it', () => {
  const alone = fromFrames(doraFrames(dora, { refId: 'A', part: 'figures' }));
  expect(alone).toMatchObject({ figures: dora.figures, series: [], groups: [], marks: [] });
  expect(fromFrames(doraFrames(dora, { refId: 'A', part: 'series' }))).toBeNull();
  expect(fromFrames([])).toBeNull();
});

test('cells that are not what they should be are as if they were empty', () => {
  const odd = createDataFrame({
    fields: [
      { name: 'metric', type: FieldType.string, values: ['leadTime', 'nonsense', null] },
      { name: 'value', type: FieldType.number, values: ['5', 1, 2] },
      { name: 'n', type: FieldType.number, values: [null, 1, 2] },
      { name: 'previous', type: FieldType.number, values: [NaN, 1, 2] },
      { name: 'level', type: FieldType.string, values: ['best', 'low', 'low'] },
    ],
  });
  expect(fromFrames([odd])?.figures.leadTime).toEqual({
    value: null,
    n: 0,
    unit: 'ms',
    low: null,
    high: null,
    previous: { value: null, n: 0 },
    band: null,
  });
});
