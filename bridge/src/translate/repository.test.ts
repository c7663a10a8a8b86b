import fc from 'fast-check';
import { safeLink } from './http';
import { providerAt, repositoryAt, systemAt } from './repository';

test.each([
  ['https://github.com/demo/shop', 'github', 'demo/shop', 'https://github.com/demo/shop'],
  ['https://x-token:secret@github.com/demo/shop.git', 'github', 'demo/shop', 'https://github.com/demo/shop'],
  ['git@github.com:demo/shop.git', 'github', 'demo/shop', 'https://github.com/demo/shop'],
  ['github.com:demo/shop', 'github', 'demo/shop', 'https://github.com/demo/shop'],
  ['git@gitlab.com:demo/web/shop.git', 'gitlab', 'demo/web/shop', 'https://gitlab.com/demo/web/shop'],
  ['ssh://git@git.example.org:2222/demo/shop.git', 'git.example.org', 'demo/shop', 'https://git.example.org/demo/shop'],
  ['http://git.example.org:3000/demo/shop/', 'git.example.org', 'demo/shop', 'http://git.example.org:3000/demo/shop'],
  ['git://git.example.org/demo/shop', 'git.example.org', 'demo/shop', 'https://git.example.org/demo/shop'],
  ['https://bitbucket.org/demo/shop', 'bitbucket', 'demo/shop', 'https://bitbucket.org/demo/shop'],
])('%s', (remote, provider, fullName, url) => {
  expect(repositoryAt(remote)).toEqual({ provider, fullName, url });
});

test.each([
  undefined,
  '',
  '/srv/git/shop.git',
  'C:\\git\\shop',
  'file:///srv/git/shop',
  'https://github.com/',
  'shop',
  'javascript:alert(1)/a',
  'https://git.example.org/a%20b/c',
])('%s is nowhere that others know', (remote) => {
  expect(repositoryAt(remote)).toBeUndefined();
});

test('the code’s own server and a CI system mean one repository, whatever ports they write', () => {
  const pages = 'https://git.example.org:8443/demo/shop';
  expect(providerAt(pages, 'gitlab')).toBe(repositoryAt('git@git.example.org:demo/shop.git')?.provider);
  expect(systemAt('gitlab', pages)).toEqual({ provider: 'gitlab', host: 'git.example.org:8443' });
  expect(providerAt(undefined, 'gitlab')).toBe('gitlab');
});

test.each(['gitlab.com:LEAK@git.example.org/a/b', 'https://git.example.org/u:LEAK@x/y'])(
  'a mistyped address with a password in its path is none: %s',
  (remote) => {
    expect(repositoryAt(remote)).toBeUndefined();
  },
);

test('a link is shown without the name and password in it', () => {
  expect(safeLink('https://u:LEAK@git.example.org/a/b?c#d')).toBe('https://git.example.org/a/b?c#d');
  expect(safeLink('https://git.example.org/a/b')).toBe('https://git.example.org/a/b');
  expect(safeLink('javascript:alert(1)')).toBeUndefined();
  expect(safeLink(`https://git.example.org/${'a'.repeat(2000)}`)).toBeUndefined();
});

test('no text makes it throw, and none leaves a secret behind', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.stringMatching(/^[a-z:@/.%~-]{0,40}$/)), (text) => {
      const repository = repositoryAt(text);
      if (repository) expect(repository.url).not.toContain('@github');
    }),
  );
});
