import { displayStatus, type JobFact, type RunFact, type RunStatus } from '@summit/contracts';
import { runTraceIds } from '../traceIds';
import { type FactsByStatus, isLost, keepNewer, latestFirst, reportedAtMs } from './facts';
import { foldJob } from './foldJob';
import { runIdOfFact, scopeOf } from './identity';
import { isFailure, type JobState, type RunOrJobFact, type RunState } from './model';
import { timesOf } from './times';

export interface FoldedRun {
  run: RunState;
  /** In the order of their start, then of their creation, then of their id. */
  jobs: readonly JobState[];
}

/**
 * One attempt of a run from its facts: any order, any repetition, any of them missing, the same facts give the same run. A run that only
 * its jobs speak of is there too; what ended is not reopened by a late report of an earlier state, unless its source takes ended runs up
 * again, and then only by a report newer than the end. Throws on an empty list, and on facts of several runs.
 */
export function foldRun(facts: readonly RunOrJobFact[]): FoldedRun {
  const first = facts[0];
  if (first === undefined) throw new Error('A run is folded from at least one fact.');
  const id = runIdOfFact(first);
  const told: Told = { run: {}, jobs: new Map() };
  const traced: Told = { run: {}, jobs: new Map() };
  const spans = facts.reduce((most, { trace }) => Math.max(most, trace?.spans ?? 0), 0);
  for (const fact of facts) {
    if (runIdOfFact(fact) !== id) throw new Error(`Facts of ${id} and ${runIdOfFact(fact)} do not fold into one run.`);
    // Made of fewer spans: what it says is said anew, or proved wrong, by those of more.
    if (fact.trace && fact.trace.spans < spans) continue;
    const into = fact.trace ? traced : told;
    if (fact.kind === 'run') keepNewer(into.run, fact);
    else keepNewer(entry(into.jobs, fact.providerJobId), fact);
  }
  // A trace knows the jobs best: what else lists them may take for one what only holds others.
  const jobFacts = traced.jobs.size > 0 ? traced.jobs : told.jobs;
  const reported = markRetried(jobFacts);
  const run = runState(withTrace(told.run, traced.run), latestFirst(traced.run), reported, anyJobFact(jobFacts));
  const jobs = reported.map((job) => closeWithRun(job, run)).sort(byStart);
  return { run: { ...run, ...jobCounts(jobs) }, jobs };
}

interface Told {
  run: FactsByStatus<RunFact>;
  jobs: Map<string, FactsByStatus<JobFact>>;
}

/** What no other road tells, or tells only for want of a report, the trace does. */
function withTrace(told: FactsByStatus<RunFact>, traced: FactsByStatus<RunFact>): FactsByStatus<RunFact> {
  const { completed } = told;
  return { ...traced, ...told, ...(completed && isLost(completed) && { completed: traced.completed ?? completed }) };
}

function runState(
  kept: FactsByStatus<RunFact>,
  traced: readonly RunFact[],
  jobs: readonly JobState[],
  sample: JobFact | undefined,
): RunState {
  const facts = [...latestFirst(kept), ...traced];
  const last = facts[0];
  const some = last ?? sample;
  if (some === undefined) throw new Error('A run is folded from at least one fact.');
  const say = <K extends keyof RunFact, F>(key: K, fallback: F): NonNullable<RunFact[K]> | F =>
    facts.find((fact) => fact[key] !== undefined)?.[key] ?? fallback;
  const status = statusOf(kept, jobs);
  const scope = scopeOf(some);
  const result = status === 'completed' ? (kept.completed?.result ?? 'unknown') : null;
  const times = timesOf(kept, jobs, some.attempt, status);
  return {
    id: runIdOfFact(some),
    system: scope.provider,
    host: scope.host,
    providerRunId: some.providerRunId,
    attempt: some.attempt,
    ...codeOf(some, facts, sample),
    name: say('name', sample?.runName ?? 'workflow'),
    title: say('title', null),
    number: numberOf(facts),
    event: say('event', null),
    status,
    result,
    displayStatus: displayStatus(status, result),
    providerResult: last?.status === status ? (last.providerResult ?? null) : null,
    branch: say('branch', sample?.branch ?? null),
    sha: say('sha', sample?.sha ?? null),
    changeNumber: say('changeNumber', null),
    actor: say('actor', null),
    ...times,
    url: pageOf(facts, some),
    traceId: runTraceIds(scope, some.providerRunId, some.attempt).traceId,
    sourceTrace: sourceTraceOf(traced),
    ...jobCounts(jobs),
  };
}

function sourceTraceOf([fact]: readonly RunFact[]): RunState['sourceTrace'] {
  return fact?.trace ? { traceId: fact.trace.traceId, spanId: fact.trace.spanId } : null;
}

