import { terminal } from './terminal';

test('secrets are never shown, whoever repeats them, and lines stay one line', () => {
  const shown: string[] = [];
  const { say, warn } = terminal(
    (text) => shown.push(text),
    (text) => shown.push(text),
    ['s3cret-token', undefined],
  );
  say('sent with s3cret-token');
  warn('the server said: s3cret-token\n::set-output name=x::y\u001b[2J');
  expect(shown).toEqual(['sent with ***\n', 'summit: the server said: *** ::set-output name=x::y [2J\n']);
});
