import { BadAnswer, httpGet, NoAnswer } from './http';
import { cut, type FakeProvider, instead, startProvider } from './testing/server';

const state: { server?: FakeProvider } = {};
const server = (): FakeProvider => {
  if (!state.server) throw new Error('not started');
  return state.server;
};
beforeEach(async () => {
  state.server = await startProvider(() => ({ body: { fine: true } }));
});
afterEach(() => server().close());
const get = httpGet({ timeoutMs: 300, maxBytes: 1_000 });
const ask = () => get(`${server().url}/list`, { authorization: 'Bearer hush' });
const failure = async (): Promise<Error> =>
  ask().then(
    () => Promise.reject(new Error('answered')),
    (error: unknown) => (error instanceof Error ? error : Promise.reject(new Error('no error'))),
  );

test('a refusal without JSON is an answer without a body', async () => {
  server().troubles.push((_req, res) => {
    res.writeHead(403).end('<html>');
    return true;
  });
  expect(await ask()).toMatchObject({ status: 403, body: undefined });
  expect(await ask()).toMatchObject({ status: 200, body: { fine: true } });
});

test('what breaks off, takes too long or is no JSON is no answer; what is too large is a bad one; none names a header', async () => {
  server().troubles.push(cut(/list/));
  const broken = await failure();
  server().troubles.push(() => true);
  const late = await failure();
  server().troubles.push((_req, res) => {
    res.writeHead(200).end('<html>sign in</html>');
    return true;
  });
  const page = await failure();
  server().troubles.push(instead(/list/, { body: 'x'.repeat(2_000) }));
  const large = await failure();
  expect([broken, late, page].map((error) => error instanceof NoAnswer)).toEqual([true, true, true]);
  expect(large).toBeInstanceOf(BadAnswer);
  for (const error of [broken, late, page, large]) expect(`${error.message} ${error.stack}`).not.toContain('hush');
});

test('a bomb that inflates to more than the ceiling is cut off there', async () => {
  const { gzipSync } = await import('node:zlib');
  server().troubles.push((_req, res) => {
    res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    res.end(gzipSync(JSON.stringify('0'.repeat(5_000_000))));
    return true;
  });
  expect(await failure()).toMatchObject({ message: expect.stringMatching(/larger than/) });
});

test('a circle of redirects ends', async () => {
  for (let i = 0; i < 10; i++) server().troubles.push(instead(/list/, { status: 302, headers: { location: '/list' } }));
  expect(await failure()).toMatchObject({ message: 'it redirects in a circle' });
});

test('whoever stops ends what is under way', async () => {
  const ending = new AbortController();
  server().troubles.push(() => true);
  const under = httpGet({ signal: ending.signal })(`${server().url}/list`, {});
  setTimeout(() => ending.abort(), 50);
  await expect(under).rejects.toThrow('the bridge stops');
});
