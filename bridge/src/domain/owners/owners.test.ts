import fc from 'fast-check';
import { ownersOfPath, ownersOfTest, parseOwners, pathIn, syntaxOf, type OwnersSyntax } from '.';
import { partMatcher, pathMatcher } from './glob';

const of = (text: string, path: string, syntax: OwnersSyntax = 'github') =>
  ownersOfPath(parseOwners(text, syntax), path);

describe('GitHub', () => {
  test.each([
    ['*', 'a/b/c.ts', true],
    ['*.js', 'a.js', true],
    ['*.js', 'deep/in/a.js', true],
    ['*.js', 'a.jsx', false],
    ['/build/logs/', 'build/logs/a/b.txt', true],
    ['/build/logs/', 'x/build/logs/a.txt', false],
    ['docs/*', 'docs/a.md', true],
    ['docs/*', 'docs/in/a.md', false],
    ['docs/*', 'x/docs/a.md', false],
    ['apps/', 'x/apps/deep/a.ts', true],
    ['apps/', 'apps', false],
    ['/docs/', 'docs/a.md', true],
    ['apps/web', 'apps/web/a.ts', true],
    ['apps/web', 'apps/web', true],
    ['apps/web', 'apps/website/a.ts', false],
    ['README.md', 'docs/README.md', true],
    ['/README.md', 'docs/README.md', false],
    ['**/logs', 'a/b/logs/c.txt', true],
    ['a/**/b.ts', 'a/b.ts', true],
    ['a/**/b.ts', 'a/x/y/b.ts', true],
    ['a/**/b.ts', 'x/a/b.ts', false],
    ['src/**', 'src/a/b.ts', true],
    ['test?.ts', 'in/test1.ts', true],
    ['test?.ts', 'test.ts', false],
    ['with\\ blank/', 'with blank/a.ts', true],
    ['\\*.ts', 'a.ts', false],
    ['*.TS', 'a.ts', false],
  ])('%s and %s: %s', (pattern, path, matches) => {
    expect(of(`${pattern} @demo/all`, path)).toEqual(matches ? ['@demo/all'] : null);
  });

  test('the last match wins, and one without owners says that nobody does', () => {
    const file = '* @demo/all\n/cart/ @demo/cart ada@example.org\n/cart/vendor/\n';
    expect(of(file, 'a.ts')).toEqual(['@demo/all']);
    expect(of(file, 'cart/a.ts')).toEqual(['@demo/cart', 'ada@example.org']);
    expect(of(file, 'cart/vendor/a.ts')).toEqual([]);
  });

  test('comments, blank lines and what is no owner are passed over', () => {
    const file =
      '# all of it\n\n* @demo/all # for now @demo/none\r\n!cart/ @demo/none\n[Docs] @demo/none\n*.md somebody @demo/docs';
    expect(of(file, 'cart/a.ts')).toEqual(['@demo/all']);
    expect(of(file, 'a.md')).toEqual(['@demo/docs']);
  });
});

describe('GitLab', () => {
  test.each([
    ['README.md', 'docs/README.md', true],
    ['/README.md', 'docs/README.md', false],
    ['internal/README.md', 'docs/internal/README.md', true],
    ['/docs/', 'docs/in/a.md', true],
    ['/docs', 'docs/a.md', false],
    ['/docs/*', 'docs/in/a.md', false],
    ['/docs/**/*.md', 'docs/a/b.md', true],
    ['*', 'a/b.ts', true],
  ])('%s and %s: %s', (pattern, path, matches) => {
    expect(of(`${pattern} @demo/all`, path, 'gitlab')).toEqual(matches ? ['@demo/all'] : null);
  });

  const file = `* @demo/all
[Documentation] @demo/docs
docs/
README.md @demo/lead
^[Database][2] @demo/db
model/
!model/old/
model/old/a.ts
[documentation]
docs/api/ @demo/api @@maintainer
`;
  test.each([
    ['src/a.ts', ['@demo/all']],
    ['docs/a.md', ['@demo/all', '@demo/docs']],
    ['docs/README.md', ['@demo/all', '@demo/lead']],
    ['docs/api/a.md', ['@demo/all', '@demo/api', '@@maintainer']],
    ['model/a.ts', ['@demo/all', '@demo/db']],
    ['model/old/a.ts', ['@demo/all']],
  ])('each section has owners of its own, and defaults: %s', (path, owners) => {
    expect(of(file, path, 'gitlab')).toEqual(owners);
  });

  test('is told by its sections', () => {
    expect(syntaxOf(file)).toBe('gitlab');
    expect(syntaxOf('* @demo/all\n# [Docs]')).toBe('github');
  });
});

