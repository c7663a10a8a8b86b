import type { DisplayStatus, LogSummary, RunSpan } from '@summit/contracts';

/** A log with what the run knows of its job. */
export interface JobLog {
  readonly log: LogSummary;
  /** Absent where no job of the run is known by that name. */
  readonly job: RunSpan | undefined;
}

const failed: readonly (DisplayStatus | undefined)[] = ['failed', 'timed_out'];

const jobIdOf = (span: RunSpan): string => String(span.attributes['summit.job.id'] ?? '');

/** The job of a log: by its id, else by its name. */
export const jobOf = (log: LogSummary, spans: readonly RunSpan[]): RunSpan | undefined => {
  const jobs = spans.filter(({ kind }) => kind === 'job');
  return (
    (log.jobId === null ? undefined : jobs.find((job) => jobIdOf(job) === log.jobId)) ??
    jobs.find(({ name }) => name === log.jobName)
  );
};

/** Logs as people look for them: those of failed jobs, those with errors, then as the jobs began. */
export function inOrder(logs: readonly LogSummary[], spans: readonly RunSpan[]): JobLog[] {
  const all = logs.map((log): JobLog => ({ log, job: jobOf(log, spans) }));
  const rank = ({ log, job }: JobLog): number => (failed.includes(job?.status) ? 0 : log.errors > 0 && !job ? 1 : 2);
  const start = ({ log, job }: JobLog): string => job?.start ?? log.firstAt ?? '';
  return all.sort(
    (a, b) => rank(a) - rank(b) || start(a).localeCompare(start(b)) || a.log.jobName.localeCompare(b.log.jobName),
  );
}

/** The log that a span is in: its own, or that of the job around it. */
export function logOfSpan(spanId: string, logs: readonly JobLog[], spans: readonly RunSpan[]): JobLog | undefined {
  const span = spans.find((one) => one.spanId === spanId);
  return logs.find(({ job }) => job && (job.spanId === spanId || job.spanId === span?.parentSpanId));
}

/** Names of the steps of a job that failed. */
export const failedSteps = (job: RunSpan | undefined, spans: readonly RunSpan[]): ReadonlySet<string> =>
  new Set(
    spans
      .filter(
        ({ kind, parentSpanId, status }) => kind === 'step' && parentSpanId === job?.spanId && failed.includes(status),
      )
      .map(({ name }) => name),
  );
