/** A job that ended. Times are milliseconds since the epoch. */
export interface Worked {
  id: string;
  /** When it could have begun: all that it waits for was done. */
  ready: number;
  /** When a runner took it. */
  start: number;
  end: number;
}

/** A job and what is taken to hold it back. */
export interface Ordered extends Worked {
  /** How many of the jobs, in the order of their ends, had ended when it became ready. */
  after: number;
  /** From the last of those ends to its being ready; for a job that waits for none, null. */
  gap: number | null;
}

export interface Order {
  /** In the order in which they became ready. */
  byReady: readonly Ordered[];
  /** In the order of their ends. */
  byEnd: readonly Ordered[];
}

/** CI systems tell times in seconds: an end and what it sets free can be told as the same second, or the wrong way round. */
const TOLERANCE_MS = 1000;

/**
 * Who waits for whom, from times alone: a job is taken to wait for every job that had ended when it became ready. That is the most that
 * the real graph can hold, so what would be saved is the least that would be.
 */
export function orderOf(jobs: readonly Worked[]): Order {
  const ends = [...jobs].sort((a, b) => a.end - b.end || compare(a.id, b.id));
  const ready = [...jobs].sort((a, b) => a.ready - b.ready || a.end - b.end || compare(a.id, b.id));
  const ordered = new Map<string, Ordered>();
  let after = 0;
  for (const job of ready) {
    for (; after < ends.length; after++) {
      const next = ends[after];
      // Not before what became ready with it or later: nobody waits in a circle.
      if (!next || next.end > job.ready + TOLERANCE_MS || !ordered.has(next.id)) break;
    }
    const last = ends[after - 1];
    ordered.set(job.id, { ...job, after, gap: last ? job.ready - last.end : null });
  }
  const known = (job: Worked): Ordered => ordered.get(job.id) ?? { ...job, after: 0, gap: null };
  return { byReady: ready.map(known), byEnd: ends.map(known) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
