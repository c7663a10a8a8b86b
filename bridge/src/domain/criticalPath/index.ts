import type { Order } from './order';
import { parallelismOf, pathOf, savedBy, slackOf } from './whatIf';

export { declaredOrderOf, orderOf, type Order, type Worked } from './order';
export { stagesOf } from './stages';

export interface CriticalPath {
  /** First to last. `waitedMs`: from the end of the one before, or from the beginning, to its start. */
  path: { id: string; waitedMs: number; workedMs: number }[];
  /** What the run would be shorter by, at least, if the job took half its time: most first. */
  savings: { id: string; savesMs: number }[];
  slackMs: ReadonlyMap<string, number>;
  parallelism: { mean: number; most: number };
}

/** More are tried for no one: the longest jobs of the path are where time is. */
const TRIED = 50;
const GIVEN = 5;

/**
 * Where the time of a run went, and where it could be saved. Method: the critical path method of
 * Kelley and Walker (1959) on that order; the path is the backward walk along last-finishing predecessors that trace tools use.
 *
 * @param order of jobs that ended: declared, or inferred from their times
 * @param startedAt when the run began, milliseconds since the epoch
 * @returns null without jobs
 */
export function criticalPathOf(order: Order, startedAt: number): CriticalPath | null {
  if (order.length === 0) return null;
  const path = pathOf(order);
  const tried = [...path].sort((a, b) => b.end - b.start - (a.end - a.start)).slice(0, TRIED);
  return {
    path: path.map((job, n) => ({
      id: job.id,
      waitedMs: Math.max(0, job.start - (path[n - 1]?.end ?? startedAt)),
      workedMs: job.end - job.start,
    })),
    savings: tried
      .map(({ id }) => ({ id, savesMs: Math.round(savedBy(order, id, 0.5)) }))
      .filter(({ savesMs }) => savesMs > 0)
      .sort((a, b) => b.savesMs - a.savesMs)
      .slice(0, GIVEN),
    slackMs: slackOf(order),
    parallelism: parallelismOf(order),
  };
}
