import type { RunStatus } from '@summit/contracts';
import type { RunOrJobFact } from './model';

/**
 * Which facts to keep. A run keeps one fact for each state that it or a job of it was reported in, the newest; so the facts of a run are
 * a set whose union does not depend on order or repetition.
 */

/** `run`, or `job:<provider job id>`, of a trace `trace:…`: with the status, the identity of a kept fact within its run. */
export const entityOf = (fact: RunOrJobFact): string =>
  `${fact.trace ? 'trace:' : ''}${fact.kind === 'run' ? 'run' : `job:${fact.providerJobId}`}`;

/** The provider's clock at the report, in milliseconds. Jobs carry none of their own: the latest time they mention stands for it. */
export function reportedAtMs(fact: RunOrJobFact): number {
  if (fact.kind === 'run') return Date.parse(fact.updatedAt);
  let latest = Date.parse(fact.queuedAt);
  const see = (time: string | undefined): void => {
    if (time !== undefined) latest = Math.max(latest, Date.parse(time));
  };
  see(fact.startedAt);
  see(fact.finishedAt);
  for (const step of fact.steps) {
    see(step.startedAt);
    see(step.finishedAt);
  }
  return latest;
}

/** JSON with sorted keys: equal facts have equal text, also after a stay in PostgreSQL, which orders keys its own way. */
export function canonicalJson(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`);
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** The fact to keep of two for the same entity and status: the one made of more spans, the later report; between equals any, but always the same one. */
export function newerFact<F extends RunOrJobFact>(a: F, b: F): F {
  if (isLost(a) !== isLost(b)) return isLost(a) ? b : a;
  const spans = (a.trace?.spans ?? 0) - (b.trace?.spans ?? 0);
  if (spans !== 0) return spans > 0 ? a : b;
  const difference = reportedAtMs(a) - reportedAtMs(b);
  if (difference !== 0) return difference > 0 ? a : b;
  return canonicalJson(a) >= canonicalJson(b) ? a : b;
}

/** An end that no source reported loses to any that one did. */
export const isLost = (fact: RunOrJobFact): boolean => fact.kind === 'run' && fact.lost === true;

export type FactsByStatus<F> = Partial<Record<RunStatus, F>>;

export function keepNewer<F extends RunOrJobFact>(kept: FactsByStatus<F>, fact: F): void {
  const known = kept[fact.status];
  kept[fact.status] = known === undefined ? fact : newerFact(known, fact);
}

/** From the furthest state to the first: what a later report says goes before what an earlier one said. */
export function latestFirst<F>(kept: FactsByStatus<F>): F[] {
  return [kept.completed, kept.running, kept.queued].filter((fact) => fact !== undefined);
}
