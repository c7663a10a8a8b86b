import type { Issue } from '@summit/contracts';
import { apiParams, belongs, chooseTab, countOf, countParams, searchTerm, shownTab } from './query';

const issue: Issue = {
  id: '1',
  shortId: 'SHOP-1',
  title: 'TypeError: x',
  type: 'TypeError',
  value: 'x',
  culprit: null,
  level: 'error',
  status: 'unresolved',
  platform: 'javascript',
  count: 1,
  userCount: 1,
  firstSeen: '2026-01-01T00:00:00Z',
  lastSeen: '2026-01-01T00:00:00Z',
  firstRelease: null,
  lastRelease: null,
  environment: null,
  project: { id: '1', slug: 'shop', name: 'Shop' },
  sparkline: [],
};

test.each([
  [{}, 'unresolved'],
  [{ status: ['all'] }, 'all'],
  [{ status: ['nonsense'] }, 'unresolved'],
  [{ q: ['is:archived level:error'] }, 'archived'],
  [{ status: ['resolved'], q: ['is:archived'] }, 'archived'],
  [{ q: ['is:archived is:resolved'] }, 'all'],
  [{ q: ['is:unresolved,resolved'] }, 'all'],
  [{ q: ['this:is:fine'] }, 'unresolved'],
])('the tab of %p is %p', (values, tab) => expect(shownTab(values)).toBe(tab));

test('the search decides the status when it names one, and the bridge is not asked twice', () => {
  expect(apiParams({ q: ['is:resolved x'] }, 0).status).toBeUndefined();
  expect(apiParams({ q: ['x'] }, 0).status).toBe('unresolved');
  expect(apiParams({ status: ['all'] }, 0).status).toBeUndefined();
});

test('the tabs are counted under all filters but the status and the order', () => {
  const values = {
    q: ['is:resolved cart'],
    status: ['all'],
    sort: ['count'],
    project: ['shop'],
    from: ['1970-01-02T00:00:00Z'],
  };
  expect(countParams(values, 0)).toMatchObject({ q: 'cart', project: ['shop'], from: '1970-01-02T00:00:00.000Z' });
  expect(Object.keys(countParams(values, 0))).not.toContain('status');
  expect(Object.keys(countParams(values, 0))).not.toContain('sort');
});

test.each([
  ['unresolved', 7],
  ['resolved', 0],
  ['archived', '999+'],
  ['all', '999+'],
] as const)('the tab %s says %p', (tab, said) =>
  expect(countOf({ unresolved: 7, resolved: 0, archived: 1000, cap: 1000 }, tab)).toBe(said),
);

test('the tab of all says their sum', () =>
  expect(countOf({ unresolved: 7, resolved: 2, archived: 1, cap: 1000 }, 'all')).toBe(10));

test('choosing a tab takes the words about status out of the search and leaves the rest', () => {
  expect(chooseTab({ q: ['cart is:resolved level:error'] }, 'archived')).toEqual({
    status: 'archived',
    q: 'cart level:error',
  });
  expect(chooseTab({ status: ['all'], q: ['is:resolved'] }, 'unresolved')).toEqual({ status: null, q: null });
});

test.each([
  [{}, true],
  [{ status: ['resolved'] }, false],
  [{ project: ['shop', 'other'] }, true],
  [{ project: ['other'] }, false],
  [{ level: ['fatal'] }, false],
  [{ q: ['cart'] }, false],
  [{ q: ['is:unresolved'] }, true],
  [{ sort: ['count'] }, false],
  [{ environment: ['production'] }, false],
])('a live issue belongs to %p: %p', (values, expected) => expect(belongs(issue, values)).toBe(expected));

test.each([
  ['release', 'shop@1.2', 'release:shop@1.2'],
  ['browser', 'Chrome 141', 'browser:"Chrome 141"'],
  ['url', '//cdn', 'url:"//cdn"'],
  ['os', 'say "hi"', null],
  ['Upper', 'x', null],
  ['os', '', null],
])('%s = %s is searched as %p', (key, value, term) => expect(searchTerm(key, value)).toBe(term));
