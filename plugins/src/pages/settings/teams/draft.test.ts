import { bodyOf, draftOf, isReady } from './draft';

test('repositories are lines or parted by commas, each once', () => {
  expect(bodyOf({ name: ' Shop ', repositories: 'demo/shop\n\n demo/web-*, demo/shop\n' })).toEqual({
    name: 'Shop',
    repositories: ['demo/shop', 'demo/web-*'],
  });
});

test('what is changed begins as it is', () => {
  const team = {
    name: 'Shop',
    repositories: ['demo/shop', 'demo/web-*'],
    matches: [],
    matchesTotal: 0,
    updatedAt: '2026-01-31T09:00:00Z',
  };
  expect(bodyOf(draftOf(team))).toEqual({ name: 'Shop', repositories: team.repositories });
});

test.each([
  ['', 'demo/shop', false],
  ['Shop', ' \n', false],
  ['Shop', 'demo/*', true],
])('%j of %j can be sent: %s', (name, repositories, ready) => {
  expect(isReady({ name, repositories })).toBe(ready);
});
