import fc from 'fast-check';
import { thrownBy } from '../testing/thrown';
import { ApiError } from '../errors';
import { parseIssueQuery, type IssueQuery } from './issueQuery';
import { likePattern, wordsOf } from './words';

const empty: IssueQuery = {
  words: [],
  status: [],
  level: [],
  release: [],
  environment: [],
  project: [],
  platform: [],
  tags: [],
};

describe('an issue search', () => {
  test.each<[string, Partial<IssueQuery>]>([
    ['', {}],
    ['   ', {}],
    ['Cart Total', { words: ['cart', 'total'] }],
    ['"Cart Total"', { words: ['cart total'] }],
    ['is:unresolved', { status: ['unresolved'] }],
    ['is:resolved,archived', { status: ['resolved', 'archived'] }],
    ['is:resolved is:archived', { status: ['resolved', 'archived'] }],
    ['level:error level:fatal', { level: ['error', 'fatal'] }],
    ['release:shop@4.18.0+a1b2', { release: ['shop@4.18.0+a1b2'] }],
    ['release:"my app 1"', { release: ['my app 1'] }],
    ['environment:production,staging', { environment: ['production', 'staging'] }],
    ['project:shop platform:node', { project: ['shop'], platform: ['node'] }],
    [
      'browser:"Chrome 141" os:iOS',
      {
        tags: [
          { key: 'browser', value: 'Chrome 141' },
          { key: 'os', value: 'iOS' },
        ],
      },
    ],
    ['TypeError: x is undefined', { words: ['typeerror:', 'x', 'is', 'undefined'] }],
    ['https://shop.test/cart', { words: ['https://shop.test/cart'] }],
    ['TypeError:x', { words: ['typeerror:x'] }],
    ['level:', { words: ['level:'] }],
    ['"unclosed word', { words: ['"unclosed', 'word'] }],
    [
      'is:unresolved cart level:error "exact words" browser:x',
      {
        status: ['unresolved'],
        level: ['error'],
        words: ['cart', 'exact words'],
        tags: [{ key: 'browser', value: 'x' }],
      },
    ],
  ])('%s', (text, expected) => {
    expect(parseIssueQuery(text)).toEqual({ ...empty, ...expected });
  });

  test('names each wrong part', () => {
    expect(thrownBy(() => parseIssueQuery('is:odd level:loud'))).toMatchObject({
      status: 400,
      causes: [expect.stringContaining('is:odd'), expect.stringContaining('level:loud')],
    });
  });

  test('of any text is read or refused, fast', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('"', ':', 'is:', 'a:', 'level:error', '::', '"x" ', '\n'));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        try {
          expect(parseIssueQuery(parts.join('')).words.length).toBeLessThanOrEqual(8);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
    );
    const start = performance.now();
    for (const text of ['a'.repeat(100_000), 'a:'.repeat(50_000), '"'.repeat(100_000), 'a.'.repeat(50_000)])
      try {
        parseIssueQuery(text);
      } catch (error) {
        expect(error).toBeInstanceOf(ApiError);
      }
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('words', () => {
  test('of a search are lower-cased, quoted ones kept whole, at most eight', () => {
    expect(wordsOf('  Main "Feature Cart" #12 ')).toEqual(['main', 'feature cart', '#12']);
    expect(wordsOf('1 2 3 4 5 6 7 8 9')).toHaveLength(8);
  });

  test('are literal in LIKE, its own signs too', () => {
    expect(likePattern('100%_\\')).toBe('%100\\%\\_\\\\%');
  });
});
