import type { ChangeFact, CheckFact, RepositoryRef } from '@summit/contracts';
import fc from 'fast-check';
import { newerChange } from './changes';
import { furtherCheck } from './checks';

const repository: RepositoryRef = { provider: 'github', fullName: 'demo/shop', url: 'https://github.com/demo/shop' };
const time = fc
  .integer({ min: 0, max: 3 })
  .map((seconds) => new Date(Date.UTC(2026, 0, 31, 9, 0, seconds)).toISOString());

const change = fc
  .record({
    updatedAt: time,
    state: fc.constantFrom<ChangeFact['state']>('open', 'closed', 'merged'),
    title: fc.constantFrom('a', 'b'),
  })
  .map((fields): ChangeFact => ({
    kind: 'change',
    repository,
    number: 7,
    createdAt: '2026-01-31T08:00:00.000Z',
    url: '',
    ...fields,
  }));

const check = fc
  .record({
    status: fc.constantFrom<CheckFact['status']>('queued', 'running', 'completed'),
    result: fc.constantFrom<CheckFact['result']>('success', 'failed'),
    finishedAt: fc.option(time, { nil: undefined }),
  })
  .map((fields): CheckFact => ({
    kind: 'check',
    repository,
    providerCheckId: '9',
    name: 'x',
    sha: 'a'.repeat(40),
    ...fields,
  }));

/** Whatever is kept first, the same one of all reports is kept last. */
function keepsTheSame<T>(fact: fc.Arbitrary<T>, keep: (a: T, b: T) => T): void {
  const orders = fc
    .array(fact, { minLength: 1, maxLength: 6 })
    .chain((facts) => fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })));
  fc.assert(
    fc.property(orders, ([told, shuffled]) => {
      expect(shuffled.reduce(keep)).toEqual(told.reduce(keep));
    }),
    { numRuns: 500 },
  );
}

test('changes: the later report, whatever the order', () => {
  keepsTheSame(change, newerChange);
});

test('checks: the further report, whatever the order', () => {
  keepsTheSame(check, furtherCheck);
});
