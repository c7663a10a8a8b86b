import type { Order, Ordered } from './order';

const last = (jobs: readonly Ordered[]): number => jobs.at(-1)?.end ?? 0;

/** The jobs that the end of the run waited for, first to last: from the one that ended last back to the last that each of them waited for. */
export function pathOf({ byEnd }: Order): Ordered[] {
  const path: Ordered[] = [];
  for (let job = byEnd.at(-1); job; job = job.after > 0 ? byEnd[job.after - 1] : undefined) path.unshift(job);
  return path;
}

/**
 * How much earlier the last job would end if one job took `factor` of its time, milliseconds. Waits for runners, and gaps between what
 * sets a job free and its being ready, stay as they were.
 */
export function savedBy({ byReady, byEnd }: Order, id: string, factor: number): number {
  const ends = new Map<string, number>();
  // The latest of the first n ends, as they would be: the sets of what jobs wait for only grow.
  let latest = -Infinity;
  let counted = 0;
  for (const job of byReady) {
    for (; counted < job.after; counted++) {
      const other = byEnd[counted];
      if (other) latest = Math.max(latest, ends.get(other.id) ?? other.end);
    }
    const ready = job.gap === null ? job.ready : latest + job.gap;
    ends.set(job.id, ready + (job.start - job.ready) + (job.end - job.start) * (job.id === id ? factor : 1));
  }
  return last(byEnd) - [...ends.values()].reduce((a, b) => Math.max(a, b), -Infinity);
}

/** How much longer each job could have taken without the last one ending later, milliseconds. */
export function slackOf({ byReady, byEnd }: Order): Map<string, number> {
  const end = last(byEnd);
  const slack = new Map<string, number>();
  const place = new Map(byEnd.map((job, n) => [job.id, n]));
  // Those looked at so far, latest ready first, and the latest end that they and all before them allow. What they wait for only shrinks.
  const afters: number[] = [];
  const allowed: number[] = [];
  for (const job of [...byReady].reverse()) {
    const own = place.get(job.id) ?? 0;
    const waiting = firstNotAfter(afters, own);
    const latestEnd = waiting === 0 ? end : Math.min(end, allowed[waiting - 1] ?? end);
    slack.set(job.id, Math.max(0, latestEnd - job.end));
    afters.push(job.after);
    // As much later as it may end it may become ready.
    const latestBefore = job.gap === null ? Infinity : job.ready + (latestEnd - job.end) - job.gap;
    allowed.push(Math.min(allowed.at(-1) ?? Infinity, latestBefore));
  }
  return slack;
}

/** How many of the first do wait for the job at a place; their counts fall. */
function firstNotAfter(afters: readonly number[], place: number): number {
  let [low, high] = [0, afters.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((afters[middle] ?? 0) > place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many jobs worked at once: on average while any did, and at most. */
export function parallelismOf({ byReady }: Order): { mean: number; most: number } {
  const edges = byReady
    .flatMap(({ start, end }) => [
      { at: start, by: 1 },
      { at: end, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let [now, most, busy, work, since] = [0, 0, 0, 0, 0];
  for (const { at, by } of edges) {
    if (now > 0) busy += at - since;
    work += now * (at - since);
    since = at;
    now += by;
    most = Math.max(most, now);
  }
  return { mean: busy > 0 ? work / busy : 0, most };
}
