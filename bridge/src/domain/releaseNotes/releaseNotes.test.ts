import { comparison, notesAsMarkdown, releaseNotes, type ShippedChange } from './index';
import { breakingNoteOf, headerOf } from './conventional';
import { partsOf } from './references';

const github = { url: 'https://github.com/demo/shop', provider: 'github' };
const gitlab = { url: 'https://gitlab.example.org/demo/group/shop', provider: 'gitlab.example.org' };
const unknown = { url: '', provider: 'generic' };

const change = (title: string, more: Partial<ShippedChange> = {}): ShippedChange => ({
  title,
  number: 7,
  commit: 'c0ffee0123',
  url: 'https://github.com/demo/shop/pull/7',
  author: 'ada',
  labels: [],
  messages: [],
  ...more,
});
const kindOf = (one: ShippedChange) => {
  const [group] = releaseNotes([one], github);
  return group?.kind;
};

describe('the kind of a change', () => {
  test.each([
    ['feat: carts', 'feature'],
    ['Fix(api): totals', 'fix'],
    ['perf: faster totals', 'performance'],
    ['docs: say how', 'documentation'],
    ['chore(deps): bump zod', 'maintenance'],
    ['revert: carts', 'revert'],
    ['Revert "feat: carts"', 'revert'],
    ['feat!: another API', 'breaking'],
    ['refactor(core)!: another API', 'breaking'],
    ['Carts', 'other'],
    ['note: this is no type', 'other'],
    ['feat:no space', 'other'],
    ['', 'other'],
  ])('%s is %s', (title, kind) => {
    expect(kindOf(change(title))).toBe(kind);
  });

  test.each([
    [['bug'], 'fix'],
    [['type: feature'], 'feature'],
    [['kind/bug'], 'fix'],
    [['type::documentation'], 'documentation'],
    [['wontfix', 'area/cart'], 'other'],
    [['bug', 'breaking-change'], 'breaking'],
    [['semver:major'], 'breaking'],
  ])('labels %j make it %s', (labels, kind) => {
    expect(kindOf(change('Carts', { labels }))).toBe(kind);
  });

  test('its title says more than its labels, and these more than its commits', () => {
    expect(kindOf(change('fix: totals', { labels: ['feature'] }))).toBe('fix');
    expect(kindOf(change('Totals', { labels: ['bug'], messages: ['feat: carts'] }))).toBe('fix');
    expect(kindOf(change('Totals', { messages: ['chore: tidy', 'feat: carts'] }))).toBe('feature');
  });

  test('a footer, a mark of a commit or a label break something, whatever the title says', () => {
    expect(kindOf(change('fix: totals', { messages: ['fix: totals\n\nBREAKING CHANGE: totals are cents'] }))).toBe(
      'breaking',
    );
    expect(kindOf(change('Totals', { messages: ['feat!: cents'] }))).toBe('breaking');
    expect(kindOf(change('fix: totals', { labels: ['breaking'] }))).toBe('breaking');
    expect(kindOf(change('fix: totals', { messages: ['BREAKING CHANGE of habits\n\nno footer here'] }))).toBe('fix');
  });
});

test('a footer of a breaking change ends with the next footer or an empty line', () => {
  expect(breakingNoteOf('feat: x\n\nBREAKING CHANGE: totals are\n  cents now\nRefs: #1\n\nmore')).toBe(
    'totals are cents now',
  );
  expect(breakingNoteOf('feat: x\n\nBREAKING-CHANGE: gone\n\nnot this')).toBe('gone');
  expect(breakingNoteOf('feat: x')).toBeNull();
});

test('the header of a conventional commit', () => {
  expect(headerOf('feat(cart, api)!: totals: new')).toEqual({
    type: 'feat',
    scope: 'cart, api',
    breaking: true,
    subject: 'totals: new',
  });
  expect(headerOf('feat')).toBeNull();
  expect(headerOf(`${'a('.repeat(50_000)}`)).toBeNull();
});

