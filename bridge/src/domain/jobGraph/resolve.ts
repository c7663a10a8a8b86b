import type { DeclaredJob } from '@summit/contracts';
import { isNamed, plainName, segmentsOf } from './names';
import { ranksOf } from './ranks';

/** A job of a run: one that worked, works or waits. */
interface Named {
  id: string;
  name: string;
}

/** What one job waits for, by ids. */
interface Needed {
  /** No job waits for one of its own rank or a higher one. */
  rank: number;
  /** Jobs that wait for the same share one array. */
  waitsFor: readonly string[];
}

interface Resolved {
  byId: ReadonlyMap<string, Needed>;
  /** Names of jobs of which it is not known what they need. */
  unknown: readonly string[];
}

type Need = NonNullable<DeclaredJob['needs']>[number];
interface Placed extends Named {
  segments: readonly string[];
}

/**
 * What the jobs of a run wait for, by what a source declares. What is needed and did not work (it was skipped, or belongs to another attempt) is passed
 * through to what it needs itself. A job is unknown that nothing declares, or two things do; whose needs, or those passed through, are not told, name
 * nothing that is known, or lead in a circle. An edge is never guessed.
 */
export function resolveNeeds(all: readonly DeclaredJob[], jobs: readonly Named[]): Resolved {
  const byKey = new Map(all.map((job) => [job.key, job]));
  // Of one key the last word stands: two would have two ranks.
  const declared = [...byKey.values()];
  const worked = new Map<string, Placed[]>();
  const keyOf = new Map<string, DeclaredJob>();
  const find = finderOf(declared);
  for (const { id, name } of jobs) {
    const segments = segmentsOf(name);
    const found = find(name, segments);
    if (!found) continue;
    keyOf.set(id, found);
    const known = worked.get(found.key);
    if (known) known.push({ id, name, segments });
    else worked.set(found.key, [{ id, name, segments }]);
  }
  const ranks = ranksOf(declared);
  const effective = passThrough(byKey, (key) => worked.has(key), ranks);
  const shared = new Map<string, readonly string[]>();
  const byId = new Map<string, Needed>();
  const unknown: string[] = [];
  for (const { id, name } of jobs) {
    const own = keyOf.get(id);
    const rank = own && ranks.get(own.key);
    const segments = segmentsOf(name);
    const needs = own && isTold(own, segments, worked) ? effective(own.key) : null;
    const waitsFor = needs && idsOf(needs, segments, worked, shared);
    if (rank === undefined || waitsFor === null) unknown.push(name);
    else byId.set(id, { rank, waitsFor });
  }
  return { byId, unknown };
}

/** Finds the one declaration that a name is of: the very name, or else the only pattern that it fits. */
function finderOf(
  declared: readonly DeclaredJob[],
): (name: string, segments: readonly string[]) => DeclaredJob | undefined {
  const byName = new Map<string, DeclaredJob[]>();
  for (const job of declared) {
    const name = plainName(job);
    if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), job]);
  }
  return (name, segments) => {
    const found = byName.get(name) ?? declared.filter((job) => isNamed(job, segments));
    return found.length === 1 ? found[0] : undefined;
  };
}

/** Of a called workflow that nobody read, what its jobs need is known where there is one only, in each leg of its caller. */
function isTold(
  { key, name, opaque }: DeclaredJob,
  segments: readonly string[],
  worked: ReadonlyMap<string, readonly Placed[]>,
): boolean {
  if (opaque !== true) return true;
  return (worked.get(key) ?? []).filter((other) => sharesFirst(name.length, other.segments, segments)).length === 1;
}

const sharesFirst = (count: number, a: readonly string[], b: readonly string[]): boolean =>
  a.slice(0, count).every((segment, n) => segment === b[n]);

/** The needs of a key, those that did not work replaced by their own; null where that leads to what is not known. */
function passThrough(
  byKey: ReadonlyMap<string, DeclaredJob>,
  hasWorked: (key: string) => boolean,
  ranks: ReadonlyMap<string, number>,
): (key: string) => readonly Need[] | null {
  const known = new Map<string, readonly Need[] | null>();
  const find = (key: string): readonly Need[] | null => {
    const needs = byKey.get(key)?.needs ?? null;
    // Keys without a rank lie in a circle, or wait for one.
    if (needs === null || !ranks.has(key)) return null;
    const found = new Map<string, Need>();
    for (const need of needs) {
      const ends = hasWorked(need.key) ? [need] : throughNeed(need);
      if (ends === null) return null;
      for (const end of ends) {
        const other = found.get(end.key);
        if (!other || other.within > end.within) found.set(end.key, end);
      }
    }
    return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  };
  const throughNeed = ({ key, within, optional }: Need): Need[] | null => {
    if (optional === true) return [];
    const further = effective(key);
    return further && further.map((need) => ({ ...need, within: Math.min(need.within, within) }));
  };
  const effective = (key: string): readonly Need[] | null => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = find(key);
    known.set(key, found);
    return found;
  };
  return effective;
}

/** Null where a need worked, but not in the same leg: what that leg waited for is not looked for. */
function idsOf(
  needs: readonly Need[],
  segments: readonly string[],
  worked: ReadonlyMap<string, readonly Placed[]>,
  shared: Map<string, readonly string[]>,
): readonly string[] | null {
  const key = JSON.stringify(needs.map((need) => [need.key, segments.slice(0, need.within)]));
  const before = shared.get(key);
  if (before) return before;
  const ids: string[] = [];
  for (const need of needs) {
    const found = (worked.get(need.key) ?? []).filter((job) => sharesFirst(need.within, job.segments, segments));
    if (found.length === 0) return null;
    ids.push(...found.map(({ id }) => id));
  }
  shared.set(key, ids);
  return ids;
}
