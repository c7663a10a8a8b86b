import { byEnd, type Group, type Order, type Ordered, type Worked } from './order';

const lastOf = <J extends Worked>(order: Order<J>): Ordered<J> | undefined => [...order].sort(byEnd).at(-1);

/** The jobs that the end of the run waited for, first to last: from the one that ended last back to the last that each of them waited for. */
export function pathOf<J extends Worked>(order: Order<J>): Ordered<J>[] {
  const byId = new Map(order.map((job) => [job.id, job]));
  const path: Ordered<J>[] = [];
  let job = lastOf(order);
  while (job) {
    path.unshift(job);
    job = job.waitsFor ? byId.get(job.waitsFor.last.id) : undefined;
  }
  return path;
}

/**
 * How much earlier the last job would end if one job took `factor` of its time, milliseconds. Waits for runners, and gaps between what
 * sets a job free and its being ready, stay as they were.
 */
export function savedBy(order: Order, id: string, factor: number): number {
  const ends = new Map<string, number>();
  const latestOf = new Map<Group, number>();
  const latest = (group: Group): number => {
    const known = latestOf.get(group);
    if (known !== undefined) return known;
    // Groups before it came up before it, but for the first of a chain that nobody waits for alone.
    const before = group.before ? latest(group.before) : -Infinity;
    const found = group.jobs.reduce((most, job) => Math.max(most, ends.get(job.id) ?? job.end), before);
    latestOf.set(group, found);
    return found;
  };
  for (const job of order) {
    const ready = job.waitsFor === null ? job.ready : latest(job.waitsFor) + (job.gap ?? 0);
    ends.set(job.id, ready + (job.start - job.ready) + (job.end - job.start) * (job.id === id ? factor : 1));
  }
  return (lastOf(order)?.end ?? 0) - [...ends.values()].reduce((a, b) => Math.max(a, b), -Infinity);
}

/** How much longer each job could have taken without the last one ending later, milliseconds. */
export function slackOf(order: Order): Map<string, number> {
  const end = lastOf(order)?.end ?? 0;
  const slack = new Map<string, number>();
  const groupsOf = memberships(order);
  /** The latest end that those who wait for a group allow it. */
  const allowed = new Map<Group, number>();
  for (const job of [...order].reverse()) {
    const latestEnd = (groupsOf.get(job.id) ?? []).reduce(
      (least, group) => Math.min(least, allowed.get(group) ?? end),
      end,
    );
    slack.set(job.id, Math.max(0, latestEnd - job.end));
    if (job.gap === null) continue;
    // As much later as it may end it may become ready.
    const latestBefore = job.ready + (latestEnd - job.end) - job.gap;
    for (let group = job.waitsFor; group && latestBefore < (allowed.get(group) ?? Infinity); group = group.before)
      allowed.set(group, latestBefore);
  }
  return slack;
}

/** The groups that each job is in by itself; in those behind them it is through these. */
function memberships(order: Order): Map<string, Group[]> {
  const found = new Map<string, Group[]>();
  const seen = new Set<Group>();
  for (const { waitsFor } of order)
    for (let group = waitsFor; group && !seen.has(group); group = group.before) {
      seen.add(group);
      for (const { id } of group.jobs) {
        const known = found.get(id);
        if (known) known.push(group);
        else found.set(id, [group]);
      }
    }
  return found;
}

/** How many jobs worked at once: on average while any did, and at most. */
export function parallelismOf(order: Order): { mean: number; most: number } {
  const edges = order
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