describe('references', () => {
  const of = (text: string, repository = github) =>
    partsOf(text, repository)
      .filter((part) => part.reference)
      .map(({ text: found, url }) => [found, url]);

  test.each([
    ['Closes #12', [['#12', 'https://github.com/demo/shop/issues/12']]],
    [
      '(#1, #2)',
      [
        ['#1', 'https://github.com/demo/shop/issues/1'],
        ['#2', 'https://github.com/demo/shop/issues/2'],
      ],
    ],
    ['see demo/other#3', [['demo/other#3', 'https://github.com/demo/other/issues/3']]],
    ['SHOP-7: totals', [['SHOP-7', null]]],
    ['UTF-8, SHA-256, ISO-8601 and CVE-2024', []],
    ['abc#12, ##3, #x, https://host/#4, a-#5', []],
    ['Great!12', []],
  ])('%s', (text, found) => {
    expect(of(text)).toEqual(found);
  });

  test('GitLab has pages of its own, and a sign for merge requests', () => {
    expect(of('#1 !2 other/shop#3', gitlab)).toEqual([
      ['#1', 'https://gitlab.example.org/demo/group/shop/-/issues/1'],
      ['!2', 'https://gitlab.example.org/demo/group/shop/-/merge_requests/2'],
      ['other/shop#3', 'https://gitlab.example.org/other/shop/-/issues/3'],
    ]);
  });

  test('without an address of the repository have none', () => {
    expect(of('#1', unknown)).toEqual([['#1', null]]);
    expect(of('#1', { url: 'javascript:alert(1)', provider: 'github' })).toEqual([['#1', null]]);
  });

  test('the pieces of a text are the text', () => {
    for (const text of ['a #1 b', '#1', 'SHOP-1SHOP-2', '', 'x/y/z/#1', 'UTF-8 #2'])
      expect(
        partsOf(text, github)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
  });

  test('a hostile text takes no longer than its length', () => {
    const started = performance.now();
    partsOf('a/'.repeat(50_000), github);
    partsOf('A1-'.repeat(30_000), github);
    partsOf('aaaaaaaaaa'.repeat(10_000), github);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

test('groups are in the order that readers want, and notes in the order given', () => {
  const notes = releaseNotes(
    [change('Other'), change('fix: b'), change('feat: a'), change('fix: c'), change('feat!: d')],
    github,
  );
  expect(notes.map(({ title, notes: group }) => [title, group.map(({ parts }) => parts[0]?.text)])).toEqual([
    ['Breaking changes', ['d']],
    ['Features', ['a']],
    ['Fixes', ['b', 'c']],
    ['Other', ['Other']],
  ]);
});

test('the number of a squashed change is not said twice, and its footers are references', () => {
  const [group] = releaseNotes(
    [change('fix(cart): totals (#7)', { messages: ['fix(cart): totals (#7)\n\nCloses #12\nRefs: SHOP-3, #7'] })],
    github,
  );
  expect(group?.notes[0]).toMatchObject({
    scope: 'cart',
    parts: [{ text: 'totals' }],
    references: [
      { text: '#12', url: 'https://github.com/demo/shop/issues/12' },
      { text: 'SHOP-3', url: null },
    ],
  });
});

test('as Markdown what people wrote is text', () => {
  const groups = releaseNotes(
    [
      change('feat(cart): <script> & *stars* for #12', {
        messages: ['feat(cart): x\n\nCloses #9\nBREAKING CHANGE: [cents](javascript:x)'],
        url: 'https://github.com/demo/shop/pull/7?a=(b)',
      }),
      change('Round_prices', { number: null, url: null, author: null }),
    ],
    github,
  );
  expect(notesAsMarkdown('demo/shop c0ffee0', groups, null)).toBe(`# demo/shop c0ffee0

## Breaking changes

- **cart:** \\<script\\> & \\*stars\\* for [#12](https://github.com/demo/shop/issues/12) ([#7](https://github.com/demo/shop/pull/7?a=%28b%29), by ada, [#9](https://github.com/demo/shop/issues/9))
  - \\[cents\\](javascript:x)

## Other

- Round\\_prices (c0ffee0)
`);
});

test('a title is no heading and no list of its own', () => {
  const groups = releaseNotes([change('# big', { number: null, url: null, author: null }), change('1. one')], github);
  expect(notesAsMarkdown('x', groups, 'And 2 more.')).toBe(
    '# x\n\n## Other\n\n- \\# big (c0ffee0)\n- 1\\. one ([#7](https://github.com/demo/shop/pull/7), by ada)\n\nAnd 2 more.\n',
  );
});

test('the page between two commits is there where the server is known', () => {
  expect(comparison(github, 'a', 'b')).toBe('https://github.com/demo/shop/compare/a...b');
  expect(comparison(gitlab, 'a', 'b')).toBe('https://gitlab.example.org/demo/group/shop/-/compare/a...b');
  expect(comparison(unknown, 'a', 'b')).toBeNull();
});
