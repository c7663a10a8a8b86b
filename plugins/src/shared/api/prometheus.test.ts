import { samplesOf } from './prometheus';

const frame = (labels: object, value: number | null) => ({
  schema: {
    refId: 'A',
    fields: [
      { name: 'Time', type: 'time' },
      { name: 'Value', type: 'number', labels },
    ],
  },
  data: { values: [[1_780_000_000_000], [value]] },
});

test('samples are read of frames; what is no number is none', () => {
  const answer = { results: { A: { status: 200, frames: [frame({ le: '0.1' }, 4.5), frame({ le: '+Inf' }, null)] } } };
  expect(samplesOf(answer)).toEqual([{ labels: { le: '0.1' }, value: 4.5 }]);
  expect(samplesOf({ results: { A: { frames: [] } } })).toEqual([]);
  expect(samplesOf('nothing')).toEqual([]);
});

test('an error of the query is thrown in its words', () => {
  expect(() => samplesOf({ results: { A: { status: 400, error: 'parse error: unexpected end' } } })).toThrow(
    'parse error',
  );
});
