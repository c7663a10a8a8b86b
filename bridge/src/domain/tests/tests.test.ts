import type { TestOutcome } from '@summit/contracts';
import fc from 'fast-check';
import { flakesOf, flakiness, isInfrastructure, rankOf, testHash } from '.';

const tried = (testId: string, outcome: TestOutcome, ...earlierTries: TestOutcome[]) => ({
  testId,
  outcome,
  earlierTries,
});
const elsewhere = (passed: string[] = [], failed: string[] = []) => ({
  passed: new Set(passed),
  failed: new Set(failed),
});

describe('flakes', () => {
  test.each([
    ['passed after it failed', [tried('1', 'passed', 'failed')], elsewhere(), [{ testId: '1', how: 'retry' }]],
    ['passed after an error', [tried('1', 'passed', 'error')], elsewhere(), [{ testId: '1', how: 'retry' }]],
    ['passed at once', [tried('1', 'passed')], elsewhere(), []],
    ['failed at each try', [tried('1', 'failed', 'failed')], elsewhere(), []],
    ['passes where it failed', [tried('1', 'passed')], elsewhere([], ['1']), [{ testId: '1', how: 'rerun' }]],
    ['fails where it passed', [tried('1', 'failed')], elsewhere(['1']), [{ testId: '1', how: 'rerun' }]],
    ['fails where another passed', [tried('1', 'failed')], elsewhere(['2']), []],
    ['skipped where it failed', [tried('1', 'skipped')], elsewhere([], ['1']), []],
    ['two of one name in one upload', [tried('1', 'passed'), tried('1', 'failed')], elsewhere(), []],
  ])('%s', (_, own, others, expected) => {
    expect(flakesOf(own, others)).toEqual(expected);
  });

  test('are not seen in an upload that is the fault of the machine', () => {
    const own = Array.from({ length: 10 }, (_, n) => tried(String(n), n < 9 ? 'failed' : 'passed'));
    expect(flakesOf(own, elsewhere(['1', '2'], ['9']))).toEqual([]);
  });

  test('are each counted once', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            testId: fc.constantFrom('1', '2', '3'),
            outcome: fc.constantFrom<TestOutcome>('passed', 'failed', 'error', 'skipped'),
            earlierTries: fc.array(fc.constantFrom<TestOutcome>('passed', 'failed')),
          }),
          { maxLength: 9 },
        ),
        (own) => {
          const ids = flakesOf(own, elsewhere(['1', '2'], ['2', '3'])).map(({ testId }) => testId);
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
    );
  });
});

describe('the fault of the machine', () => {
  const of = (failed: number, passed: number, skipped = 0): TestOutcome[] => [
    ...Array.from({ length: failed }, () => 'failed' as const),
    ...Array.from({ length: passed }, () => 'passed' as const),
    ...Array.from({ length: skipped }, () => 'skipped' as const),
  ];
  test.each([
    ['nine of ten', of(9, 1), true],
    ['eight of ten, which is not more than 80 %', of(8, 2), false],
    ['one of one', of(1, 0), false],
    ['nine of nine: too few to tell', of(9, 0), false],
    ['nine of ten that ran, beside a hundred skipped', of(9, 1, 100), true],
    ['nothing', [], false],
  ])('%s', (_, outcomes, expected) => {
    expect(isInfrastructure(outcomes)).toBe(expected);
  });
});

describe('the flaky score', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  test.each([
    ['never a flake', { flakes: 0, of: 40, lastAt: null }, 'steady', 0],
    ['one flake', { flakes: 1, of: 40, lastAt: daysAgo(1) }, 'suspected', 0.025],
    ['two flakes', { flakes: 2, of: 40, lastAt: daysAgo(1) }, 'flaky', 0.05],
    ['none for fifteen days', { flakes: 9, of: 40, lastAt: daysAgo(15) }, 'recovered', 0.225],
    ['more flakes than commits are known of', { flakes: 3, of: 1, lastAt: daysAgo(0) }, 'flaky', 1],
  ])('%s', (_, sums, state, score) => {
    expect(flakiness(sums, now)).toMatchObject({ state, score, flakes: sums.flakes, of: sums.of });
  });
});

test('suite and name do not run into each other', () => {
  expect(testHash({ suite: 'a', name: 'bc' })).not.toEqual(testHash({ suite: 'ab', name: 'c' }));
});

test.each([
  ['failed', [], 0],
  ['error', ['passed'], 0],
  ['passed', ['failed'], 1],
  ['passed', ['skipped'], 2],
  ['passed', [], 2],
  ['skipped', ['failed'], 3],
] as const)('%s after %j is looked at in place %i', (outcome, tries, rank) => {
  expect(rankOf(outcome, tries)).toBe(rank);
});
