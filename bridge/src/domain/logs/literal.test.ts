import fc from 'fast-check';
import { literalOf } from './literal';

test.each([
  ['error', 'error'],
  ['^error: .*timed out$', 'timed out'],
  ['colou?r', 'colo'],
  ['ab+c', 'ab'],
  ['ab+?cde', 'cde'],
  ['a{2}bcd', 'bcd'],
  ['x(yes|no)zz', 'zz'],
  ['(a(b)[)]c)rest', 'rest'],
  ['[(]rest', 'rest'],
  ['[\\]a]rest', 'rest'],
  ['file\\.ts', 'file.ts'],
  ['took \\d+ ms', 'took '],
  ['yes|no', ''],
  ['\\u{41}bc', ''],
  ['\\x41bc', ''],
  ['\\p{L}abc', ''],
  ['.*', ''],
  ['(?:abc)?', ''],
  ['', ''],
])('what matches /%s/ holds "%s"', (expression, literal) => expect(literalOf(expression)).toBe(literal));

const atom = fc.oneof(
  fc.constantFrom('a', 'b', 'ab', 'ba', '.', '[ab]', '[^a]', '\\w', '\\.', '\\b', '^', '$'),
  fc.constantFrom('(a|b)', '(?:ab)', '(a[)]b)', '(?=a)', '(?!b)', '(a(b)c)', '😀'),
);
const quantified = fc
  .tuple(atom, fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,1}', '*?', '+?'))
  .map((parts) => parts.join(''));
const expression = fc.array(quantified, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
const line = fc
  .array(fc.constantFrom('a', 'b', 'ab', '.', ')', ' ', '😀'), { maxLength: 12 })
  .map((parts) => parts.join(''));

test('whatever matches holds it', () => {
  fc.assert(
    fc.property(expression, line, (source, given) => {
      const compiled = compile(source);
      fc.pre(compiled !== undefined && compiled.test(given));
      expect(given).toContain(literalOf(source));
    }),
    { numRuns: 2_000 },
  );
});

/** Undefined where it is none: an assertion with a quantifier. */
function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'u');
  } catch {
    return undefined;
  }
}
