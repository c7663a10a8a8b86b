import type { RunFact } from '@summit/contracts';
import { newerFact, reportedAtMs } from './facts';
import type { RunOrJobFact } from './model';

/**
 * The end of a run that was not heard of for so long that its last report must have been lost: `unknown`, at the last time that any
 * report of it gave. A run that was only slow goes on with its next report, and ends as it
 * really did.
 */
export function lostEnd(facts: readonly RunOrJobFact[]): RunFact {
  const first = facts[0];
  if (first === undefined) throw new Error('A run is folded from at least one fact.');
  const heardAt = new Date(Math.max(...facts.map(reportedAtMs))).toISOString();
  const told = facts
    .filter((fact) => fact.kind === 'run')
    .reduce<RunFact | undefined>((a, b) => (a ? newerFact(a, b) : b), undefined);
  const { providerResult: _result, durationMs: _duration, trace: _trace, ...known } = told ?? ofJob(first, facts);
  return { ...known, status: 'completed', result: 'unknown', finishedAt: heardAt, updatedAt: heardAt, lost: true };
}

/** A run that only its jobs spoke of, in their words. */
function ofJob(fact: RunOrJobFact, facts: readonly RunOrJobFact[]): RunFact {
  const queuedAt = new Date(Math.min(...facts.map(({ queuedAt: time }) => Date.parse(time)))).toISOString();
  const { repository, system, providerRunId, attempt, branch, sha, url } = fact;
  return {
    kind: 'run',
    repository,
    ...(system && { system }),
    providerRunId,
    attempt,
    number: 0,
    name: (fact.kind === 'job' ? fact.runName : fact.name) ?? 'workflow',
    ...(branch !== undefined && { branch }),
    ...(sha !== undefined && { sha }),
    status: 'queued',
    result: null,
    queuedAt,
    updatedAt: queuedAt,
    url,
  };
}
