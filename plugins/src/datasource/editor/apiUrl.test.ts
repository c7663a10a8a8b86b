import { apiUrlProblem, cleanApiUrl } from './apiUrl';

describe('the address of the bridge', () => {
  it.each([
    ['http://bridge:4180/', 'http://bridge:4180'],
    [' https://ci.example.test/summit/api/v1/ ', 'https://ci.example.test/summit'],
    ['http://bridge:4180', 'http://bridge:4180'],
  ])('%s is kept as %s', (given, kept) => expect(cleanApiUrl(given)).toBe(kept));

  it.each(['bridge:4180', 'ftp://bridge', 'http://', 'http://bridge?x=1', 'http://bridge/#a'])(
    '%s is refused',
    (given) => expect(apiUrlProblem(given)).not.toBeNull(),
  );

  it.each(['', 'http://127.0.0.1:4180', 'https://bridge/sub'])('%s is taken', (given) =>
    expect(apiUrlProblem(given)).toBeNull(),
  );
});
