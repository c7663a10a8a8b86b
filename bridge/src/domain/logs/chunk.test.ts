import fc from 'fast-check';
import { coloured, decodeChunk, decodeChunkNow, encodeChunk, textBytesOf, textOfChunk, type ChunkLine } from './chunk';

const line = fc.record({
  at: fc.option(fc.integer({ min: 0, max: 4e12 })),
  plain: fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\n\r]/g, '')),
  colours: fc.array(fc.tuple(fc.nat(20), fc.constantFrom('31', '0', '1;32')), { maxLength: 3 }),
});

test('lines come back as they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 30 }), async (lines) => {
      const blob = encodeChunk(lines);
      expect(await decodeChunk(blob)).toEqual(lines);
      expect(decodeChunkNow(blob)).toEqual(lines);
      expect(await textOfChunk(blob.subarray(0, textBytesOf(blob)))).toBe(lines.map(({ plain }) => plain).join('\n'));
    }),
  );
});

test('a damaged one is an error', async () => {
  const blob = encodeChunk([{ at: 1, plain: 'a', colours: [] }]);
  await expect(decodeChunk(blob.subarray(0, blob.length - 4))).rejects.toThrow();
});

test('colours stand where they stood', () => {
  const green: ChunkLine = {
    at: null,
    plain: 'it is ok',
    colours: [
      [6, '32'],
      [8, '39'],
    ],
  };
  expect(coloured(green)).toBe('it is \u001b[32mok\u001b[39m');
});