describe('a test', () => {
  const rules = parseOwners(
    `cart/ @demo/cart
# summit: suite shop.tax @demo/tax ada@example.org
#summit: suite shop › with blank @demo/blank
# summit: suite shop.tax.old. @demo/old
# summit: suite @demo/nothing
`,
    'github',
  );
  const owned = (file: string | null, suite = '') => ownersOfTest(rules, { file, suite }, 'demo/shop');
  test.each([
    ['by its file', 'cart/a.test.ts', 'shop.tax.Rates', { owners: ['@demo/cart'], by: 'file' }],
    [
      'by its suite where no rule is of its file',
      'tax/a.test.ts',
      'shop.tax.Rates',
      { owners: ['@demo/tax', 'ada@example.org'], by: 'suite' },
    ],
    [
      'by its suite where there is no file',
      null,
      'shop.tax',
      { owners: ['@demo/tax', 'ada@example.org'], by: 'suite' },
    ],
    ['by the last suite', null, 'shop.tax.old.Rates', { owners: ['@demo/old'], by: 'suite' }],
    ['by a suite with blanks', null, 'shop › with blank › deep', { owners: ['@demo/blank'], by: 'suite' }],
    ['by nobody where a word goes on', null, 'shop.taxi', { owners: [], by: null }],
    ['by nobody', 'a.ts', '', { owners: [], by: null }],
    [
      'by a file on the machine of a job',
      '/home/runner/work/shop/shop/cart/a.test.ts',
      '',
      { owners: ['@demo/cart'], by: 'file' },
    ],
  ])('is owned %s', (_, file, suite, expected) => {
    expect(owned(file, suite)).toEqual(expected);
  });

  test.each([
    ['a/b.ts', 'a/b.ts'],
    ['/home/runner/work/shop/shop/a/b.ts', 'a/b.ts'],
    ['/builds/demo/shop/a/b.ts', 'a/b.ts'],
    ['C:/work/shop/a.ts', 'a.ts'],
    ['file:///w/shop/a.ts', 'a.ts'],
    ['/tmp/a.ts', null],
    ['/w/shop', null],
  ])('%s is %s in demo/shop', (file, expected) => {
    expect(pathIn(file, 'demo/shop')).toBe(expected);
  });
});

/** The same said as a regular expression, which is allowed to take long. */
const sourceOf = (glob: string): string =>
  [...glob].map((sign) => (sign === '*' ? '.*' : sign === '?' ? '.' : sign.replace(/[^\w]/g, '\\$&'))).join('');

describe('patterns', () => {
  const text = (alphabet: string, maxLength: number) =>
    fc.array(fc.constantFrom(...alphabet), { maxLength }).map((signs) => signs.join(''));

  test('of a part match what the regular expression does', () => {
    fc.assert(
      fc.property(text('ab.*?', 8), text('ab.', 10), (glob, given) => {
        expect(partMatcher(glob)(given)).toBe(new RegExp(`^${sourceOf(glob)}$`, 'su').test(given));
      }),
      { numRuns: 2_000 },
    );
  });

  test('of a path match what the regular expression does', () => {
    const parts = (alphabet: readonly string[], maxLength: number) =>
      fc.array(fc.constantFrom(...alphabet), { minLength: 1, maxLength });
    fc.assert(
      fc.property(parts(['a', 'b', 'a*', '**'], 6), parts(['a', 'b', 'ab'], 7), (pattern, path) => {
        const source = pattern
          .map((part) => (part === '**' ? '(?:[^/]+/)*' : `${part.replace('*', '[^/]*')}/`))
          .join('');
        expect(pathMatcher(pattern)(path)).toBe(new RegExp(`^${source}$`).test(`${path.join('/')}/`));
      }),
      { numRuns: 2_000 },
    );
  });

  test('with many stars come to an end', () => {
    // Whoever tried each way to share the letters out would not.
    expect(partMatcher(`${'a*'.repeat(500)}b`)('a'.repeat(5_000))).toBe(false);
    const deep = Array.from({ length: 300 }, () => ['a', '**']).flat();
    expect(pathMatcher([...deep, 'b'])(Array.from({ length: 2_000 }, () => 'a'))).toBe(false);
  });

  test('never throw, whatever the file is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string(),
        fc.constantFrom('github', 'gitlab'),
        (body, path, syntax) => {
          expect(() => of(body, path, syntax)).not.toThrow();
        },
      ),
    );
  });
});
