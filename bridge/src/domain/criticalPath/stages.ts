import type { Group, Order, Worked } from './order';

/** Jobs that wait for the same ones. */
interface Stage {
  jobs: readonly string[];
  /** Of what they wait for, what is not waited for through another. */
  waitsFor: readonly string[];
}

/**
 * An order as a picture draws it: by ids, no stage before what it waits for.
 *
 * @param most lines that make sense in a picture
 * @returns null where there are more
 */
export function stagesOf(order: Order, most: number): Stage[] | null {
  const byGroup = new Map<Group | null, Worked[]>();
  const groupOf = new Map<string, Group | null>();
  for (const job of order) {
    groupOf.set(job.id, job.waitsFor);
    const known = byGroup.get(job.waitsFor);
    if (known) known.push(job);
    else byGroup.set(job.waitsFor, [job]);
  }
  const stages: Stage[] = [];
  let lines = 0;
  for (const [group, jobs] of byGroup) {
    const waitsFor = directOf(group, groupOf);
    lines += waitsFor.length;
    if (lines > most) return null;
    stages.push({ jobs: jobs.map(({ id }) => id), waitsFor: waitsFor.map(({ id }) => id) });
  }
  return stages;
}

/**
 * Of a chain of groups, those that none of the others in it waits for. A job waits for a group with all before it, so it is enough to know the furthest group
 * that any of the chain waits for. What is declared is no chain: it is drawn as it is written.
 */
function directOf(group: Group | null, groupOf: ReadonlyMap<string, Group | null>): Worked[] {
  if (!group?.before) return [...(group?.jobs ?? [])];
  const chain: Group[] = [];
  for (let one: Group | null = group; one; one = one.before) chain.unshift(one);
  const place = new Map(chain.map((one, n) => [one, n]));
  const through = chain
    .flatMap(({ jobs }) => jobs)
    .reduce((furthest, { id }) => {
      const own = groupOf.get(id);
      return Math.max(furthest, own ? (place.get(own) ?? -1) : -1);
    }, -1);
  return chain.slice(through + 1).flatMap(({ jobs }) => jobs);
}
