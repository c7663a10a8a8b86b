import type { JobFact } from '@summit/contracts';
import { githubJobIds } from '../traceIds';
import { type FactsByStatus, latestFirst, reportedAtMs } from './facts';
import { jobIdOf, runIdOfFact, type JobState } from './model';

/** One job from the facts kept of it. Throws where there are none. */
export function foldJob(kept: FactsByStatus<JobFact>): JobState {
  const facts = latestFirst(kept);
  const last = facts[0];
  if (last === undefined) throw new Error('A job is folded from at least one fact.');
  const startedAt = startOf(kept);
  const { providerJobId, repository } = last;
  return {
    id: jobIdOf(repository.provider, providerJobId),
    runId: runIdOfFact(last),
    name: last.name,
    status: last.status,
    result: last.result,
    providerResult: last.providerResult ?? null,
    queuedAt: new Date(Math.min(...facts.map((fact) => Date.parse(fact.queuedAt)))),
    startedAt,
    finishedAt: endOf(kept.completed, startedAt),
    runner: facts.find((fact) => fact.runner?.name !== undefined)?.runner ?? last.runner ?? null,
    // A job that was cancelled while it ran may end with fewer steps than it had.
    steps: facts.find((fact) => fact.steps.length > 0)?.steps ?? [],
    ...githubJobIds(providerJobId),
    url: last.url,
  };
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
