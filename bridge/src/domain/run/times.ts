import type { RunFact, RunStatus } from '@summit/contracts';
import { type FactsByStatus, latestFirst } from './facts';
import { isCarriedOver, type JobState, type RunState } from './model';

type Times = Pick<RunState, 'queuedAt' | 'startedAt' | 'finishedAt' | 'queueMs' | 'durationMs'>;

/** When a run was asked for, began and ended, from all that its reports and its jobs say. `status` is what it comes to: only what ended has an end. */
export function timesOf(
  kept: FactsByStatus<RunFact>,
  jobs: readonly JobState[],
  attempt: number,
  status: RunStatus,
): Times {
  const facts = latestFirst(kept);
  const queued =
    facts.length > 0 ? facts.map((fact) => Date.parse(fact.queuedAt)) : jobs.map((job) => job.queuedAt.getTime());
  const queuedAt = new Date(Math.min(...queued));
  const startedAt = startOf(
    kept,
    jobs.filter((job) => !isCarriedOver({ attempt, queuedAt }, job)),
  );
  const completed = status === 'completed' ? kept.completed : undefined;
  const finishedAt = completed === undefined ? null : endOf(completed, startedAt ?? queuedAt);
  const worked = startedAt === null || finishedAt === null ? null : finishedAt.getTime() - startedAt.getTime();
  return {
    queuedAt,
    startedAt,
    finishedAt,
    queueMs: startedAt === null ? null : Math.max(0, startedAt.getTime() - queuedAt.getTime()),
    durationMs: worked === null ? null : (completed?.durationMs ?? worked),
  };
}

function startOf(kept: FactsByStatus<RunFact>, jobs: readonly JobState[]): Date | null {
  const starts = jobs.flatMap((job) => (job.startedAt === null ? [] : [job.startedAt.getTime()]));
  if (kept.running?.startedAt !== undefined) starts.push(Date.parse(kept.running.startedAt));
  // The end's own idea of the start is the time of asking: better than nothing, worse than any other.
  if (starts.length === 0 && kept.completed?.startedAt !== undefined) starts.push(Date.parse(kept.completed.startedAt));
  return starts.length === 0 ? null : new Date(Math.min(...starts));
}

/** Clocks differ: an end before the start becomes the start. */
function endOf(completed: RunFact, start: Date): Date {
  return new Date(Math.max(Date.parse(completed.finishedAt ?? completed.updatedAt), start.getTime()));
}
