import { bytesText } from '../../../../shared/size/format';
import { changeText } from './size';

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.00 KiB'],
  [15_000, '14.6 KiB'],
  [200 * 1024 ** 2, '200 MiB'],
  [3 * 1024 ** 5, '3072 TiB'],
  [null, '–'],
])('%p bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test.each([
  [2048, 1024, '+1.00 KiB (+100%)'],
  [1024, 2048, '−1.00 KiB (−50%)'],
  [1_000_001, 1_000_000, '+1 B (+<0.1%)'],
  [1050, 1000, '+50 B (+5.0%)'],
  [5, 0, '+5 B'],
  [5, 5, '±0'],
  [5, null, ''],
  [null, 5, ''],
])('%p after %p is %s', (now, before, text) => {
  expect(changeText(now, before)).toBe(text);
});
