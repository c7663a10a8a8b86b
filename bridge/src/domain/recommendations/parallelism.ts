import { about, type Found } from './model';
import { median } from './quantile';

/** A job on a kind of runner. Times are milliseconds since the epoch. */
export interface Queued {
  ready: number;
  start: number;
  end: number;
}

const MIN_JOBS = 100;
const MIN_OF_EACH = 20;
const MIN_WAIT_MS = 30_000;
/** A wait that is no more than this many times what it is while nothing goes on is no contention. */
const TIMES = 3;
const CROWDED = 0.9;
const QUIET = 0.5;

/**
 * Whether jobs wait because all runners of their kind are busy: those that become ready while as many work as ever do wait long, those that become ready
 * while less than half work do not. A wait that is as long at all times has another reason (machines that start slowly), which more of them do not cure.
 *
 * @returns null for fewer than 100 jobs or 20 of each sort, for waits under 30 s, and where waits do not depend on how much goes on
 */
export function parallelism(labels: readonly string[], jobs: readonly Queued[]): Found | null {
  if (jobs.length < MIN_JOBS) return null;
  const busy = busyWhenReady(jobs);
  const most = Math.max(...busy.map(({ working }) => working));
  const crowded = busy.filter(({ working }) => working >= CROWDED * most).map(({ waited }) => waited);
  const quiet = busy.filter(({ working }) => working <= QUIET * most).map(({ waited }) => waited);
  if (most < 2 || crowded.length < MIN_OF_EACH || quiet.length < MIN_OF_EACH) return null;
  const [long, short] = [median(crowded), median(quiet)];
  if (long < MIN_WAIT_MS || long < TIMES * short) return null;
  return {
    ...about('parallelism', { repository: null, pipeline: null }),
    labels: [...labels],
    saves: 'wait',
    savesMs: busy.reduce((sum, { waited }) => sum + Math.max(0, waited - short), 0),
    n: jobs.length,
    evidence: [
      { label: 'wait while all runners are busy, in the middle', value: long, unit: 'ms' },
      { label: 'wait while less than half are', value: short, unit: 'ms' },
      { label: 'jobs at once, at most', value: most, unit: 'count' },
      { label: 'jobs that became ready while all were busy', value: crowded.length / busy.length, unit: 'ratio' },
    ],
    assumptions: [
      'With enough runners nobody waits longer than when little goes on: the most that could be saved.',
      'Runners with the same labels stand in for each other. As many as ever worked at once are taken for all there are.',
    ],
  };
}

/** For each job, how many worked at the moment it became ready. */
function busyWhenReady(jobs: readonly Queued[]): { waited: number; working: number }[] {
  const starts = jobs.map(({ start }) => start).sort((a, b) => a - b);
  const ends = jobs.map(({ end }) => end).sort((a, b) => a - b);
  const until = (times: readonly number[], at: number): number => {
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return jobs.map(({ ready, start }) => ({
    waited: start - ready,
    // Before it: a job that starts at once does not keep itself waiting.
    working: until(starts, ready - 1) - until(ends, ready - 1),
  }));
}
