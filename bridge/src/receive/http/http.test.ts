import { createHmac } from 'node:crypto';
import { contentEncoding } from './encoding';
import { memoryBudget } from './memory';
import { signedByAny } from './signature';

describe('Content-Encoding', () => {
  test.each([
    [undefined, ''],
    ['', ''],
    ['UTF-8', ''],
    ['identity', ''],
    ['gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['x-gzip', 'gzip'],
    [', br', 'br'],
    ['zstd', 'zstd'],
  ])('%s is %s', (header, encoding) => {
    expect(contentEncoding(header)).toBe(encoding);
  });

  test.each(['gzip, br', 'gzip,gzip', 'lzma', 'gzip;q=1'])('%s is refused', (header) => {
    expect(() => contentEncoding(header)).toThrow();
  });
});

describe('signatures', () => {
  const old = Buffer.from('old');
  const now = Buffer.from('now');
  const sign = (secret: Buffer) => createHmac('sha256', secret).update('12:').update('body').digest('hex');
  const parts = [Buffer.from('12:'), Buffer.from('body')];

  test('either of two live secrets signs', () => {
    expect(signedByAny([old, now], parts, sign(old))).toBe(true);
    expect(signedByAny([old, now], parts, sign(now).toUpperCase())).toBe(true);
  });

  test.each([
    ['another secret', sign(Buffer.from('other'))],
    ['too short', sign(now).slice(2)],
    ['no hex', 'z'.repeat(64)],
    ['nothing', ''],
  ])('%s does not', (_name, signature) => {
    expect(signedByAny([old, now], parts, signature)).toBe(false);
  });

  test('nobody signs for a door that is not there, whatever the signature', () => {
    expect(signedByAny([], parts, sign(Buffer.alloc(32, 'unknown door')))).toBe(false);
  });
});

test('the memory budget takes up to its ceiling and no more', () => {
  const memory = memoryBudget(10);
  expect([memory.take(6), memory.take(5), memory.take(4)]).toEqual([true, false, true]);
  memory.give(6);
  expect([memory.used(), memory.take(6)]).toEqual([4, true]);
});
