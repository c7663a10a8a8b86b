import { displayStatus, type DisplayStatus, type StepFact } from '@summit/contracts';
import { type CiScope, stepSpanIds } from '../traceIds';
import type { JobState } from './model';

/** A step that has begun, placed in time. */
export interface TimedStep {
  number: number;
  name: string;
  spanId: string;
  status: DisplayStatus;
  start: Date;
  /** Null while it runs. */
  end: Date | null;
}

/** The steps of a job that have begun or were skipped, by number. Steps still to come have no place in time and are left out. */
export function timedSteps(scope: CiScope, job: JobState): TimedStep[] {
  const steps = [...job.steps].sort((a, b) => a.number - b.number);
  const ids = stepSpanIds(
    scope,
    job.providerJobId,
    steps.map((step) => step.name),
  );
  const timed: TimedStep[] = [];
  let reached = job.startedAt ?? job.queuedAt;
  steps.forEach((step, index) => {
    const spanId = ids[index];
    const place = placeOf(step, job, reached);
    if (spanId === undefined || place === null) return;
    reached = place.end ?? place.start;
    timed.push({ number: step.number, name: step.name, spanId, ...place });
  });
  return timed;
}

function placeOf(step: StepFact, job: JobState, reached: Date): Pick<TimedStep, 'status' | 'start' | 'end'> | null {
  const jobEnded = job.finishedAt !== null;
  if (step.result === 'skipped') {
    // A skipped step takes no time, whatever its two times say.
    const at = step.startedAt === undefined ? reached : new Date(step.startedAt);
    return { status: 'skipped', start: at, end: at };
  }
  if (step.startedAt === undefined) return null;
  const start = new Date(step.startedAt);
  if (step.status !== 'completed') {
    // The job ended with the step under way: cut off with it.
    if (!jobEnded) return { status: displayStatus(step.status, null), start, end: null };
    const status = job.result === 'cancelled' || job.result === 'timed_out' ? job.result : 'unknown';
    return { status, start, end: later(start, job.finishedAt) };
  }
  const end = step.finishedAt === undefined ? start : later(start, new Date(step.finishedAt));
  return { status: displayStatus('completed', step.result), start, end };
}

const later = (a: Date, b: Date | null): Date => (b !== null && b > a ? b : a);
