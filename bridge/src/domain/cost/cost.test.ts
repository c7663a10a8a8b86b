import type { PriceRule } from '@summit/contracts';
import fc from 'fast-check';
import { fits, priceOf, ruleOf } from './price';
import { useOf } from './use';

const rule = (labels: string[], perMinute: number, more: Partial<PriceRule> = {}): PriceRule => ({
  system: null,
  labels,
  perMinute,
  rounding: 'minute',
  ...more,
});

describe('a pattern', () => {
  test.each([
    ['ubuntu-latest', 'ubuntu-latest', true],
    ['ubuntu-latest', 'ubuntu-latest-8', false],
    ['ubuntu-*', 'ubuntu-latest', true],
    ['ubuntu-*', 'ubuntu', false],
    ['*-8-cores', 'ubuntu-24.04-8-cores', true],
    ['*', '', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*a*b*', 'xxaxxbxx', true],
    ['*ab*ab', 'xab', false],
    ['ubuntu.latest', 'ubuntu-latest', false],
  ])('%s of %s: %s', (pattern, text, expected) => {
    expect(fits(pattern, text)).toBe(expected);
  });

  test('says what the same regular expression says', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }), (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
        expect(fits(pattern, text)).toBe(expression.test(text));
      }),
    );
  });
});

describe('the price of a runner', () => {
  const rules = [
    rule(['self-hosted'], 0),
    rule(['windows*', '*-8-cores'], 0.064),
    rule(['windows*'], 0.016),
    rule(['medium'], 0.02, { system: 'gitlab', rounding: 'second' }),
    rule([], 0.008, { system: 'github' }),
  ];
  test.each([
    ['self-hosted is free, whatever else it is', 'github', ['self-hosted', 'windows'], 0],
    ['all patterns must fit', 'github', ['Windows-2025', 'windows-2025-8-cores'], 1],
    ['the first that fits', 'github', ['windows-2025'], 2],
    ['of another system', 'github', ['medium'], 4],
    ['of its own system', 'gitlab', ['medium'], 3],
    ['none', 'gitlab', ['large'], null],
    ['without labels', 'jenkins', [], null],
  ])('%s', (_what, system, labels, expected) => {
    expect(ruleOf(rules, { system, labels })).toBe(expected);
  });
});

test.each([
  ['minute', 0, 0.5],
  ['minute', 1, 0.5],
  ['minute', 60_000, 0.5],
  ['minute', 60_001, 1],
  ['minute', 600_000, 5],
  ['second', 0, 0],
  ['second', 30_000, 0.25],
  ['second', 600_000, 5],
] as const)('billed by the %s, %d ms at 0.50 cost %d', (rounding, workedMs, expected) => {
  expect(priceOf({ perMinute: 0.5, rounding }, workedMs)).toBe(expected);
});

test.each([
  ['success', null, 'useful'],
  ['success', 200, 'useful'],
  ['failed', null, 'failed'],
  ['failed', 200, 'flaky'],
  ['timed_out', 200, 'flaky'],
  // Only a later success clears it: what failed after one is broken.
  ['failed', 50, 'failed'],
  ['cancelled', 200, 'cancelled'],
  ['unknown', 200, 'unknown'],
] as const)('a job that ended %s at 100, and passed at %s, was %s', (outcome, passedAt, expected) => {
  expect(useOf({ outcome, endedAt: 100, passedAt })).toBe(expected);
});
