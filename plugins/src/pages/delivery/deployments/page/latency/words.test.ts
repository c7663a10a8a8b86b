import type { LatencyComparison } from '@summit/contracts';
import { chosenService, latency, latencySentence, likelyService } from './words';

test.each([
  [null, '–'],
  [0.00512, '5.12 ms'],
  [0.25, '250 ms'],
  [1.2345, '1.23 s'],
  [75, '1m 15s'],
])('%s seconds are %s', (seconds, words) => {
  expect(latency(seconds)).toBe(words);
});

test('a service is the one that the deployment names, or is called after its repository', () => {
  expect(likelyService({ service: null, repository: 'demo/group/shop' })).toBe('shop');
  expect(likelyService({ service: 'cart', repository: 'demo/shop' })).toBe('cart');
  expect(chosenService(['Shop', 'web'], '', 'shop')).toBe('Shop');
  expect(chosenService(['web'], '', 'shop')).toBeNull();
  expect(chosenService(['web'], 'web', 'shop')).toBe('web');
});

const compared = (more: Partial<LatencyComparison>): LatencyComparison => ({
  verdict: 'worse',
  before: { requests: 1200.4, p50: 0.1, p95: 0.5 },
  after: { requests: 900, p50: 0.1, p95: 1 },
  ...{ slower: 0.64, low: 0.6, high: 0.68 },
  ...more,
});

test('the sentence says how many there were, and how sure it is', () => {
  expect(latencySentence(compared({}))).toBe(
    '900 requests after it, 1,200 in as long before: one after it takes longer than one before in 64 % of pairs (95 % between 60 % and 68 %; 50 % is no change).',
  );
  expect(latencySentence(compared({ slower: null, low: null, high: null }))).toBe(
    '900 requests after it, 1,200 in as long before.',
  );
});
