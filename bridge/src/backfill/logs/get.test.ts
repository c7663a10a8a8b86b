import { BadAnswer, NoAnswer, TooLarge } from '../http';
import { cut, type FakeProvider, instead, startProvider } from '../testing/server';
import { logGet } from './get';

const open: FakeProvider[] = [];
const started = async (answer: Parameters<typeof startProvider>[0]): Promise<FakeProvider> => {
  const made = await startProvider(answer);
  open.push(made);
  return made;
};
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const get = logGet({ timeoutMs: 2_000, allowedHosts: ['127.0.0.1'] });
const HEADERS = { authorization: 'Bearer hush', 'private-token': 'hush' };
const ask = (server: FakeProvider, limits: { maxBytes?: number; elsewhere?: boolean } = {}, by = get) =>
  by(`${server.url}/log`, HEADERS, { maxBytes: 1_000, elsewhere: true, ...limits });
const failure = (asked: Promise<unknown>): Promise<Error> =>
  asked.then(
    () => Promise.reject(new Error('answered')),
    (error: unknown) => (error instanceof Error ? error : Promise.reject(new Error('no error'))),
  );
const redirects = (to: string) => () => ({ status: 302, headers: { location: to, 'x-ratelimit-remaining': '41' } });

test('a log from another server is fetched without anything that the first was sent, and the limits are those of the first', async () => {
  const storage = await started(() => ({ text: 'the log\n' }));
  const server = await started(redirects(`${storage.url}/blob?sig=hush-signature`));
  const answer = await ask(server);
  expect(answer).toMatchObject({ status: 200, log: Buffer.from('the log\n') });
  expect(answer.headers.get('x-ratelimit-remaining')).toBe('41');
  expect(server.headers()).toMatchObject(HEADERS);
  expect(JSON.stringify(storage.headers())).not.toContain('hush');
  expect(storage.asked).toEqual(['/blob?sig=hush-signature']);
});

test.each([404, 410])('%i of the storage means that the log is not there any more', async (status) => {
  const storage = await started(() => ({ status }));
  expect(await ask(await started(redirects(`${storage.url}/blob`)))).toMatchObject({ status: 410, log: null });
});

describe('what is not followed', () => {
  const strict = logGet({ timeoutMs: 2_000, allowedHosts: [] });
  test.each([
    ['http where no host allows that', 'http://storage.example.org/blob', /only https is called/],
    ['where clouds keep their keys', 'https://169.254.169.254/latest/meta-data', /the address is private/],
    ["the bridge's own machine", 'https://[::1]/', /the address is private/],
    ['a name that leads to the own machine', 'https://localhost:1/', /leads to a private address/],
    ['an address with a password', 'https://me:hush@storage.example.org/', /password/],
  ])('%s', async (_what, target, reason) => {
    const error = await failure(ask(await started(redirects(target)), {}, strict));
    expect(error.message).toMatch(reason);
    expect(error.message).not.toContain('hush');
  });

  test('a second redirect', async () => {
    const third = await started(() => ({ text: 'no' }));
    const second = await started(redirects(third.url));
    const error = await failure(ask(await started(redirects(second.url))));
    expect(error).toMatchObject({ message: expect.stringMatching(/answers 302/) });
    expect(third.asked).toEqual([]);
  });

  test('any, from a provider that hands logs out itself', async () => {
    const thief = await started(() => ({ text: 'no' }));
    const error = await failure(ask(await started(redirects(thief.url)), { elsewhere: false }));
    expect(error).toBeInstanceOf(BadAnswer);
    expect(thief.asked).toEqual([]);
  });
});

test('what breaks off is no answer; what is too large, declared or not, and a page to sign in are bad ones', async () => {
  const own = await started(() => ({ text: 'x'.repeat(2_000) }));
  const storage = await started(() => ({ text: 'x'.repeat(2_000), headers: { 'transfer-encoding': 'chunked' } }));
  const server = await started(redirects(`${storage.url}/blob`));
  expect(await failure(ask(own))).toBeInstanceOf(TooLarge);
  expect(await failure(ask(server))).toBeInstanceOf(TooLarge);
  storage.troubles.push(cut(/blob/));
  expect(await failure(ask(server, { maxBytes: 10_000 }))).toMatchObject({
    name: 'NoAnswer',
    message: expect.stringMatching(/broke off/),
  });
  storage.troubles.push(instead(/blob/, { status: 503 }));
  expect(await failure(ask(server))).toBeInstanceOf(NoAnswer);
  own.troubles.push(instead(/log/, { text: '<html>', headers: { 'content-type': 'text/html' } }));
  expect(await failure(ask(own))).toBeInstanceOf(BadAnswer);
});

test('a refusal is an answer with what it says', async () => {
  const server = await started(() => ({ status: 403, body: { message: 'no' } }));
  expect(await ask(server)).toMatchObject({ status: 403, body: { message: 'no' }, log: null });
});
