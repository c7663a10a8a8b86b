import type { BackfillRepository } from '@summit/contracts';
import { fetched, shareOf } from './progress';

const repository: BackfillRepository = {
  name: 'demo/shop',
  fullName: 'demo/shop',
  state: 'importing',
  runs: 0,
  jobs: 0,
  changes: 0,
  deployments: 0,
  commits: 0,
  tooOld: 0,
  oldestAt: null,
  remaining: null,
  notes: [],
  error: null,
  retryAt: null,
  repairedAt: null,
};

test.each([
  [{}, null],
  [{ state: 'waiting' as const }, 0],
  [{ state: 'done' as const }, 1],
  [{ remaining: 0 }, 0],
  [{ runs: 30, remaining: 90 }, 0.25],
  [{ runs: 30, remaining: 0 }, 1],
])('%p is %p of the way', (fields, share) => expect(shareOf({ ...repository, ...fields })).toBe(share));

test('says what was fetched, and nothing of what there is none of', () => {
  expect(fetched(repository)).toBe('nothing yet');
  expect(fetched({ ...repository, runs: 1, jobs: 2 })).toBe('1 run · 2 jobs');
});
