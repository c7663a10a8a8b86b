import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { EncodingError, inflate } from './encoding';

const text = Buffer.from('hello '.repeat(1000));
const bomb = Buffer.alloc(50 * 1024 * 1024);
const problem = (body: Buffer, encoding: string, maxBytes = 1 << 20): string => {
  try {
    inflate(body, encoding, maxBytes);
    return 'none';
  } catch (error) {
    if (error instanceof EncodingError) return error.problem;
    throw error;
  }
};
/** A zstd frame of one raw block, with or without the size of its content. */
const zstd = (content: Buffer, sized: boolean): Buffer => {
  const header = Buffer.alloc(3);
  header.writeUIntLE((content.length << 3) | 1, 0, 3);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  const descriptor = sized ? Buffer.concat([Buffer.from([0xa0]), size]) : Buffer.from([0x00, 0x58]);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), descriptor, header, content]);
};

test.each<[string, Buffer]>([
  ['', text],
  ['gzip', gzipSync(text)],
  ['deflate', deflateSync(text)],
  ['deflate', deflateRawSync(text)],
  ['br', brotliCompressSync(text)],
  ['zstd', zstd(text, true)],
  ['zstd', zstd(text, false)],
])('%s', (encoding, body) => {
  expect(inflate(body, encoding, 1 << 20).equals(text)).toBe(true);
});

test.each<[string, Buffer]>([
  ['gzip', gzipSync(bomb)],
  ['deflate', deflateSync(bomb)],
  ['br', brotliCompressSync(bomb)],
  ['zstd', zstd(text.subarray(0, 2000), false)],
  ['zstd', zstd(text.subarray(0, 2000), true)],
])('a bomb of %s stops at the ceiling', (encoding, body) => {
  expect(problem(body, encoding, 1000)).toBe('too_large');
});

test.each(['gzip', 'deflate', 'br', 'zstd'])('%s that is damaged, cut or empty', (encoding) => {
  expect(problem(Buffer.from('not compressed at all'), encoding)).toBe('corrupt');
  expect(problem(Buffer.alloc(0), encoding)).toBe('corrupt');
  expect(problem(gzipSync(text).subarray(0, 30), 'gzip')).toBe('corrupt');
});

test.each<[string, Buffer]>([
  // A window descriptor, then empty raw blocks of three bytes, and the last one.
  [
    'blocks',
    Buffer.concat([Buffer.from('28b52ffd0038', 'hex'), Buffer.alloc(3 * 1_000_000), Buffer.from('010000', 'hex')]),
  ],
  ['frames', Buffer.concat(Array.from({ length: 300_000 }, () => Buffer.from('28b52ffd2000010000', 'hex')))],
])('zstd in a million empty %s is refused before any of them costs memory', (_what, body) => {
  const before = process.memoryUsage().rss;
  expect(problem(body, 'zstd', 20 << 20)).toBe('too_large');
  expect(process.memoryUsage().rss - before).toBeLessThan(32 << 20);
});

test('zstd in many small blocks, as a sender that flushes makes it', () => {
  const raw = Buffer.concat([Buffer.from([(5 << 3) & 0xff, 0, 0]), Buffer.from('small')]);
  const body = Buffer.concat([
    Buffer.from('28b52ffd0038', 'hex'),
    ...Array.from({ length: 5_000 }, () => raw),
    Buffer.from('010000', 'hex'),
  ]);
  expect(inflate(body, 'zstd', 1 << 20).toString()).toBe('small'.repeat(5_000));
});

test('an encoding that nobody accepted', () => {
  expect(problem(text, 'compress')).toBe('unknown_encoding');
});
