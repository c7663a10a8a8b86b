import type { JobFact } from '@summit/contracts';
import { jobSpanIds } from '../traceIds';
import { type FactsByStatus, latestFirst, reportedAtMs } from './facts';
import { jobIdOfFact, runIdOfFact, scopeOf } from './identity';
import type { JobState } from './model';

/** One job from the facts kept of it. Throws where there are none. */
export function foldJob(kept: FactsByStatus<JobFact>): JobState {
  const facts = latestFirst(kept);
  const last = facts[0];
  if (last === undefined) throw new Error('A job is folded from at least one fact.');
  const startedAt = startOf(kept);
  const { providerJobId } = last;
  return {
    id: jobIdOfFact(last),
    providerJobId,
    runId: runIdOfFact(last),
    name: last.name,
    stage: facts.find((fact) => fact.stage !== undefined)?.stage ?? null,
    retried: false,
    status: last.status,
    result: last.result,
    providerResult: last.providerResult ?? null,
    queuedAt: queuedAtOf(facts, startedAt),
    startedAt,
    finishedAt: endOf(kept.completed, startedAt),
    runner: facts.find((fact) => fact.runner?.name !== undefined)?.runner ?? last.runner ?? null,
    // A job that was cancelled while it ran may end with fewer steps than it had.
    steps: facts.find((fact) => fact.steps.length > 0)?.steps ?? [],
    ...jobSpanIds(scopeOf(last), providerJobId),
    url: last.url,
  };
}

/** A measured wait says exactly when it began; else the first time that any report gives. */
function queuedAtOf(facts: readonly JobFact[], startedAt: Date | null): Date {
  const waitedMs = facts.find((fact) => fact.waitedMs !== undefined)?.waitedMs;
  if (startedAt !== null && waitedMs !== undefined) return new Date(startedAt.getTime() - Math.round(waitedMs));
  return new Date(Math.min(...facts.map((fact) => Date.parse(fact.queuedAt))));
}

function startOf({ running, completed }: FactsByStatus<JobFact>): Date | null {
  if (completed?.result === 'skipped') return null;
  const time = completed?.startedAt ?? running?.startedAt;
  return time === undefined ? null : new Date(time);
}

/** Clocks of runners are not GitHub's: an end before the start becomes the start. */
function endOf(completed: JobFact | undefined, startedAt: Date | null): Date | null {
  if (completed === undefined) return null;
  const end = completed.finishedAt === undefined ? reportedAtMs(completed) : Date.parse(completed.finishedAt);
  return new Date(Math.max(end, startedAt?.getTime() ?? -Infinity));
}
