import { displayStatus, type RunSpan } from '@summit/contracts';
import { type CiScope, runTraceIds } from '../traceIds';
import { scopeOfRun } from './identity';
import { isCarriedOver, type JobState, type RunState } from './model';
import { timedSteps } from './stepTimes';

/**
 * The bars of a run's Gantt as it stands now: the run, each job, each step that has begun, and a `queue` span for each wait, child of the
 * run or job that waited. What still goes on has no end; its `durationMs` is null, and the reader draws it up to `now`.
 *
 * A job that was skipped, or that ended before its turn, is there with start = end and no duration. Jobs carried over from an earlier
 * attempt are left out: they took none of this attempt's time. `now` only bounds waits that clocks put into the future.
 */
export function spansOf(run: RunState, jobs: readonly JobState[], now: Date): RunSpan[] {
  const scope = scopeOfRun(run);
  const ids = runTraceIds(scope, run.providerRunId, run.attempt);
  const base: SpanBase = { traceId: run.traceId, service: run.repository };
  const spans: RunSpan[] = [
    span(base, {
      spanId: ids.rootSpanId,
      parentSpanId: null,
      kind: 'run',
      name: run.name,
      status: run.displayStatus,
      start: run.startedAt ?? (run.finishedAt === null ? earlier(run.queuedAt, now) : run.queuedAt),
      end: run.finishedAt,
      untimed: run.startedAt === null && run.finishedAt !== null,
      url: run.url,
      attributes: {
        'summit.run.id': run.id,
        ...present({ attempt: run.attempt, branch: run.branch, event: run.event }),
      },
    }),
  ];
  if (run.displayStatus !== 'skipped')
    spans.push(queueSpan(base, ids.queueSpanId, ids.rootSpanId, run, run.name, null));
  for (const job of jobs) {
    if (!isCarriedOver(run, job)) spans.push(...jobSpans(base, scope, ids.rootSpanId, job));
  }
  return spans;
}

type SpanBase = Pick<RunSpan, 'traceId' | 'service'>;

function jobSpans(base: SpanBase, scope: CiScope, parentSpanId: string, job: JobState): RunSpan[] {
  const status = displayStatus(job.status, job.result);
  const neverRan = job.startedAt === null && job.finishedAt !== null;
  const spans = [
    span(base, {
      spanId: job.spanId,
      parentSpanId,
      kind: 'job',
      name: job.name,
      status,
      start: job.startedAt ?? job.finishedAt ?? job.queuedAt,
      end: job.finishedAt,
      untimed: neverRan,
      url: job.url,
      attributes: { 'summit.job.id': job.id, ...jobAttributes(job), ...runnerAttributes(job) },
    }),
  ];
  if (job.result !== 'skipped') spans.push(queueSpan(base, job.queueSpanId, job.spanId, job, job.name, job.url));
  for (const step of timedSteps(scope, job)) {
    spans.push(
      span(base, {
        spanId: step.spanId,
        parentSpanId: job.spanId,
        kind: 'step',
        name: step.name,
        status: step.status,
        start: step.start,
        end: step.end,
        untimed: step.status === 'skipped',
        url: stepUrl(scope.provider, job.url, step.number),
        attributes: { 'step.number': step.number },
      }),
    );
  }
  return spans;
}

interface Waiting {
  queuedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** From creation to start; to the end for what never started. A start before the creation is a skewed clock and makes the wait empty. */
function queueSpan(
  base: SpanBase,
  spanId: string,
  parentSpanId: string,
  waiting: Waiting,
  name: string,
  url: string | null,
): RunSpan {
  const end = waiting.startedAt ?? waiting.finishedAt;
  const start = end === null ? waiting.queuedAt : earlier(waiting.queuedAt, end);
  return span(base, {
    spanId,
    parentSpanId,
    kind: 'queue',
    name: `Queued: ${name}`,
    status: end === null ? 'queued' : waiting.startedAt === null ? 'cancelled' : 'success',
    start,
    end,
    untimed: false,
    url,
    attributes: {},
  });
}

type NewSpan = Omit<RunSpan, 'start' | 'end' | 'durationMs' | 'traceId' | 'service'> & {
  start: Date;
  end: Date | null;
  untimed: boolean;
};

function span(base: SpanBase, { start, end, untimed, ...rest }: NewSpan): RunSpan {
  const shownEnd = untimed ? start : end;
  return {
    ...base,
    ...rest,
    start: start.toISOString(),
    end: shownEnd?.toISOString() ?? null,
    durationMs: untimed || end === null ? null : Math.max(0, end.getTime() - start.getTime()),
  };
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

function jobAttributes(job: JobState): Record<string, string | boolean> {
  return { ...present({ 'summit.job.stage': job.stage }), ...(job.retried && { 'summit.job.retried': true }) };
}

function runnerAttributes(job: JobState): Record<string, string> {
  const { runner } = job;
  return present({
    'cicd.worker.name': runner?.name ?? null,
    'cicd.worker.group': runner?.group ?? null,
    'cicd.worker.labels': runner && runner.labels.length > 0 ? runner.labels.join(', ') : null,
  });
}

function present<T extends string | number>(values: Record<string, T | null>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
}

/** GitHub shows a step's log under an anchor of the job's page. */
function stepUrl(provider: string, jobUrl: string, number: number): string {
  return provider === 'github' && jobUrl !== '' ? `${jobUrl}#step:${number}:1` : jobUrl;
}
