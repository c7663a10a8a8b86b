import fc from 'fast-check';
import { askedOf, trigramsOf } from './trigrams';

/** As PostgreSQL's get_bit reads it. */
const mayHold = (filter: Buffer, words: string): boolean =>
  askedOf(words).every((bit) => {
    const folded = bit & (filter.length * 8 - 1);
    return ((filter[folded >>> 3] ?? 0) & (1 << (folded & 7))) !== 0;
  });
const filterOf = (text: string): Buffer => trigramsOf(text) ?? Buffer.alloc(0);

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'abcAB \n/İıςΣσKkſ'), maxLength: 200 }),
);

test('what a text holds is never denied, in whatever case it is asked for', () => {
  fc.assert(
    fc.property(text, fc.nat(200), fc.nat(40), (given, from, length) => {
      const words = given.slice(from, from + length);
      const filter = filterOf(given);
      expect(mayHold(filter, words)).toBe(true);
      // As a search that heeds no case finds it: by the lower case of both.
      const lower = given.toLowerCase().slice(from, from + length);
      expect(mayHold(filter, lower)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('the letters that expressions take for others are among them', () => {
  for (const word of ['checſum', 'ſtocK', 'cheC\u212aſum'])
    expect(mayHold(filterOf(word), word.replaceAll('ſ', 's').replaceAll('\u212a', 'k'))).toBe(true);
});

test('a filter is as small as what it holds, and denies most of what it does not', () => {
  const lines = Array.from({ length: 3_000 }, (_, n) => `line ${n}: resolved package-${n * 7_919} in ${n % 97} ms`);
  const filter = filterOf(lines.join('\n'));
  expect(filter.length).toBeLessThanOrEqual(4_096);
  expect(mayHold(filter, 'resolved PACKAGE-')).toBe(true);
  for (const words of ['nowhere-to-be-found', 'ENOENT', 'Segmentation fault'])
    expect(mayHold(filter, words)).toBe(false);
});

test.each(['', 'ab', 'äöü', 'xäx'])('of "%s" nothing can be told', (words) => expect(askedOf(words)).toEqual([]));

test('a text of everything has no filter', () => {
  let seed = 1;
  const next = (): number => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) >>> 8;
  const random = Array.from({ length: 600_000 }, () => String.fromCharCode(32 + (next() % 95)));
  expect(trigramsOf(random.join(''))).toBeNull();
});

test('long words are asked for by a few of their parts, from all over them', () => {
  const asked = askedOf('an error that nobody saw before: checksum-mismatch');
  expect(asked).toHaveLength(12);
  expect(new Set(asked).size).toBe(12);
});