/** Reports that leave out where the code is, the run's number or its page take nothing away from those that say it. */
function codeOf(
  some: RunOrJobFact,
  facts: readonly RunFact[],
  sample: JobFact | undefined,
): Pick<RunState, 'provider' | 'repository'> {
  const { repository } = [...facts, sample ?? some].find((fact) => fact.repository.url !== '') ?? some;
  return { provider: repository.provider, repository: repository.fullName };
}
const numberOf = (facts: readonly RunFact[]): number => facts.find((fact) => fact.number !== 0)?.number ?? 0;
const pageOf = (facts: readonly RunFact[], some: RunOrJobFact): string =>
  (facts.find((fact) => fact.url !== '') ?? some).url;

function statusOf(kept: FactsByStatus<RunFact>, jobs: readonly JobState[]): RunStatus {
  const last = newest(kept);
  if (last?.reopens || kept.completed?.lost) return reopened(last, jobs);
  if (kept.completed) return 'completed';
  const moving = jobs.some(
    (job) => job.status === 'running' || (job.status === 'completed' && job.result !== 'skipped'),
  );
  return kept.running || moving ? 'running' : 'queued';
}

const isRunning = (job: JobState): boolean => job.status === 'running';

/** Where ended runs go on, and where the end is only supposed, the newest report says where the run stands; but while a job runs, it is not waiting. */
function reopened(last: RunFact | undefined, jobs: readonly JobState[]): RunStatus {
  const status = last?.status ?? 'queued';
  return status === 'queued' && jobs.some(isRunning) ? 'running' : status;
}

/** The newest report; of equally new ones the one of the furthest state. */
function newest(kept: FactsByStatus<RunFact>): RunFact | undefined {
  const [first, ...rest] = latestFirst(kept);
  return rest.reduce<RunFact | undefined>(
    (last, fact) => (last && reportedAtMs(last) >= reportedAtMs(fact) ? last : fact),
    first,
  );
}

/** Jobs, of which all but the newest of each slot are marked as retried. */
function markRetried(jobFacts: ReadonlyMap<string, FactsByStatus<JobFact>>): JobState[] {
  const newestOf = new Map<string, JobState>();
  const slots = [...jobFacts.values()].map((kept) => {
    const job = foldJob(kept);
    const slot = latestFirst(kept).find((fact) => fact.slot !== undefined)?.slot;
    const known = slot === undefined ? undefined : newestOf.get(slot);
    if (slot !== undefined && (known === undefined || isLaterTry(job, known))) newestOf.set(slot, job);
    return { job, slot };
  });
  return slots.map(({ job, slot }) => ({ ...job, retried: slot !== undefined && newestOf.get(slot) !== job }));
}

function isLaterTry(a: JobState, b: JobState): boolean {
  const difference = a.queuedAt.getTime() - b.queuedAt.getTime();
  return difference !== 0 ? difference > 0 : a.id > b.id;
}

/** The run ended and the job did not say so: its last report was lost or is still under way. */
function closeWithRun(job: JobState, run: RunState): JobState {
  if (run.finishedAt === null || job.status === 'completed') return job;
  const finishedAt = new Date(Math.max(run.finishedAt.getTime(), (job.startedAt ?? job.queuedAt).getTime()));
  return { ...job, status: 'completed', result: 'unknown', finishedAt };
}

function jobCounts(
  all: readonly JobState[],
): Pick<RunState, 'jobsTotal' | 'jobsFailed' | 'jobsRunning' | 'jobsQueued'> {
  const jobs = all.filter((job) => !job.retried);
  return {
    jobsTotal: jobs.length,
    jobsFailed: jobs.filter((job) => isFailure(job.result)).length,
    jobsRunning: jobs.filter((job) => job.status === 'running').length,
    jobsQueued: jobs.filter((job) => job.status === 'queued').length,
  };
}

/** The job whose words stand in for the run's own: the one with the lowest id, whatever came first. */
function anyJobFact(jobFacts: ReadonlyMap<string, FactsByStatus<JobFact>>): JobFact | undefined {
  const id = [...jobFacts.keys()].sort()[0];
  const kept = id === undefined ? undefined : jobFacts.get(id);
  return kept && latestFirst(kept)[0];
}

function entry(jobFacts: Map<string, FactsByStatus<JobFact>>, id: string): FactsByStatus<JobFact> {
  const known = jobFacts.get(id);
  if (known) return known;
  const made: FactsByStatus<JobFact> = {};
  jobFacts.set(id, made);
  return made;
}

function byStart(a: JobState, b: JobState): number {
  const start = (job: JobState): number => (job.startedAt ?? job.queuedAt).getTime();
  return start(a) - start(b) || a.queuedAt.getTime() - b.queuedAt.getTime() || (a.id < b.id ? -1 : 1);
}
