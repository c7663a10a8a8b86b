import { type DeclaredJob, type GraphBasis, GraphSource } from '@summit/contracts';
import { declaredOrderOf, orderOf, type Order, type Worked } from '../criticalPath';
import { resolveNeeds } from './resolve';

const MOST_NAMED = 10;

/** What each source declares of a run. */
export type Declarations = ReadonlyMap<GraphSource, readonly DeclaredJob[]>;

/**
 * Which job of a run waited for which: as a source declares it, where one does of every job; else as their times have it. The source that says it of the jobs
 * themselves goes first, then what was sent from the run.
 */
export function graphOf<J extends Worked & { name: string }>(
  jobs: readonly J[],
  declarations: Declarations,
): { basis: GraphBasis; order: Order<J> } {
  let best: { source: GraphSource; unknown: readonly string[] } | null = null;
  for (const source of GraphSource.options) {
    const declared = declarations.get(source);
    if (!declared) continue;
    const { byId, unknown } = resolveNeeds(declared, jobs);
    if (unknown.length === 0)
      return { basis: { graph: 'declared', source, unknownJobs: [] }, order: declaredOrderOf(jobs, byId) };
    if (!best || unknown.length < best.unknown.length) best = { source, unknown };
  }
  return {
    basis: {
      graph: 'inferred',
      source: best?.source ?? null,
      unknownJobs: [...new Set(best?.unknown)].sort().slice(0, MOST_NAMED),
    },
    order: orderOf(jobs),
  };
}
