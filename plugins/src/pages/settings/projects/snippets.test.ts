import { languageOf, languages, snippet, suggested } from './snippets';

const dsn = 'http://abc@localhost:4180/1';

test.each(languages)('the snippet for $label has the real DSN and something to try', ({ id }) => {
  const { install, setUp, tryOut } = snippet(id, dsn);
  expect(setUp).toContain(JSON.stringify(dsn));
  expect(install).not.toBe('');
  expect(tryOut).toMatch(/capture/);
});

test.each([
  [null, 'browser'],
  ['javascript', 'browser'],
  ['node', 'node'],
  ['node-express', 'node'],
  ['python-django', 'python'],
])('a project of platform %p is set up as %p', (platform, language) => expect(suggested(platform)).toBe(language));

test('an unknown language of the URL is the first', () => expect(languageOf('cobol')).toBe('browser'));
