import { checkSourceUrl } from './address';

test.each([
  ['github', undefined, 'https://github.com'],
  ['gitlab', undefined, 'https://gitlab.com'],
  ['gitlab', 'https://git.example.org/', 'https://git.example.org'],
  ['jenkins', 'https://ci.example.org/jenkins/', 'https://ci.example.org/jenkins'],
  ['gitlab', 'https://10.0.0.7:8443', 'https://10.0.0.7:8443'],
  ['gitlab', 'http://git.internal:8080', 'http://git.internal:8080'],
  ['gitlab', 'http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
] as const)('%s at %s is asked at %s', (provider, given, url) =>
  expect(checkSourceUrl(provider, given, ['git.internal', '127.0.0.1:9000'])).toEqual({ url }),
);

test.each([
  ['jenkins', undefined, /must be given/],
  ['github', 'github.com/demo', /address of a server/],
  ['github', 'http://github.com', /BACKFILL_ALLOWED_HOSTS/],
  ['github', 'ftp://github.com', /https/],
  ['github', 'file:///etc/passwd', /https/],
  ['gitlab', 'https://user:pass@git.example.org', /without user/],
  ['gitlab', 'https://git.example.org/?a=1', /without user/],
  ['gitlab', 'https://localhost', /this machine/],
  ['gitlab', 'https://127.1', /this machine/],
  ['gitlab', 'https://0x7f000001', /this machine/],
  ['gitlab', 'https://[::1]:8443', /this machine/],
  ['gitlab', 'https://169.254.169.254', /this machine/],
  ['gitlab', 'https://[::ffff:127.0.0.1]', /this machine/],
  ['gitlab', 'http://127.0.0.1:9001', /BACKFILL_ALLOWED_HOSTS/],
] as const)('%s at %s is refused', (provider, given, problem) =>
  expect(checkSourceUrl(provider, given, ['127.0.0.1:9000'])).toEqual({ problem: expect.stringMatching(problem) }),
);
