import { browserService } from '../sentry/browserService';
import { repositories } from '../story/catalogue';
import { cartUrl, provokeCartPage } from './cartPage';

test.each([
  ['cart', "TypeError: Cannot read properties of undefined (reading 'total')", 'computeTotals'],
  ['submit', "TypeError: Cannot set properties of null (setting 'disabled')", 'submitCheckout'],
] as const)('a %s event fails where the page says, with frames of the page alone', (type, title, where) => {
  const [first, ...frames] = (provokeCartPage(type).stack ?? '').split('\n');
  expect(first).toBe(title);
  expect(frames[0]).toContain(`at ${where} (${cartUrl}:`);
  expect(frames.every((frame) => frame.includes(cartUrl))).toBe(true);
});

test('the SDK sends the lines of the page around the failing one, and none for a bundle', async () => {
  const sent: string[] = [];
  const network = jest.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
    if (typeof init?.body === 'string') sent.push(init.body);
    return new Response();
  });
  const [repository] = repositories;
  if (!repository) throw new Error('no repository');
  const shop = browserService('http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1', 'shop', 'summit');
  const failure = { at: Date.now(), repository, release: 'shop@1', user: 1 };
  shop.send({ ...failure, bug: 'undefined-total' });
  shop.send({ ...failure, bug: 'chunk-load' });
  await shop.flush();
  network.mockRestore();
  const [page, bundle] = sent;
  expect(page).toMatch(/"context_line":" +totals.saved \+= line.discount.total;"/);
  expect(page).toContain('"pre_context":[');
  expect(bundle).toContain('Loading chunk 512 failed.');
  expect(bundle).not.toContain('context_line');
  expect('document' in globalThis).toBe(false);
});
