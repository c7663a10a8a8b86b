import type { BackfillRepository } from '@summit/contracts';
import { fetched, logWords, shareOf, stateWords } from './progress';

const repository: BackfillRepository = {
  name: 'demo/shop',
  fullName: 'demo/shop',
  state: 'importing',
  runs: 0,
  jobs: 0,
  changes: 0,
  deployments: 0,
  commits: 0,
  logs: { fetched: 0, bytes: 0, missing: 0, skipped: 0, waiting: 0 },
  graphsWaiting: 0,
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

test.each([
  [{}, null],
  [{ waiting: 40 }, '40 logs to come'],
  [{ fetched: 1, bytes: 2_500_000 }, '1 log (2.38 MiB)'],
  [
    { fetched: 1200, bytes: 900, missing: 3, skipped: 5, waiting: 1 },
    '1,200 logs (900 B) · 3 not there any more · 5 left out · 1 log to come',
  ],
])('of logs %p it says %p', (logs, said) => expect(logWords({ ...repository.logs, ...logs })).toBe(said));

test('whose runs are all there may still fetch logs', () => {
  expect(stateWords({ ...repository, state: 'done' })).toBe('All there');
  expect(stateWords({ ...repository, state: 'done', graphsWaiting: 1 })).toBe('Asks what jobs need');
  expect(stateWords({ ...repository, state: 'done', logs: { ...repository.logs, waiting: 2 } })).toBe('Fetches logs');
});
