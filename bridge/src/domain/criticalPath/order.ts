/** A job of a run. Times are milliseconds since the epoch. */
export interface Worked {
  id: string;
  /** When it could have begun: all that it waits for was done. */
  ready: number;
  /** When a runner took it; Infinity while none has. */
  start: number;
  /** Infinity while it works: it holds nobody back, and has no part in a critical path. */
  end: number;
}

/** Jobs that others wait for together: `jobs`, and all of the group `before`. */
export interface Group<J extends Worked = Worked> {
  before: Group<J> | null;
  jobs: readonly J[];
  /** Of all of them the one that ended last. */
  last: J;
}

/** A job and what is taken to hold it back; jobs that wait for the same ones share a group. */
export type Ordered<J extends Worked = Worked> = J & {
  waitsFor: Group<J> | null;
  /** From the last of those ends to its being ready; for a job that waits for none, null. */
  gap: number | null;
};

/** Each job once, none before one that it waits for. */
export type Order<J extends Worked = Worked> = readonly Ordered<J>[];

/** CI systems tell times in seconds: an end and what it sets free can be told as the same second, or the wrong way round. */
const TOLERANCE_MS = 1000;

/**
 * Who waits for whom, from times alone: a job is taken to wait for every job that had ended when it became ready. That is the most that
 * the real graph can hold, so what would be saved is the least that would be.
 */
export function orderOf<J extends Worked>(jobs: readonly J[]): Order<J> {
  const ends = [...jobs].sort(byEnd);
  const ready = [...jobs].sort((a, b) => a.ready - b.ready || byEnd(a, b));
  const placed = new Set<string>();
  let group: Group<J> | null = null;
  let after = 0;
  return ready.map((job): Ordered<J> => {
    const from = after;
    for (; after < ends.length; after++) {
      const next = ends[after];
      // Not before what became ready with it or later: nobody waits in a circle.
      if (!next || next.end > job.ready + TOLERANCE_MS || !placed.has(next.id)) break;
    }
    placed.add(job.id);
    const last = ends[after - 1];
    if (after > from && last) group = { before: group, jobs: ends.slice(from, after), last };
    return ordered(job, group);
  });
}

/** What a source declares of a job: `rank` is above that of all that it waits for. */
interface Needed {
  rank: number;
  /** Ids; jobs that wait for the same ones share the array. */
  waitsFor: readonly string[];
}

/**
 * Who waits for whom, as it is declared. Only what happened counts: a job did not wait for one that ended after its start (that was tried again later), nor
 * for one that still worked then.
 */
export function declaredOrderOf<J extends Worked>(jobs: readonly J[], needs: ReadonlyMap<string, Needed>): Order<J> {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const groups = new Map<readonly string[], Group<J> | null>();
  const rankOf = ({ id }: J): number => needs.get(id)?.rank ?? 0;
  return [...jobs]
    .sort((a, b) => rankOf(a) - rankOf(b) || a.ready - b.ready || byEnd(a, b))
    .map((job) => {
      const ids = needs.get(job.id)?.waitsFor ?? [];
      const known = groups.get(ids);
      const group = known === undefined ? groupOf(ids.flatMap((id) => byId.get(id) ?? [])) : known;
      groups.set(ids, group);
      if (!group || heldBack(group.last, job)) return orderedFrom(job, group);
      return orderedFrom(job, groupOf(group.jobs.filter((other) => heldBack(other, job))));
    });
}

const heldBack = (other: Worked, job: Worked): boolean => other.end <= job.start + TOLERANCE_MS;

function groupOf<J extends Worked>(jobs: readonly J[]): Group<J> | null {
  const sorted = [...jobs].sort(byEnd);
  const last = sorted.at(-1);
  return last ? { before: null, jobs: sorted, last } : null;
}

/** Systems that tell when a job was made, and not when it could begin: that was not before what it waited for had ended. */
const orderedFrom = <J extends Worked>(job: J, group: Group<J> | null): Ordered<J> =>
  ordered({ ...job, ready: Math.min(job.start, Math.max(job.ready, group?.last.end ?? job.ready)) }, group);

const ordered = <J extends Worked>(job: J, waitsFor: Group<J> | null): Ordered<J> => ({
  ...job,
  waitsFor,
  gap: waitsFor && job.ready - waitsFor.last.end,
});

/** The last end last; of equal ones always the same. */
export const byEnd = (a: Worked, b: Worked): number => a.end - b.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
