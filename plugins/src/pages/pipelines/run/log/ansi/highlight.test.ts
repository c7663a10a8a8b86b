import fc from 'fast-check';
import { foundIn, highlighted } from './highlight';
import { styledText } from './sgr';

const shown = (line: string, word: string, matchCase = false): string =>
  highlighted(
    styledText(line),
    foundIn(
      styledText(line)
        .map(({ text }) => text)
        .join(''),
      word,
      matchCase,
    ),
  )
    .map(({ text, found }) => (found ? `[${text}]` : text))
    .join('|');

test.each([
  ['no match', 'x', 'no match'],
  ['an Error here', 'error', 'an |[Error]| here'],
  ['ErrorError', 'error', '[Error]|[Error]'],
  ['a\u001b[31mbc\u001b[0md', 'bcd', 'a|[bc]|[d]'],
  ['\u001b[31mab\u001b[0mc', 'b', 'a|[b]|c'],
  ['text', '', 'text'],
])('%j with %j is %j', (line, word, expected) => expect(shown(line, word)).toBe(expected));

test('minds the case when asked to', () => expect(shown('Error error', 'error', true)).toBe('Error |[error]'));

test('a letter that changes its length shifts no mark', () => expect(shown('İ error', 'error')).toBe('İ error'));

test('never loses a letter', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[abc]{0,6}$/)), fc.stringMatching(/^[abc]{1,3}$/), (texts, word) => {
      const pieces = texts.map((text) => ({ text, style: {} }));
      const whole = texts.join('');
      const parts = highlighted(pieces, foundIn(whole, word, false));
      expect(parts.map(({ text }) => text).join('')).toBe(whole);
      expect(
        parts
          .filter(({ found }) => found)
          .map(({ text }) => text)
          .join(''),
      ).toBe(
        foundIn(whole, word, false)
          .map(([from, to]) => whole.slice(from, to))
          .join(''),
      );
    }),
  );
});
