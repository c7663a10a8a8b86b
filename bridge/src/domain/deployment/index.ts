import type { DeploymentFact } from '@summit/contracts';
import { canonicalJson, jobIdOfFact, sourceOf } from '../run';

/** One deployment, put together from the reports of it so far. */
export interface DeploymentState {
  environment: string;
  production: boolean;
  /** The newest state reported. */
  state: string;
  sha: string;
  ref: string | null;
  task: string | null;
  service: string | null;
  version: string | null;
  strategy: string | null;
  region: string | null;
  /** How it ended the first time it did: success, failure or error. A later `inactive` does not change that. */
  result: string | null;
  /** The run that deployed, where the source says so. */
  runId: string | null;
  /** The job that deployed, where the source names only that. */
  jobId: string | null;
  actor: unknown;
  createdAt: Date;
  updatedAt: Date;
  finishedAt: Date | null;
  url: string | null;
}

const stateRank: Readonly<Record<string, number>> = {
  pending: 0,
  queued: 1,
  in_progress: 2,
  success: 3,
  failure: 4,
  error: 5,
  inactive: 6,
};

const ends = new Set(['success', 'failure', 'error']);

/**
 * Joins one report to what is known. Reports in any order and repetition give the same deployment. Clocks tick in seconds, so of two
 * reports of one second the further state counts as the newer one.
 *
 * @returns the same object when the report says nothing new
 */
export function foldDeployment(known: DeploymentState | undefined, fact: DeploymentFact): DeploymentState {
  const reported = stateOfFact(fact);
  if (known === undefined) return reported;
  const merged = merge(known, reported);
  return canonicalJson(merged) === canonicalJson(known) ? known : merged;
}

function stateOfFact(fact: DeploymentFact): DeploymentState {
  const updatedAt = new Date(fact.updatedAt);
  const ended = ends.has(fact.state);
  return {
    environment: fact.environment,
    production: fact.production ?? false,
    state: fact.state,
    sha: fact.sha,
    ref: fact.ref ?? null,
    task: fact.task ?? null,
    service: fact.service ?? null,
    version: fact.version ?? null,
    strategy: fact.strategy ?? null,
    region: fact.region ?? null,
    result: ended ? fact.state : null,
    runId: fact.runId ?? (fact.providerRunId === undefined ? null : `${sourceOf(fact)}-${fact.providerRunId}`),
    jobId: fact.providerJobId === undefined ? null : jobIdOfFact({ ...fact, providerJobId: fact.providerJobId }),
    actor: fact.actor ?? null,
    createdAt: new Date(fact.createdAt),
    updatedAt,
    finishedAt: ended ? updatedAt : null,
    url: fact.url ?? null,
  };
}

function merge(a: DeploymentState, b: DeploymentState): DeploymentState {
  const newer = isNewer(a, b) ? a : b;
  const firstEnd = isEarlierEnd(a, b) ? a : b;
  return {
    environment: newer.environment,
    production: a.production || b.production,
    state: newer.state,
    sha: newer.sha,
    ref: greater(a.ref, b.ref),
    task: greater(a.task, b.task),
    service: greater(a.service, b.service),
    version: greater(a.version, b.version),
    strategy: greater(a.strategy, b.strategy),
    region: greater(a.region, b.region),
    result: firstEnd.result,
    runId: greater(a.runId, b.runId),
    jobId: greater(a.jobId, b.jobId),
    actor: canonicalJson(a.actor) >= canonicalJson(b.actor) ? (a.actor ?? b.actor) : (b.actor ?? a.actor),
    createdAt: a.createdAt < b.createdAt ? a.createdAt : b.createdAt,
    updatedAt: newer.updatedAt,
    finishedAt: firstEnd.finishedAt,
    url: greater(a.url, b.url),
  };
}

function isNewer(a: DeploymentState, b: DeploymentState): boolean {
  const rank = (state: DeploymentState): number => stateRank[state.state] ?? 0;
  return (a.updatedAt.getTime() - b.updatedAt.getTime() || rank(a) - rank(b)) >= 0;
}

function isEarlierEnd(a: DeploymentState, b: DeploymentState): boolean {
  if (a.finishedAt === null || b.finishedAt === null) return a.finishedAt !== null;
  const difference = a.finishedAt.getTime() - b.finishedAt.getTime();
  return difference !== 0 ? difference < 0 : (a.result ?? '') <= (b.result ?? '');
}

/** What some reports leave out; where two differ, always the same one of them. */
const greater = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null ? a : a > b ? a : b;
