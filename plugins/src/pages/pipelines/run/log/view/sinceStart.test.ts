import { sinceStart } from './sinceStart';

test.each([
  [0, '0:00.000'],
  [80_034, '1:20.034'],
  [3_723_500, '1:02:03.500'],
  [59_999.6, '1:00.000'],
  [-1500, '−0:01.500'],
  [NaN, ''],
])('%p ms is "%s"', (ms, text) => expect(sinceStart(ms)).toBe(text));
