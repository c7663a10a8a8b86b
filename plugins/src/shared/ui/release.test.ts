import { shortRelease } from './release';

test.each([
  ['shop@4.18.0', 'shop@4.18.0'],
  [`shop@${'a1b2c3d4e5'.repeat(4)}`, 'shop@a1b2c3d'],
  [`${'a1b2c3d4'.repeat(8)}`, 'a1b2c3d'],
  ['build-20260101', 'build-20260101'],
  ['', ''],
])('%p is read as %p', (version, text) => expect(shortRelease(version)).toBe(text));
